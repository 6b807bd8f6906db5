// Invented foreigners with everything that a clerk writes down about one: names in two scripts, documents in their
// states' forms, visas, addresses, hosts, machine readable zones. By seed: the same seed gives the same people.
#pragma once

#include <string>

#include "schema/registry/application.h"
#include "sync/base/civil_time.h"
#include "tests/bench/invented_words.h"
#include "tests/sim/dice.h"

namespace tirkeu::bench {

class Foreigners {
 public:
  Foreigners(sim::Dice dice, Vocabulary half) : dice_(dice), words_(words_of(half)) {}
  /// Somebody new, filing at `office` on `today`. Numbers are drawn from enough digits that nobody appears twice by
  /// chance in a run.
  registry::Application file(const std::string& office, base::Date today);

 private:
  std::string pick(const std::vector<std::string_view>& words);
  std::string digits(int count);
  std::string document_number(std::string_view pattern);
  std::string identity_number();
  void fill_person(const Nation& nation, base::Date today, registry::Application& application);
  void fill_stay(const std::string& office, base::Date today, registry::Application& application);
  void fill_host(registry::Application& application);

  sim::Dice dice_;
  const Words& words_;
};

}  // namespace tirkeu::bench
