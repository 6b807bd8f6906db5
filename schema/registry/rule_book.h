// All rule sets that a program knows: those built in and those that the department issued. A rule set is never changed or
// taken away: decisions name the one they were made under.
//
// Who uses it: each node and each hub own one, filled at start with the issued sets and again whenever one arrives. The day
// decides which is in force: the set with the latest valid_from that is not after it. Before the first of them the oldest
// holds, so that there is always one; of two with the same day the one whose id sorts last, whatever came first over the line.
// An application is judged by the set that it was accepted under; due times go by the calendar in force.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {

class RuleBook {
 public:
  /// Knows the embedded sets.
  RuleBook();

  const RuleSet& in_force(base::Date day) const;
  /// nullptr when no set has the id. Pointers and references stay good as long as the book.
  const RuleSet* find(std::string_view id) const;
  /// The set that an application names, which judges it for good; of one that is not known here, the set in force on the day of
  /// its acceptance.
  const RuleSet& of_acceptance(std::string_view id, base::Date accepted_on) const;
  /// The text that the set was read from, byte for byte; empty when no set has the id.
  std::string_view json_of(std::string_view id) const;
  /// In the order of their coming into force.
  std::vector<const RuleSet*> all() const;

  /// Takes an issued set on. The same text again is no fault; another text under a known id is one, as is everything that
  /// read_rule_set() finds. The book is unchanged after a fault. Never throws over the content.
  std::expected<const RuleSet*, std::vector<RuleFault>> add(std::string_view json);
  /// What add() would say, without taking it on: for the preview before an administrator signs.
  std::expected<RuleSet, std::vector<RuleFault>> check(std::string_view json) const;

 private:
  struct Known {
    RuleSet rules;
    std::string json;
  };
  const Known* known(std::string_view id) const;
  void take(RuleSet rules, std::string_view json);

  std::vector<std::unique_ptr<const Known>> sets_;  ///< ascending by valid_from, then by id
};

/// cl. 7.1: closing time of the office's first working day after the local day of acceptance. Each day is looked up in the calendar
/// that is in force on that day, so that the answer is the same on every later day, and a rule set that changes the week from
/// January on leaves the terms of November as they were told.
base::Instant due_time(base::Instant accepted_at, const RuleBook& book, const Office& office);

/// The year whose days off nobody has issued yet, when that must be told: this one as soon as its calendar has ended, the next one
/// from 1 November on. Each year is looked up in the set that is in force at its end.
std::optional<int> missing_calendar_year(const RuleBook& book, base::Date today);

/// What changes from `before` to `after`, in words, in the order of the standard's clauses; empty when they ask the same.
/// Names, notes and ids are no change.
std::vector<Message> differences(const RuleSet& before, const RuleSet& after);

}  // namespace tirkeu::registry
