#include "hub/adjudication.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

#include "schema/registry/offices.h"

namespace tirkeu::hub {
namespace {

/// Everything that the decision asks about a claim, in one go.
#define TIRKEU_CLAIMS                                                                                                     \
  "SELECT claim.application_id, not_before, not_after, clock_flags, uncertainty_ms, after_revocation, c.office, "          \
  "c.ticket_number, c.card_key, c.entry_date, c.birth_date, c.accepted_at, c.state, c.departed_on, "                       \
  "a.despite_reason IS NOT NULL, a.origin FROM claim JOIN case_state AS c ON c.application_id = claim.application_id "     \
  "JOIN application AS a ON a.id = claim.application_id "

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t millis) { return base::Instant(base::Milliseconds(millis)); }

std::string to_text(const registry::MessageArguments& arguments) {
  boost::json::object object;
  for (const auto& [name, value] : arguments) object[name] = value;
  return boost::json::serialize(object);
}

}  // namespace

std::string join_ids(const std::vector<base::RowId>& ids) {
  std::string text;
  for (const base::RowId id : ids) text += (text.empty() ? "" : " ") + id.to_string();
  return text;
}

std::vector<base::RowId> split_ids(std::string_view text) {
  std::vector<base::RowId> ids;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (const std::optional<base::RowId> id = base::RowId::parse(text.substr(0, end))) ids.push_back(*id);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return ids;
}

