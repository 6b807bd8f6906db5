#include "sync/store/book.h"

#include <set>

#include "sync/store/book_statements.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

base::RowId id_at(const Statement& row, int column) {
  return {row.integer(column)};
}
base::Instant instant_at(const Statement& row, int column) {
  return base::Instant(base::Milliseconds(row.integer(column)));
}

std::optional<base::RowId> optional_id(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return id_at(row, column);
}

Acceptance read_acceptance(const Statement& row) {
  Acceptance fact;
  fact.id = id_at(row, 0);
  fact.office = row.text(1);
  fact.ticket_number = row.text(2);
  fact.accepted_at = instant_at(row, 3);
  fact.clerk = row.text(4);
  fact.rule_set = row.text(5);
  fact.despite_reason = row.optional_text(6);
  fact.despite_first = row.optional_text(7);
  fact.origin = row.text(8);
  fact.paper_number = row.optional_text(9);
  fact.filing = optional_id(row, 10);
  fact.visit = optional_id(row, 11);
  fact.portal_request = optional_id(row, 12);
  fact.application = read_particulars(row, 13);
  return fact;
}

Correction read_correction(const Statement& row) {
  return {id_at(row, 0), id_at(row, 1), instant_at(row, 2), row.text(3), row.text(4), read_particulars(row, 5)};
}

LaterPapers read_later_papers(const Statement& row) {
  return {id_at(row, 0), id_at(row, 1), instant_at(row, 2), row.text(3), split_codes(row.text_view(4))};
}

Decision read_decision(const Statement& row) {
  Decision fact{id_at(row, 0), id_at(row, 1), instant_at(row, 2), row.text(3), row.text(4), {}, {}, {}, {}, {}};
  fact.ground = row.optional_text(5);
  fact.text = row.optional_text(6);
  fact.missing = split_codes(row.text_view(7));
  fact.rule_set = row.text(8);
  fact.registered_until = row.optional_text(9);
  return fact;
}

Withdrawal read_withdrawal(const Statement& row) {
  return {id_at(row, 0), id_at(row, 1), instant_at(row, 2), row.text(3), row.text(4)};
}

Departure read_departure(const Statement& row) {
  return {id_at(row, 0), id_at(row, 1), instant_at(row, 2), row.text(3), row.text(4), row.optional_text(5)};
}

Verdict read_verdict(const Statement& row) {
  Verdict fact;
  fact.id = id_at(row, 0);
  fact.application = id_at(row, 1);
  fact.decided_at = instant_at(row, 2);
  fact.outcome = row.text(3);
  fact.grade = row.text(4);
  fact.first = optional_id(row, 5);
  fact.first_office = row.optional_text(6);
  fact.first_ticket_number = row.optional_text(7);
  if (!row.is_null(8)) fact.first_accepted_at = instant_at(row, 8);
  fact.reason_key = row.text(9);
  fact.reason_arguments = row.text(10);
  fact.evidence = row.text(11);
  fact.decided_by = row.optional_text(12);
  return fact;
}

IndexEntry read_index_entry(const Statement& row) {
  IndexEntry fact;
  fact.id = id_at(row, 0);
  fact.application = id_at(row, 1);
  fact.generation = row.integer(2);
  fact.tag = static_cast<std::uint32_t>(row.integer(3));
  fact.office = row.text(4);
  fact.ticket_number = row.text(5);
  fact.accepted_on = row.text(6);
  fact.entry_date = row.text(7);
  return fact;
}

Revocation read_revocation(const Statement& row) {
  Revocation fact;
  fact.id = id_at(row, 0);
  fact.incarnation = static_cast<base::Incarnation>(row.integer(1));
  fact.sign_key = row.blob(2);
  fact.last_sequence = static_cast<base::Sequence>(row.integer(3));
  fact.reason = row.text(4);
  fact.revoked_at = instant_at(row, 5);
  fact.revoked_by = row.text(6);
  return fact;
}

JudgementFact read_judgement(const Statement& row) {
  JudgementFact fact;
  fact.id = id_at(row, 0);
  fact.decided_at = instant_at(row, 1);
  fact.decided_by = row.text(2);
  for (const std::string& claim : split_codes(row.text_view(3))) {
    if (const auto id = base::RowId::parse(claim)) fact.claims.push_back(*id);
  }
  fact.first = optional_id(row, 4);
  fact.reason = row.text(5);
  return fact;
}

}  // namespace

std::optional<Acceptance> Book::acceptance(base::RowId id) {
  statements_->acceptance.bind(1, id.value);
  return first_row(statements_->acceptance, read_acceptance);
}

std::vector<Correction> Book::corrections(base::RowId application) {
  statements_->corrections.bind(1, application.value);
  return all_rows(statements_->corrections, read_correction);
}

std::vector<LaterPapers> Book::later_papers(base::RowId application) {
  statements_->later_papers.bind(1, application.value);
  return all_rows(statements_->later_papers, read_later_papers);
}

std::vector<base::RowId> Book::filing(base::RowId first) {
  statements_->filing.bind(1, first.value);
  return all_rows(statements_->filing, [](Statement& row) { return id_at(row, 0); });
}

std::vector<Decision> Book::decisions(base::RowId application) {
  statements_->decisions.bind(1, application.value);
  return all_rows(statements_->decisions, read_decision);
}

std::vector<Withdrawal> Book::withdrawals(base::RowId application) {
  statements_->withdrawals.bind(1, application.value);
  return all_rows(statements_->withdrawals, read_withdrawal);
}

std::vector<Departure> Book::departures(base::RowId application) {
  statements_->departures.bind(1, application.value);
  return all_rows(statements_->departures, read_departure);
}

std::vector<Verdict> Book::verdicts(base::RowId application) {
  statements_->verdicts.bind(1, application.value);
  return all_rows(statements_->verdicts, read_verdict);
}

std::optional<registry::Application> Book::present_application(base::RowId id) {
  std::optional<Acceptance> accepted = acceptance(id);
  if (!accepted) return std::nullopt;
  registry::Application present = present_particulars(std::move(accepted->application), id);
  std::set<std::string> papers(present.documents.begin(), present.documents.end());
  for (const LaterPapers& later : later_papers(id)) papers.insert(later.papers.begin(), later.papers.end());
  present.documents.assign(papers.begin(), papers.end());
  return present;
}

std::vector<IndexKey> Book::index_keys() {
  return all_rows(statements_->index_keys, [](Statement& row) {
    return IndexKey{id_at(row, 0), row.integer(1), row.blob(2), row.blob(3)};
  });
}

std::vector<IndexEntry> Book::index_entries(std::int64_t generation, std::uint32_t tag) {
  statements_->index_entries.bind(1, static_cast<std::int64_t>(tag)).bind(2, generation);
  return all_rows(statements_->index_entries, read_index_entry);
}

std::vector<IndexEntry> Book::index_entries_of(base::RowId application) {
  statements_->index_entries_of.bind(1, application.value);
  return all_rows(statements_->index_entries_of, read_index_entry);
}

std::vector<RuleSetIssue> Book::rule_sets() {
  return all_rows(statements_->rule_sets, [](Statement& row) {
    return RuleSetIssue{id_at(row, 0), row.text(1), row.text(2), instant_at(row, 3), row.text(4)};
  });
}

std::vector<Revocation> Book::revocations() {
  return all_rows(statements_->revocations, read_revocation);
}

std::vector<JudgementFact> Book::judgements() {
  return all_rows(statements_->judgements, read_judgement);
}

}  // namespace tirkeu::store
