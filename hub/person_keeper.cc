// What is kept of each application, and which pairs come of it. What people do with them is in person_judgement.cc.
#include "hub/person_keeper.h"

#include <cmath>

#include "hub/person_pair.h"

namespace tirkeu::hub {
namespace {

constexpr std::string_view kVersion = "person.version";
/// What is kept depends on the traits (tens) and on the keys that are made of them (ones).
constexpr std::int64_t kKept = 10 * registry::kPersonTraitsVersion + 1;
constexpr std::int64_t kAllRecords = 0;

std::int64_t hundredths(double bits) { return std::llround(bits * 100); }

std::string join(const std::vector<registry::MatchPart>& parts) {
  std::string text;
  for (const registry::MatchPart& part : parts) {
    if (!text.empty()) text += ',';
    ((text += part.field) += ' ') += part.level;
    (text += ' ') += std::to_string(hundredths(part.bits));
  }
  return text;
}

}  // namespace

PersonKeeper::PersonKeeper(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time)
    : database_(database),
      book_(book),
      ledger_(ledger),
      time_(time),
      traits_(database, "SELECT traits FROM person WHERE application_id = ?"),
      put_traits_(database, "INSERT INTO person (application_id, traits) VALUES (?, ?)"),
      put_block_(database, "INSERT OR IGNORE INTO person_block (key, application_id) VALUES (?, ?)"),
      drop_block_(database, "DELETE FROM person_block WHERE key = ? AND application_id = ?"),
      count_term_(database, "SELECT records FROM person_term WHERE key = ?"),
      more_(database, "INSERT INTO person_term (key, records) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET records = records + 1"),
      less_(database, "UPDATE person_term SET records = records - 1 WHERE key = ?"),
      block_(database, "SELECT application_id FROM person_block WHERE key = ? ORDER BY application_id DESC LIMIT ?"),
      paired_(database,
              "SELECT right_application FROM person_pair WHERE left_application = ?1 "
              "UNION SELECT left_application FROM person_pair WHERE right_application = ?1"),
      put_pair_(database,
                "INSERT INTO person_pair (left_application, right_application, state, bits, parts, changed_at) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (left_application, right_application) DO UPDATE SET "
                "state = excluded.state, bits = excluded.bits, parts = excluded.parts, changed_at = excluded.changed_at"),
      drop_pair_(database, "DELETE FROM person_pair WHERE left_application = ? AND right_application = ?"),
      judge_pair_(database, "UPDATE person_pair SET state = ?, changed_at = ? WHERE left_application = ? AND right_application = ?"),
      pair_(database, "SELECT " TIRKEU_PAIR_COLUMNS " FROM person_pair WHERE left_application = ? AND right_application = ?"),
      pairs_(database, "SELECT " TIRKEU_PAIR_COLUMNS " FROM person_pair WHERE (?1 = '' OR state = ?1) "
                       "AND (bits, left_application, right_application) < (?2, ?3, ?4) "
                       "ORDER BY bits DESC, left_application DESC, right_application DESC LIMIT ?5"),
      judgement_(database, "SELECT id FROM person_judgement WHERE left_application = ? AND right_application = ? "
                           "ORDER BY id DESC LIMIT 1") {}

void PersonKeeper::mark_new(store::Settings& settings) {
  settings.set(kVersion, kKept);
}

void PersonKeeper::make_up(store::Settings& settings) {
  if (settings.integer(kVersion) == kKept) return;
  store::Transaction transaction(database_);
  for (const auto* table : {"person", "person_block", "person_term", "person_pair"})
    store::Statement::computed(database_, std::string("DELETE FROM ") + table).run();
  std::vector<base::RowId> applications;
  {
    store::Statement all(database_, "SELECT application_id FROM case_state ORDER BY application_id");
    while (all.step()) applications.push_back({all.integer(0)});
  }
  for (const base::RowId application : applications) note(application, time_.newest());
  mark_new(settings);
  transaction.commit();
}

std::optional<std::string> PersonKeeper::packed(base::RowId application) {
  traits_.bind(1, application.value);
  std::optional<std::string> text;
  if (traits_.step()) text = traits_.text(0);
  traits_.reset();
  return text;
}

void PersonKeeper::forget(base::RowId application, const registry::PersonTraits& traits) {
  for (const std::int64_t key : registry::blocking_keys(traits)) drop_block_.bind(1, key).bind(2, application.value).run();
  for (const registry::Term term : registry::kTerms)
    if (const std::optional<std::int64_t> key = registry::term_key(traits, term)) less_.bind(1, *key).run();
  less_.bind(1, kAllRecords).run();
}

void PersonKeeper::remember(base::RowId application, const registry::PersonTraits& traits) {
  for (const std::int64_t key : registry::blocking_keys(traits)) put_block_.bind(1, key).bind(2, application.value).run();
  for (const registry::Term term : registry::kTerms)
    if (const std::optional<std::int64_t> key = registry::term_key(traits, term)) more_.bind(1, *key).run();
  more_.bind(1, kAllRecords).run();
}

registry::TermCounts PersonKeeper::counts_of(const registry::PersonTraits& traits) {
  const auto count = [this](std::int64_t key) {
    count_term_.bind(1, key);
    const std::uint64_t records = count_term_.step() ? static_cast<std::uint64_t>(count_term_.integer(0)) : 0;
    count_term_.reset();
    return records;
  };
  registry::TermCounts counts;
  counts.records = count(kAllRecords);
  for (const registry::Term term : registry::kTerms)
    if (const std::optional<std::int64_t> key = registry::term_key(traits, term))
      counts.with_value[static_cast<std::size_t>(term)] = count(*key);
  return counts;
}

std::set<base::RowId> PersonKeeper::candidates(const registry::PersonTraits& traits) {
  std::set<base::RowId> found;
  for (const std::int64_t key : registry::blocking_keys(traits)) {
    block_.bind(1, key).bind(2, static_cast<std::int64_t>(registry::kBlockMax));
    while (block_.step()) found.insert({block_.integer(0)});
  }
  return found;
}

std::vector<base::RowId> PersonKeeper::paired_with(base::RowId application) {
  std::vector<base::RowId> others;
  paired_.bind(1, application.value);
  while (paired_.step()) others.push_back({paired_.integer(0)});
  return others;
}

void PersonKeeper::note(base::RowId application, base::Instant at) {
  const std::optional<registry::Application> present = book_.present_application(application);
  if (!present) return;
  const registry::PersonTraits traits = registry::traits_of(registry::person_of(*present));
  const std::string text = registry::pack(traits);
  if (const std::optional<std::string> before = packed(application)) {
    if (*before == text) return;
    store::Statement(database_, "DELETE FROM person WHERE application_id = ?").bind(1, application.value).run();
    if (const std::optional<registry::PersonTraits> old = registry::unpack(*before)) forget(application, *old);
  }
  put_traits_.bind(1, application.value).bind(2, text).run();
  remember(application, traits);
  std::set<base::RowId> others = candidates(traits);
  // Pairs from before are weighed too, so that one that no longer holds goes.
  for (const base::RowId other : paired_with(application)) others.insert(other);
  others.erase(application);
  const registry::TermCounts counts = counts_of(traits);
  for (const base::RowId other : others) weigh(application, text, traits, other, counts, at);
}

void PersonKeeper::note_new(base::RowId application, const registry::Application& present, base::Instant at) {
  const registry::PersonTraits traits = registry::traits_of(registry::person_of(present));
  const std::string text = registry::pack(traits);
  put_traits_.bind(1, application.value).bind(2, text).run();
  std::set<base::RowId> others;
  for (const std::int64_t key : registry::blocking_keys(traits)) {
    block_.bind(1, key).bind(2, static_cast<std::int64_t>(registry::kBlockMax) - 1);  // Itself takes the last place.
    while (block_.step()) others.insert({block_.integer(0)});
    put_block_.bind(1, key).bind(2, application.value).run();
  }
  for (const registry::Term term : registry::kTerms)
    if (const std::optional<std::int64_t> key = registry::term_key(traits, term)) more_.bind(1, *key).run();
  more_.bind(1, kAllRecords).run();
  if (others.empty()) return;  // As most are: the counts are read for a comparison only.
  const registry::TermCounts counts = counts_of(traits);
  for (const base::RowId other : others) weigh(application, text, traits, other, counts, at);
}

void PersonKeeper::weigh(base::RowId application, const std::string& traits, const registry::PersonTraits& unpacked,
                         base::RowId other, const registry::TermCounts& counts, base::Instant at) {
  const std::optional<std::string> other_text = packed(other);
  const std::optional<registry::PersonTraits> other_traits = other_text ? registry::unpack(*other_text) : std::nullopt;
  if (!other_traits) return;
  const std::optional<registry::MatchScore> score = registry::score(unpacked, *other_traits, counts);
  const auto [left, right] = std::minmax(application, other);
  const bool is_pair = score && score->total >= registry::kShownFrom;
  const std::optional<store::PersonJudgement> judgement =
      score ? newest_judgement(left, right) : std::optional<store::PersonJudgement>();
  // A pair that was judged is shown again after its data changed, however it scores now: the judgement may be wrong by them.
  if (!is_pair && !judgement) {
    drop_pair_.bind(1, left.value).bind(2, right.value).run();
    return;
  }
  const base::Bytes identity = left == application ? identity_of(traits, *other_text) : identity_of(*other_text, traits);
  const bool holds = judgement && judgement->judgement != "unsure" && judgement->identity == identity;
  put_pair_.bind(1, left.value)
      .bind(2, right.value)
      .bind(3, holds ? "judged" : "open")
      .bind(4, hundredths(score->total))
      .bind(5, join(score->parts))
      .bind(6, static_cast<std::int64_t>(at.time_since_epoch().count()))
      .run();
}

}  // namespace tirkeu::hub
