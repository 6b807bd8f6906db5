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

namespace tirkeu::bench {

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
