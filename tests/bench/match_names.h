// Names of invented people in their own script, and how they are written in others. See match_people.h.
#pragma once

#include <string>
#include <vector>

#include "tests/sim/dice.h"

namespace tirkeu::bench {

struct InventedName {
  std::string stem;  ///< of the surname, shared by a family
  std::size_t ending = 0;
  std::string surname, given, patronymic;  ///< upper case, Cyrillic or Latin with its marks
  std::size_t culture = 0;
};

/// How a name gets into Latin letters: Doc 9303-3, BGN/PCGN, personal names of 2015, as airlines and clerks write.
enum class Spelling { kIcao, kBgn, kPersonal, kAirline };
std::string in_latin(const std::string& name, Spelling spelling);
/// As a clerk writes it: in Kazakh letters, or without them.
std::string in_cyrillic(const std::string& name, bool in_russian);

class NameInventor {
 public:
  explicit NameInventor(sim::Dice dice) : dice_(dice) {}
  std::size_t culture();
  InventedName name(std::size_t culture, bool is_woman);
  /// Same family, another given name.
  InventedName relative_of(const InventedName& name, bool is_woman);
  std::string citizenship(std::size_t culture);
  std::string birth_place(std::size_t culture);

 private:
  std::string given(std::size_t culture, bool is_woman);
  const std::string& common(const std::vector<std::string>& words);
  sim::Dice dice_;
};

}  // namespace tirkeu::bench