Adjudication::Adjudication(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger, IndexKeeper& index)
    : book_(book),
      cases_(cases),
      ledger_(ledger),
      index_(index),
      insert_(database,
              "INSERT INTO claim (application_id, document_key, entry_position, not_before, not_after, clock_flags, "
              "uncertainty_ms, after_revocation) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      move_(database, "UPDATE claim SET document_key = ? WHERE application_id = ?"),
      old_key_(database, "SELECT document_key FROM claim WHERE application_id = ?"),
      of_document_(database, TIRKEU_CLAIMS "WHERE claim.document_key = ? ORDER BY claim.application_id"),
      one_(database, TIRKEU_CLAIMS "WHERE claim.application_id = ?"),
      before_(database,
              "SELECT not_before FROM claim WHERE application_id >= ? AND application_id < ? ORDER BY application_id DESC LIMIT 1"),
      transferred_(database,
                   "SELECT to_office, decided_by, transferred_at FROM place_transfer WHERE transferred_application = ? ORDER BY id DESC LIMIT 1"),
      questions_(database, "SELECT id, claims, state, outcome FROM duplicate WHERE document_key = ? ORDER BY id"),
      put_question_(database,
                    "INSERT INTO duplicate (document_key, claims, state, outcome, opened_at, changed_at) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?5)"),
      change_question_(database, "UPDATE duplicate SET claims = ?, state = ?, outcome = ?, changed_at = ? WHERE id = ?") {
  for (store::JudgementFact& judgement : book_.judgements()) learn(judgement);
}

void Adjudication::learn(const store::JudgementFact& judgement) {
  for (const base::RowId claim : judgement.claims) judgements_by_claim_.emplace(claim, judgements_.size());
  judgements_.push_back(judgement);
}

void Adjudication::forget_newest() {
  std::erase_if(judgements_by_claim_, [&](const auto& pair) { return pair.second == judgements_.size() - 1; });
  judgements_.pop_back();
}

void Adjudication::add_claim(const ClaimRecord& claim) {
  insert_.bind(1, claim.application.value)
      .bind(2, claim.document_key)
      .bind(3, claim.entry_position)
      .bind(4, millis(claim.not_before))
      .bind(5, millis(claim.not_after))
      .bind(6, static_cast<std::int64_t>(claim.clock))
      .bind(7, static_cast<std::int64_t>(claim.uncertainty.count()))
      .bind(8, static_cast<std::int64_t>(claim.after_revocation ? 1 : 0))
      .run();
}

std::optional<base::Instant> Adjudication::bound_of_claim_before(base::RowId application) {
  before_.bind(1, base::RowId::make(application.department(), application.incarnation(), 1).value).bind(2, application.value);
  std::optional<base::Instant> bound;
  if (before_.step()) bound = instant(before_.integer(0));
  before_.reset();
  return bound;
}

std::optional<std::string> Adjudication::move_claim(base::RowId application, const std::string& document_key) {
  old_key_.bind(1, application.value);
  std::optional<std::string> old;
  if (old_key_.step()) old = old_key_.text(0);
  old_key_.reset();
  if (old && *old != document_key) move_.bind(1, document_key).bind(2, application.value).run();
  return old;
}

registry::Claim Adjudication::read_claim(store::Statement& row) {
  registry::Claim claim;
  claim.application = base::RowId{row.integer(0)};
  claim.not_before = instant(row.integer(1));
  claim.not_after = instant(row.integer(2));
  claim.clock = static_cast<base::ClockFlags>(row.integer(3));
  claim.uncertainty = base::Milliseconds(row.integer(4));
  claim.after_revocation = row.integer(5) != 0;
  claim.office = row.text(6);
  claim.ticket_number = row.text(7);
  claim.card_number = row.text(8);
  claim.entry_date = row.text(9);
  claim.birth_date = row.text(10);
  claim.accepted_at = instant(row.integer(11));
  claim.withdrawn = row.text_view(12) == "withdrawn";
  claim.departed_on = row.optional_text(13);
  claim.despite_hit = row.integer(14) != 0;
  claim.on_hearsay = row.text_view(15) == "paper" || row.text_view(15) == "taken_on";
  transferred_.bind(1, claim.application.value);
  if (transferred_.step()) {
    claim.transferred = transferred_.text(0);
    claim.transferred_at = instant(transferred_.integer(2));
  }
  transferred_.reset();
  return claim;
}

std::vector<registry::Claim> Adjudication::claims_of(const std::string& document_key) {
  std::vector<registry::Claim> claims;
  of_document_.bind(1, document_key);
  while (of_document_.step()) claims.push_back(read_claim(of_document_));
  return claims;
}

std::optional<registry::Claim> Adjudication::claim(base::RowId application) {
  one_.bind(1, application.value);
  std::optional<registry::Claim> claim;
  if (one_.step()) claim = read_claim(one_);
  one_.reset();
  return claim;
}

std::vector<registry::Judgement> Adjudication::judgements_about(const std::vector<registry::Claim>& claims) {
  std::set<std::size_t> concerned;
  for (const registry::Claim& claim : claims) {
    const auto [from, to] = judgements_by_claim_.equal_range(claim.application);
    for (auto at = from; at != to; ++at) concerned.insert(at->second);
  }
  std::vector<registry::Judgement> judgements;  // In the order in which they were made: a later one supersedes.
  for (const std::size_t index : concerned) judgements.push_back({judgements_[index].claims, judgements_[index].first});
  return judgements;
}

int Adjudication::run(store::Transaction& transaction, const std::set<std::string>& document_keys, base::Instant at) {
  Verdicts verdicts;
  for (const std::string& document_key : document_keys) decide(transaction, document_key, at, verdicts);
  std::size_t written = 0;
  for (auto& [log, of_log] : verdicts) {
    write(transaction, log, of_log, at);
    written += of_log.size();
  }
  return static_cast<int>(written);
}

void Adjudication::decide(store::Transaction& transaction, const std::string& document_key, base::Instant at, Verdicts& verdicts) {
  const std::vector<registry::Claim> claims = claims_of(document_key);
  if (waits_for_lost_claim(claims)) return;
  const std::vector<registry::ClaimOutcome> outcomes = registry::decide(claims, judgements_about(claims));
  for (const registry::ClaimOutcome& outcome : outcomes) {
    std::optional<store::Verdict> verdict = verdict_of(outcome, claims, at);
    if (!verdict) continue;
    const auto claim = std::ranges::find(claims, outcome.application, &registry::Claim::application);
    verdicts[ledger_.numbers().verdicts(registry::find_office(claim->office)->number)].push_back(*std::move(verdict));
  }
  keep_index(transaction, claims, outcomes, at);
  keep_questions(document_key, outcomes, at);
}

void Adjudication::write(store::Transaction& transaction, base::Incarnation log, std::vector<store::Verdict>& verdicts,
                         base::Instant at) {
  for (std::size_t first = 0; first < verdicts.size(); first += kVerdictsPerEntry) {
    const std::span<store::Verdict> chunk =
        std::span(verdicts).subspan(first, std::min(kVerdictsPerEntry, verdicts.size() - first));
    const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
      for (store::Verdict& verdict : chunk) {
        verdict.id = writing.mint();
        writing.add(verdict);
      }
    };
    ledger_.append(transaction, log, at, write);
  }
  for (const store::Verdict& verdict : verdicts) cases_.note(verdict);
}

bool Adjudication::waits_for_lost_claim(const std::vector<registry::Claim>& claims) {
  if (ledger_.numbers().number() == 0) return false;
  return std::ranges::any_of(claims, [this](const registry::Claim& claim) {
    const std::vector<store::Verdict> verdicts = book_.verdicts(claim.application);
    return !verdicts.empty() && verdicts.back().first && !book_.acceptance(*verdicts.back().first);
  });
}

std::string Adjudication::decided_by(const registry::ClaimOutcome& outcome) {
  transferred_.bind(1, outcome.application.value);
  const std::string mover = transferred_.step() ? transferred_.text(1) : "";
  transferred_.reset();
  if (!mover.empty()) return mover;
  const auto [from, to] = judgements_by_claim_.equal_range(outcome.application);
  std::size_t newest = 0;
  for (auto at = from; at != to; ++at) newest = std::max(newest, at->second);
  return from == to ? "" : judgements_[newest].decided_by;
}

