// Registrations as one district office takes them, for counting bytes: 25 fields of a person, a passport, a visa, a card, a
// stay and a host, drawn from given weights, so that it is known how much there is to tell. Every choice adds up what it
// says (the logarithm of its odds): no codec whatever, however well it knows this generator, can go below that sum.
//
// By seed; nobody here is real, and no word is one that the lessons of sync/wire have seen.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/registry/application.h"
#include "sync/base/civil_time.h"
#include "tests/sim/dice.h"

namespace tirkeu::bench {

class Registrations {
 public:
  Registrations(sim::Dice dice, std::string office, std::string locality);

  /// Somebody who turns to the office today.
  registry::Application next(base::Date today);
  std::string clerk();
  /// Seconds until the next one: an office takes forty in a day of eight hours.
  std::int64_t pause_s();
  /// What all choices so far told.
  double bits() const { return bits_; }

 private:
  using Pair = std::pair<std::string_view, std::string_view>;  ///< Latin, Cyrillic
  struct State;
  struct Name {
    std::string surname, given, surname_local, given_local;
  };

  std::uint64_t below(std::uint64_t bound);
  bool chance(double part);
  template <class T>
  const T& among(const std::vector<T>& options);
  /// One of `options`, each with its weight.
  template <class T>
  const T& weighted(const std::vector<std::pair<T, int>>& options);
  std::string digits(int count);
  std::string filled(std::string_view form);
  std::string identity_number();
  Name turkic(bool man);
  Name slavic(bool man);
  Name name_of(const State& state, bool man);

  sim::Dice dice_;
  std::string office_, locality_;
  double bits_ = 0;
};

}  // namespace tirkeu::bench
