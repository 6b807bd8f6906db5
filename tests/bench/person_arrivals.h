// Who comes to a hub that holds millions, for measure_persons(): invented, mixed, and with it known who is who.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/store/facts.h"
#include "tests/bench/foreigners.h"
#include "tests/bench/match_people.h"

namespace tirkeu::bench {

/// When all of them come.
inline constexpr base::Instant kArrivalDay =
    base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2)) + std::chrono::hours(4);
/// Of so many held, evenly spread, somebody comes again or a twin of him comes.
inline constexpr std::size_t kKnownToArrivals = 700;

struct Held {
  PeopleInventor::Arrival arrival;
  base::RowId application;
};

struct Arrival {
  std::string kind;  ///< of second records as in PlantedPair; "twin", "new", "frequent"
  registry::PersonRecord record;
  std::optional<base::RowId> same_as;
};

/// Id of the n-th application held. Each office counts for itself, so the order of ids is not that of arrival.
base::RowId held_id(std::uint64_t number);
/// Second records of those held, a twin of each seventh instead, 500 new people, and 100 with the most frequent names;
/// in any order.
std::vector<Arrival> arrivals(const std::vector<Held>& held, PeopleInventor& inventor);
/// What an office no one has heard of writes of the n-th arrival.
store::Acceptance acceptance_of(const registry::PersonRecord& record, std::uint64_t number, Foreigners& foreigners);

}  // namespace tirkeu::bench
