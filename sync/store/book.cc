#include "sync/store/book.h"

#include "sync/store/book_statements.h"

namespace tirkeu::store {
namespace {

std::int64_t number(base::Instant instant) {
  return instant.time_since_epoch().count();
}

std::optional<std::int64_t> number(const std::optional<base::Instant>& instant) {
  if (!instant) return std::nullopt;
  return number(*instant);
}

std::optional<std::int64_t> number(const std::optional<base::RowId>& id) {
  if (!id) return std::nullopt;
  return id->value;
}

/// Ids of claims, ascending as given, as one text.
std::string join_ids(const std::vector<base::RowId>& ids) {
  std::vector<std::string> texts;
  for (const base::RowId id : ids) texts.push_back(id.to_string());
  return join_codes(texts);
}

}  // namespace

Book::Book(Database& database) : statements_(new Statements{database}) {}
Book::~Book() = default;

void Book::insert(const Acceptance& fact) {
  Statement& add = statements_->add_acceptance;
  add.bind(1, fact.id.value).bind(2, fact.office).bind(3, fact.ticket_number).bind(4, number(fact.accepted_at));
  add.bind(5, fact.clerk).bind(6, fact.rule_set).bind(7, fact.despite_reason).bind(8, fact.despite_first);
  add.bind(9, fact.origin).bind(10, fact.paper_number).bind(11, number(fact.filing)).bind(12, number(fact.visit));
  add.bind(13, number(fact.portal_request));
  bind_particulars(add, 14, fact.application);
  add.run();
}

void Book::insert(const Correction& fact) {
  Statement& add = statements_->add_correction;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.recorded_at));
  add.bind(4, fact.clerk).bind(5, fact.reason);
  bind_particulars(add, 6, fact.corrected);
  add.run();
}

void Book::insert(const LaterPapers& fact) {
  Statement& add = statements_->add_later_papers;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.recorded_at));
  add.bind(4, fact.clerk).bind(5, join_codes(fact.papers)).run();
}

void Book::insert(const Decision& fact) {
  Statement& add = statements_->add_decision;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.recorded_at)).bind(4, fact.clerk);
  add.bind(5, fact.outcome).bind(6, fact.ground).bind(7, fact.text);
  add.bind(8, fact.missing.empty() ? std::optional<std::string>() : join_codes(fact.missing));
  add.bind(9, fact.rule_set).bind(10, fact.registered_until).run();
}

void Book::insert(const Withdrawal& fact) {
  Statement& add = statements_->add_withdrawal;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.recorded_at));
  add.bind(4, fact.clerk).bind(5, fact.reason).run();
}

void Book::insert(const Departure& fact) {
  Statement& add = statements_->add_departure;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.recorded_at));
  add.bind(4, fact.clerk).bind(5, fact.departed_on).bind(6, fact.note).run();
}

void Book::insert(const Verdict& fact) {
  Statement& add = statements_->add_verdict;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, number(fact.decided_at));
  add.bind(4, fact.outcome).bind(5, fact.grade).bind(6, number(fact.first)).bind(7, fact.first_office);
  add.bind(8, fact.first_ticket_number).bind(9, number(fact.first_accepted_at)).bind(10, fact.reason_key);
  add.bind(11, fact.reason_arguments).bind(12, fact.evidence).bind(13, fact.decided_by).run();
}

void Book::insert(const IndexKey& fact) {
  Statement& add = statements_->add_index_key;
  add.bind(1, fact.id.value).bind(2, fact.generation).bind(3, fact.sealed_to).bind(4, fact.sealed).run();
}

void Book::insert(const IndexEntry& fact) {
  Statement& add = statements_->add_index_entry;
  add.bind(1, fact.id.value).bind(2, fact.application.value).bind(3, fact.generation);
  add.bind(4, static_cast<std::int64_t>(fact.tag)).bind(5, fact.office).bind(6, fact.ticket_number);
  add.bind(7, fact.accepted_on).bind(8, fact.entry_date).run();
}

void Book::insert(const IndexEnded& fact) {
  Statement& add = statements_->add_index_ended;
  add.bind(1, fact.id.value).bind(2, fact.index_entry.value).bind(3, fact.ended_on).bind(4, fact.cause).run();
}

void Book::insert(const RuleSetIssue& fact) {
  Statement& add = statements_->add_rule_set;
  add.bind(1, fact.id.value).bind(2, fact.rule_set).bind(3, fact.content).bind(4, number(fact.issued_at));
  add.bind(5, fact.issued_by).run();
}

void Book::insert(const Revocation& fact) {
  Statement& add = statements_->add_revocation;
  add.bind(1, fact.id.value).bind(2, static_cast<std::int64_t>(fact.incarnation)).bind(3, fact.sign_key);
  add.bind(4, static_cast<std::int64_t>(fact.last_sequence)).bind(5, fact.reason);
  add.bind(6, number(fact.revoked_at)).bind(7, fact.revoked_by).run();
}

void Book::insert(const JudgementFact& fact) {
  Statement& add = statements_->add_judgement;
  add.bind(1, fact.id.value).bind(2, number(fact.decided_at)).bind(3, fact.decided_by);
  add.bind(4, join_ids(fact.claims)).bind(5, number(fact.first)).bind(6, fact.reason).run();
}

}  // namespace tirkeu::store
