// A department's blind index of many thousand entries without as many applications: the hub's own log and ledger write what its
// worker would, 16 entries at a time and the offices in turn, with invented tickets and days.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "schema/registry/application.h"
#include "sync/base/clock.h"
#include "tests/sim/dice.h"

namespace tirkeu::bench {

/// A person as the index knows one.
struct IndexedPerson {
  std::string issuing_state, number, birth_date;
};
/// As passports are numbered: a letter and eight digits; born within sixty years.
IndexedPerson invented_person(sim::Dice& dice);
/// What the tag is computed over.
std::string blind_text_of(const IndexedPerson& person);

struct IndexFill {
  std::size_t entries = 200'000;
  int department = 0;
  /// Offices to whom the entries belong, and on whose machine they are looked up; the latter gets none.
  std::vector<int> offices;
  /// Spread among the entries, with tags as the programs compute them; the others' tags are drawn, as good as any.
  std::vector<IndexedPerson> planted;
};
/// The hub of `hub_folder` must be closed. Returns the index log's size in raw entry bytes.
std::size_t fill_index(const std::filesystem::path& hub_folder, const IndexFill& fill, base::Instant now, sim::Dice& dice);

}  // namespace tirkeu::bench
