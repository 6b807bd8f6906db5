// Invented foreigners and what they file. The truth about who is who and which stay is which stays with the simulator, so
// that its checks need not trust the rule under test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/registry/application.h"
#include "sync/base/civil_time.h"
#include "tests/sim/dice.h"

namespace tirkeu::sim {

/// One entry into the country of one person.
struct TrueStay {
  std::uint64_t number = 0;  ///< unique in the world
  std::uint64_t person = 0;
  std::string card;
  base::Date entry;
};

class People {
 public:
  explicit People(Dice dice) : dice_(dice) {}
  /// A new person, or one seen before who entered anew (always more than a week later, with a new card).
  TrueStay new_stay(base::Date today);
  /// A stay that is going on, whose person turns to another office too; nothing has begun yet when empty.
  const TrueStay* running_stay(base::Date today);
  /// What the person files at `office` for that stay; a border stamp may be read a day off, never the card.
  registry::Application file(const TrueStay& stay, const std::string& office);

 private:
  struct Person {
    std::string surname, given_names, birth_date, citizenship, document_number;
  };
  Dice dice_;
  std::vector<Person> persons_;
  std::vector<TrueStay> stays_;
};

}  // namespace tirkeu::sim
