// An invented department to look for people with two documents in: who is who is known, so recall and precision are.
//
// Names are made in their own script from parts, common ones often and rare ones seldom. A document's Latin spelling
// comes from one of four tables (Doc 9303, BGN/PCGN, personal names of 2015, what airlines and clerks write), and a
// person's next document from any of them again. Nothing here knows match keys, comparison levels or weights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/registry/person_match.h"
#include "sync/base/civil_time.h"
#include "tests/bench/match_names.h"

namespace tirkeu::bench {

/// Who somebody is, before anybody writes it down.
struct InventedPerson {
  InventedName name;
  base::Date born;
  bool is_woman = false;
  std::string citizenship, birth_place, host, iin;
  base::Date issued;  ///< the first document
};

/// People one after the other, for departments too large to be held in memory as people.
class PeopleInventor {
 public:
  struct Arrival {
    InventedPerson person;
    registry::PersonRecord record;
    bool is_twin = false;  ///< of the one before
  };
  explicit PeopleInventor(std::uint64_t seed) : dice_(seed), names_(dice_.fork()) {}
  /// Somebody new; one of eight of the last one's family, one of a hundred the last one's twin.
  Arrival next();
  /// A twin of somebody who came long ago.
  Arrival twin(const Arrival& first);
  /// The same person with another document, and what `kind` says went otherwise in writing him down.
  registry::PersonRecord second(const InventedPerson& person, const registry::PersonRecord& first,
                                const std::string& kind);
  /// Only some birth dates can be swapped.
  static bool can_be(const std::string& kind, const registry::PersonRecord& first);
  sim::Dice& dice() { return dice_; }

 private:
  std::string digits(int count);
  base::Date day(int first_year, int last_year);
  InventedPerson person();
  InventedPerson relative_of(const InventedPerson& person);
  InventedPerson twin_of(const InventedPerson& person);
  std::string number_of(const InventedPerson& person);
  registry::PersonRecord write(const InventedPerson& person, Spelling spelling);
  void respell(const InventedPerson& person, const registry::PersonRecord& first, registry::PersonRecord& record);
  void in_other_script(const InventedPerson& person, registry::PersonRecord& record);
  static bool swap_birth_date(registry::PersonRecord& record);
  void spoil(const InventedPerson& person, registry::PersonRecord& record);
  std::string mistyped(std::string text);
  Spelling any_spelling() { return static_cast<Spelling>(dice_.below(4)); }

  sim::Dice dice_;
  NameInventor names_;
  std::optional<Arrival> last_;
  bool twin_is_due_ = false;
};

/// Puts what the record says into an application that is about anything else as well: person_of() gives the record
/// back.
void write_into(registry::Application& application, const registry::PersonRecord& record);

/// "renewed", "respelt" … in the shares in which second records are planted, one after the other.
const std::vector<std::string>& kinds_of_second_records();

struct PlantedPair {
  std::size_t first = 0, second = 0;
  std::string kind;  ///< "renewed", "respelt", "script", "swapped", "mixed"
};

struct MatchPeople {
  std::vector<registry::PersonRecord> records;  ///< in the order of their arrival
  std::vector<PlantedPair> planted;             ///< one person with two documents
  std::vector<PlantedPair> twins;               ///< two people; kind "twins"
};

/// `count` records in all, among them the `planted` second ones and, as traps, a pair of twins in a hundred people.
MatchPeople invent_people(std::uint64_t seed, std::size_t count, std::size_t planted);

}  // namespace tirkeu::bench
