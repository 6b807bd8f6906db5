#include "sync/store/cases.h"

#include <algorithm>
#include <map>
#include <set>

#include "schema/registry/names.h"
#include "sync/base/invariant.h"
#include "sync/store/case_rows.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

std::int64_t number(base::Instant instant) {
  return instant.time_since_epoch().count();
}
base::Instant instant(std::int64_t milliseconds) {
  return base::Instant(base::Milliseconds(milliseconds));
}

void add_name(std::set<std::string>& words, std::string_view name) {
  for (std::string& word : registry::search_words(name)) words.insert(std::move(word));
}

/// Numbers are compared without their separators, on both sides.
void add_number(std::set<std::string>& words, std::string_view number) {
  words.insert(registry::normalise_number(number));
}

std::vector<std::string> words_of(const registry::Application& application, const std::string& ticket_number) {
  std::set<std::string> words;
  const registry::Applicant& person = application.applicant;
  add_name(words, person.surname);
  add_name(words, person.given_names);
  for (const auto* name : {&person.surname_local, &person.given_names_local, &person.patronymic}) {
    if (*name) add_name(words, **name);
  }
  add_number(words, application.document.number);
  add_number(words, application.migration_card.number);
  add_number(words, ticket_number);
  // "QF-000123-7" is what people remember of "KZ-06-03/2026/QF-000123-7".
  add_number(words, std::string_view(ticket_number).substr(ticket_number.rfind('/') + 1));
  words.erase("");
  return {words.begin(), words.end()};
}

/// As an acceptance leaves it: nothing decided, nothing told. Particulars as they are at `present`.
CaseState state_of(const Acceptance& accepted, const registry::Application& present) {
  CaseState state;
  state.application = accepted.id;
  state.office = accepted.office;
  state.ticket_number = accepted.ticket_number;
  state.accepted_at = accepted.accepted_at;
  state.state = "accepted";
  state.confirmation = "pending";
  state.document_key = document_key(present.document);
  state.card_key = registry::normalise_number(present.migration_card.number);
  state.entry_date = present.migration_card.entry_date;
  state.birth_date = present.applicant.birth_date;
  state.changed_at = accepted.accepted_at;
  return state;
}

Statement& bind_case(Statement& statement, const CaseState& state) {
  statement.bind(1, state.application.value).bind(2, state.office).bind(3, state.ticket_number);
  statement.bind(4, number(state.accepted_at)).bind(5, state.state).bind(6, state.confirmation).bind(7, state.document_key);
  statement.bind(8, state.card_key).bind(9, state.entry_date).bind(10, state.birth_date).bind(11, state.departed_on);
  return statement.bind(12, number(state.changed_at));
}

/// State as the newest decision or withdrawal has it; they are ordered together by id.
std::string state_of(const std::vector<Decision>& decisions, const std::vector<Withdrawal>& withdrawals) {
  const base::RowId decided = decisions.empty() ? base::RowId{} : decisions.back().id;
  const base::RowId withdrawn = withdrawals.empty() ? base::RowId{} : withdrawals.back().id;
  if (decisions.empty() && withdrawals.empty()) return "accepted";
  return withdrawn > decided ? "withdrawn" : decisions.back().outcome;
}

/// One paper in an office's keeping, as case_held has it.
struct HeldPaper {
  std::string item;
  base::RowId receipt;
  base::Instant received_at{};
  bool operator==(const HeldPaper&) const = default;
};

HeldPaper read_held(const Statement& row) {
  return {row.text(0), {row.integer(1)}, instant(row.integer(2))};
}

/// What `events`, ascending by id, leave in the office's keeping; by item.
std::vector<HeldPaper> held_after(const std::vector<Custody>& events) {
  std::map<std::string, HeldPaper> newest;
  for (const Custody& fact : events) {
    newest.erase(fact.item);
    if (fact.event == "received") newest[fact.item] = {fact.item, fact.id, fact.recorded_at};
  }
  std::vector<HeldPaper> held;
  for (auto& [item, paper] : newest) held.push_back(std::move(paper));
  return held;
}

template <class Facts>
base::Instant newest(base::Instant so_far, const Facts& facts) {
  for (const auto& fact : facts) so_far = std::max(so_far, fact.recorded_at);
  return so_far;
}

}  // namespace

struct Cases::Folded {
  CaseState state;
  std::vector<std::string> words;  ///< ascending, each once
  std::vector<HeldPaper> held;     ///< by item
};