std::optional<store::Verdict> Adjudication::verdict_of(const registry::ClaimOutcome& outcome, const std::vector<registry::Claim>& claims,
                                                       base::Instant at) {
  const std::vector<store::Verdict> earlier = book_.verdicts(outcome.application);
  if (!earlier.empty()) {
    const store::Verdict& newest = earlier.back();
    if (newest.outcome == registry::code_of(outcome.outcome) && newest.grade == registry::code_of(outcome.grade) &&
        newest.first == outcome.first && newest.reason_key == outcome.reason.key &&
        (outcome.reason.key != "verdict.transferred" || newest.reason_arguments == to_text(outcome.reason.arguments)))
      return std::nullopt;
    // Of an earlier epoch: what it was compared with may not be back yet, and need not be for the same outcome.
    const bool of_earlier = newest.id.incarnation() < ledger_.numbers().department();
    if (of_earlier && newest.outcome == registry::code_of(outcome.outcome) && outcome.reason.key == "verdict.only")
      return std::nullopt;
  }
  store::Verdict fact;
  fact.application = outcome.application;
  fact.decided_at = at;
  fact.outcome = registry::code_of(outcome.outcome);
  fact.grade = registry::code_of(outcome.grade);
  if (outcome.first) {
    const auto first = std::ranges::find(claims, *outcome.first, &registry::Claim::application);
    fact.first = outcome.first;
    fact.first_office = first->office;
    fact.first_ticket_number = first->ticket_number;
    fact.first_accepted_at = first->accepted_at;
  }
  fact.reason_key = outcome.reason.key;
  fact.reason_arguments = to_text(outcome.reason.arguments);
  fact.evidence = outcome.evidence;
  if (outcome.grade == registry::Grade::kDecided) fact.decided_by = decided_by(outcome);
  return fact;
}

void Adjudication::keep_index(store::Transaction& transaction, const std::vector<registry::Claim>& claims,
                              const std::vector<registry::ClaimOutcome>& outcomes, base::Instant at) {
  for (const registry::Claim& claim : claims) {
    const auto outcome = std::ranges::find(outcomes, claim.application, &registry::ClaimOutcome::application);
    if (claim.withdrawn || outcome == outcomes.end())
      index_.end(transaction, claim.application, "withdrawn", at);
    else if (outcome->outcome == registry::Outcome::kAnnulled)
      index_.end(transaction, claim.application, "annulled", at);
    else if (claim.departed_on)
      index_.end(transaction, claim.application, "departed", at);
    else
      index_.want(claim.application);
  }
}

void Adjudication::keep_questions(const std::string& document_key, const std::vector<registry::ClaimOutcome>& outcomes,
                                  base::Instant at) {
  struct Question {
    std::int64_t id = 0;
    std::string claims, state, outcome;
  };
  std::vector<Question> known;
  questions_.bind(1, document_key);
  while (questions_.step())
    known.push_back({questions_.integer(0), questions_.text(1), questions_.text(2), questions_.text(3)});

  std::map<std::string, Question> present;  // by claims
  for (const registry::ClaimOutcome& outcome : outcomes) {
    const bool lonely = outcome.stay.size() < 2 && outcome.outcome != registry::Outcome::kReview;
    if (lonely) continue;
    Question& question = present[join_ids(outcome.stay)];
    if (question.state.empty()) question = {0, join_ids(outcome.stay), "settled", "annulled"};
    if (outcome.outcome == registry::Outcome::kReview) {
      question.state = "open";
      question.outcome = "review";
    } else if (outcome.grade == registry::Grade::kDecided && question.state != "open") {
      question.state = "decided";
    }
  }
  for (const Question& old : known) {
    const std::vector<base::RowId> ids = split_ids(old.claims);
    const auto overlaps = [&](const auto& pair) {
      const std::vector<base::RowId> others = split_ids(pair.first);
      return std::ranges::any_of(others, [&](base::RowId id) { return std::ranges::find(ids, id) != ids.end(); });
    };
    const auto heir = std::ranges::find_if(present, [&](const auto& pair) { return pair.second.id == 0 && overlaps(pair); });
    Question now = old;
    if (heir != present.end()) {
      heir->second.id = old.id;
      now = heir->second;
    } else {
      // A person who said that these are distinct has decided all the same, although nothing overlaps any more.
      const bool by_a_person = std::ranges::any_of(outcomes, [&](const registry::ClaimOutcome& outcome) {
        return outcome.grade == registry::Grade::kDecided && std::ranges::find(ids, outcome.application) != ids.end();
      });
      now.state = by_a_person ? "decided" : "settled";
    }
    if (now.claims != old.claims || now.state != old.state || now.outcome != old.outcome)
      change_question_.bind(1, now.claims).bind(2, now.state).bind(3, now.outcome).bind(4, millis(at)).bind(5, old.id).run();
  }
  for (const auto& [claims, question] : present)
    if (question.id == 0)
      put_question_.bind(1, document_key).bind(2, claims).bind(3, question.state).bind(4, question.outcome).bind(5, millis(at)).run();
}

}  // namespace tirkeu::hub