struct Cases::Statements {
  Database& database;
  Statement find{database, "SELECT " TIRKEU_CASE_COLUMNS " FROM case_state WHERE application_id = ?1"};
  Statement with_document{database, "SELECT " TIRKEU_CASE_COLUMNS
                                    " FROM case_state WHERE document_key = ?1"
                                    " ORDER BY accepted_at DESC, application_id DESC"};
  Statement put{database, "INSERT OR REPLACE INTO case_state (" TIRKEU_CASE_COLUMNS
                          ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  /// For a REPLACE SQLite copies every page that it touches, so that it can undo half of it.
  Statement add{database, "INSERT INTO case_state (" TIRKEU_CASE_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement remove{database, "DELETE FROM case_state WHERE application_id = ?1"};
  Statement confirm{database,
                    "UPDATE case_state SET confirmation = ?2, changed_at = max(changed_at, ?3) WHERE application_id = ?1"};
  /// Whether anything but the acceptance says something about the case.
  Statement has_facts{
      database,
      "SELECT EXISTS (SELECT 1 FROM correction WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM later_papers WHERE"
      " application_id = ?1) OR EXISTS (SELECT 1 FROM decision WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM"
      " withdrawal WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM departure WHERE application_id = ?1) OR EXISTS"
      " (SELECT 1 FROM verdict WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM extension WHERE application_id = ?1)"
      " OR EXISTS (SELECT 1 FROM address_change WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM duplicate_card WHERE"
      " application_id = ?1) OR EXISTS (SELECT 1 FROM custody WHERE application_id = ?1) OR EXISTS (SELECT 1 FROM"
      " case_state WHERE application_id = ?1)"};
  Statement words{database, "SELECT word FROM case_word WHERE application_id = ?1 ORDER BY word"};
  Statement add_word{database, "INSERT INTO case_word (word, application_id) VALUES (?1, ?2)"};
  Statement remove_words{database, "DELETE FROM case_word WHERE application_id = ?1"};
  Statement held_of{database,
                    "SELECT item, custody_id, received_at FROM case_held WHERE application_id = ?1 ORDER BY item"};
  std::vector<HeldPaper> stored_held(base::RowId application) {
    held_of.bind(1, application.value);
    return all_rows(held_of, read_held);
  }
  Statement add_held{database, "INSERT INTO case_held (application_id, item, custody_id, received_at) VALUES (?, ?, ?, ?)"};
  Statement remove_held{database, "DELETE FROM case_held WHERE application_id = ?1"};
  Statement count{database, "SELECT count(*) FROM case_state WHERE confirmation = ?1"};
  Statement ids{
      database,
      "SELECT id FROM application WHERE id > ?1 UNION SELECT application_id FROM case_state WHERE application_id > ?1"
      " UNION SELECT application_id FROM case_held WHERE application_id > ?1"
      " UNION SELECT application_id FROM case_word WHERE application_id > ?1 ORDER BY 1 LIMIT 500"};
};

CaseState read_case(const Statement& row) {
  CaseState state;
  state.application = {row.integer(0)};
  state.office = row.text(1);
  state.ticket_number = row.text(2);
  state.accepted_at = instant(row.integer(3));
  state.state = row.text(4);
  state.confirmation = row.text(5);
  state.document_key = row.text(6);
  state.card_key = row.text(7);
  state.entry_date = row.text(8);
  state.birth_date = row.text(9);
  state.departed_on = row.optional_text(10);
  state.changed_at = instant(row.integer(11));
  return state;
}

std::string document_key(const registry::Document& document) {
  return document.issuing_state + " " + registry::normalise_number(document.number);
}

Cases::Cases(Database& database, Book& book)
    : database_(database), book_(book), statements_(new Statements{database}) {}
Cases::~Cases() = default;

void Cases::refresh(base::RowId application) {
  if (!database_.in_transaction()) base::stop("a case is folded inside the Transaction that changed it");
  store(application, fold(application));
}

CaseState Cases::begin(const Acceptance& accepted) {
  if (!database_.in_transaction()) base::stop("a case is folded inside the Transaction that changed it");
  statements_->has_facts.bind(1, accepted.id.value);
  // What is about it may have come before it, by another log.
  if (first_row(statements_->has_facts, [](Statement& row) { return row.integer(0); }) != 0) {
    refresh(accepted.id);
    return *find(accepted.id);
  }
  const CaseState state = state_of(accepted, accepted.application);
  bind_case(statements_->add, state).run();
  for (const std::string& word : words_of(accepted.application, accepted.ticket_number))
    statements_->add_word.bind(1, word).bind(2, accepted.id.value).run();
  return state;
}

void Cases::note(const Verdict& verdict) {
  if (!database_.in_transaction()) base::stop("a case is folded inside the Transaction that changed it");
  statements_->confirm.bind(1, verdict.application.value).bind(2, verdict.outcome).bind(3, number(verdict.decided_at)).run();
}

std::optional<CaseState> Cases::find(base::RowId application) {
  statements_->find.bind(1, application.value);
  return first_row(statements_->find, read_case);
}

std::vector<CaseState> Cases::with_document(const std::string& document_key) {
  statements_->with_document.bind(1, document_key);
  return all_rows(statements_->with_document, read_case);
}

std::int64_t Cases::count(const std::string& confirmation) {
  statements_->count.bind(1, confirmation);
  return first_row(statements_->count, [](Statement& row) { return row.integer(0); }).value_or(0);
}

std::optional<Cases::Folded> Cases::fold(base::RowId application) {
  const std::optional<Acceptance> accepted = book_.acceptance(application);
  if (!accepted) return std::nullopt;
  const std::vector<Correction> corrections = book_.corrections(application);
  const std::vector<Decision> decisions = book_.decisions(application);
  const std::vector<Withdrawal> withdrawals = book_.withdrawals(application);
  const std::vector<Departure> departures = book_.departures(application);
  const std::vector<Verdict> verdicts = book_.verdicts(application);
  const registry::Application present = *book_.present_application(application);

  Folded folded;
  CaseState& state = folded.state = state_of(*accepted, present);
  state.state = state_of(decisions, withdrawals);
  if (!verdicts.empty()) state.confirmation = verdicts.back().outcome;
  if (!departures.empty()) state.departed_on = departures.back().departed_on;
  state.changed_at = newest(newest(accepted->accepted_at, corrections), book_.later_papers(application));
  state.changed_at = newest(newest(newest(state.changed_at, decisions), withdrawals), departures);
  state.changed_at = newest(newest(state.changed_at, book_.about<Extension>(application)), book_.about<AddressChange>(application));
  state.changed_at = newest(state.changed_at, book_.about<DuplicateCard>(application));
  for (const Verdict& verdict : verdicts) state.changed_at = std::max(state.changed_at, verdict.decided_at);
  folded.words = words_of(present, accepted->ticket_number);
  folded.held = held_after(book_.about<Custody>(application));
  return folded;
}

std::vector<std::string> Cases::stored_words(base::RowId application) {
  statements_->words.bind(1, application.value);
  return all_rows(statements_->words, [](Statement& row) { return row.text(0); });
}

bool Cases::differs(base::RowId application, const std::optional<Folded>& folded) {
  const std::optional<CaseState> stored = find(application);
  if (stored.has_value() != folded.has_value()) return true;
  if (folded && folded->state != *stored) return true;
  if (statements_->stored_held(application) != (folded ? folded->held : std::vector<HeldPaper>())) return true;
  return stored_words(application) != (folded ? folded->words : std::vector<std::string>());
}

void Cases::store(base::RowId application, const std::optional<Folded>& folded) {
  // Most facts change no word, and words are most of the rows.
  const std::vector<std::string> words = folded ? folded->words : std::vector<std::string>();
  if (stored_words(application) != words) {
    statements_->remove_words.bind(1, application.value).run();
    for (const std::string& word : words) statements_->add_word.bind(1, word).bind(2, application.value).run();
  }
  const std::vector<HeldPaper> held = folded ? folded->held : std::vector<HeldPaper>();
  if (statements_->stored_held(application) != held) {
    statements_->remove_held.bind(1, application.value).run();
    for (const HeldPaper& paper : held)
      statements_->add_held.bind(1, application.value).bind(2, paper.item).bind(3, paper.receipt.value).bind(4, number(paper.received_at)).run();
  }
  if (!folded) {
    statements_->remove.bind(1, application.value).run();
    return;
  }
  put(folded->state);
}

void Cases::put(const CaseState& state) {
  bind_case(statements_->put, state).run();
}

std::vector<base::RowId> Cases::ids_after(base::RowId last) {
  statements_->ids.bind(1, last.value);
  return all_rows(statements_->ids, [](Statement& row) { return base::RowId{row.integer(0)}; });
}

std::optional<base::RowId> Cases::rebuild() {
  std::optional<Transaction> own;
  if (!database_.in_transaction()) own.emplace(database_);
  std::optional<base::RowId> first;
  base::RowId last{};
  for (auto ids = ids_after(last); !ids.empty(); ids = ids_after(last)) {
    for (const base::RowId id : ids) {
      const std::optional<Folded> folded = fold(id);
      if (!differs(id, folded)) continue;
      if (!first) first = id;
      store(id, folded);
    }
    last = ids.back();
  }
  if (own) own->commit();
  return first;
}

std::optional<base::RowId> Cases::first_difference() {
  base::RowId last{};
  for (auto ids = ids_after(last); !ids.empty(); ids = ids_after(last)) {
    for (const base::RowId id : ids) {
      if (differs(id, fold(id))) return id;
    }
    last = ids.back();
  }
  return std::nullopt;
}

}  // namespace tirkeu::store
