#include "node/first_check.h"

#include <boost/json/parse.hpp>
#include <set>

#include "schema/registry/blind_text.h"
#include "schema/registry/names.h"
#include "schema/registry/offices.h"

namespace tirkeu::node {
namespace {

/// Entry days at most this far apart are one stay: border stamps and cards disagree by a night or two.
constexpr int kSameStayDays = 3;
/// An office that was not heard of for longer than this before the newest answer counts as missing from the check.
constexpr base::Milliseconds kMissingAfter = std::chrono::hours(24);

/// Whether a stay that began at `known` may be the one that begins at `asked`: the same within three days, or an entry
/// that would lie before it (entries out of order are a question). A later entry is a new stay.
bool may_be_same_stay(const std::string& known, const std::string& asked) {
  const std::optional<base::Date> left = base::parse_date(known);
  const std::optional<base::Date> right = base::parse_date(asked);
  if (!left || !right) return true;
  return base::days_between(*left, *right) <= kSameStayDays;
}

/// The office that an administrator moved the place to; the verdict of a moved place names no first application.
std::optional<std::string> moved_to(const store::Verdict& verdict) {
  if (verdict.reason_key != "verdict.transferred") return std::nullopt;
  boost::system::error_code fault;
  const boost::json::value arguments = boost::json::parse(verdict.reason_arguments, fault);
  if (fault || !arguments.is_object()) return std::nullopt;
  const boost::json::value* office = arguments.get_object().if_contains("office");
  if (office == nullptr || !office->is_string()) return std::nullopt;
  return std::string(office->get_string());
}

}  // namespace

FirstCheck::FirstCheck(store::Database& database, store::Book& book, store::Cases& cases, store::Settings& settings,
                       const Identity& identity, const KeyRing& keys, const crypto::BlindTagger& tagger)
    : book_(book),
      cases_(cases),
      settings_(settings),
      identity_(identity),
      keys_(keys),
      tagger_(tagger),
      offices_(database, "SELECT office, held_through FROM horizon ORDER BY office"),
      newest_rows_(database, "SELECT (SELECT max(id) FROM index_entry), (SELECT max(id) FROM index_ended)"),
      living_(database,
              "SELECT EXISTS (SELECT 1 FROM index_entry WHERE generation = ?"
              " AND NOT EXISTS (SELECT 1 FROM index_ended WHERE index_entry_id = index_entry.id))") {}

CheckResult FirstCheck::check(const registry::Application& application, std::optional<base::RowId> except) {
  CheckResult result;
  search_own_book(application, except, result.hits);
  search_index(application, result.hits);
  result.horizon = horizon();
  return result;
}

void FirstCheck::search_own_book(const registry::Application& application, std::optional<base::RowId> except,
                                 std::vector<Hit>& hits) {
  const std::string card = registry::normalise_number(application.migration_card.number);
  for (const store::CaseState& known : cases_.with_document(store::document_key(application.document))) {
    if (known.state == "withdrawn" || known.application == except) continue;
    const bool same_card = known.card_key == card;
    if (!same_card && !may_be_same_stay(known.entry_date, application.migration_card.entry_date)) continue;
    if (!same_card && known.departed_on && *known.departed_on <= application.migration_card.entry_date) continue;
    Hit hit{Hit::Source::kOwnBook, known.office, known.ticket_number, registry::local_day(known.office, known.accepted_at),
            known.application};
    if (known.confirmation == "annulled") {
      // Our own was annulled, so the place is held by another: the verdict names it, and that is what the clerk must hear.
      const std::vector<store::Verdict> verdicts = book_.verdicts(known.application);
      const store::Verdict& newest = verdicts.back();
      if (newest.first_office && newest.first_ticket_number)
        hit = Hit{Hit::Source::kVerdict, *newest.first_office, *newest.first_ticket_number,
                  newest.first_accepted_at ? registry::local_day(*newest.first_office, *newest.first_accepted_at) : "", std::nullopt};
      else if (const std::optional<std::string> to = moved_to(newest))
        hit = Hit{Hit::Source::kVerdict, *to, known.ticket_number, hit.accepted_on, known.application, true};
    }
    hits.push_back(std::move(hit));
  }
}

std::optional<base::Bytes> FirstCheck::open_key(base::ByteView sealed) const {
  // The newest life first: most keys are sealed to it. Those before it open what came before the hub knew of it.
  for (auto life = keys_.lives().rbegin(); life != keys_.lives().rend(); ++life)
    if (std::optional<base::Bytes> opened = life->second.seal.open(sealed)) return opened;
  return std::nullopt;
}

bool FirstCheck::is_living(std::int64_t generation) {
  newest_rows_.step();
  const std::int64_t entry = newest_rows_.integer(0), ended = newest_rows_.integer(1);
  newest_rows_.reset();
  if (entry != seen_.entry || ended != seen_.ended) seen_ = Seen{entry, ended, {}};
  const auto known = seen_.living.find(generation);
  if (known != seen_.living.end()) return known->second;
  living_.bind(1, generation).step();
  const bool living = living_.integer(0) != 0;
  living_.reset();
  seen_.living[generation] = living;
  return living;
}

void FirstCheck::search_index(const registry::Application& application, std::vector<Hit>& hits) {
  const std::string text = registry::blind_text(application.document, application.applicant.birth_date);
  std::set<std::string> known;
  for (const Hit& hit : hits) known.insert(hit.ticket_number);
  std::set<std::int64_t> generations;
  for (const store::IndexKey& key : book_.index_keys()) {
    if (generations.contains(key.generation) || !is_living(key.generation)) continue;
    const std::optional<base::Bytes> opened = open_key(key.sealed);
    if (!opened) continue;  // Sealed to a life on another machine; ours comes beside it.
    generations.insert(key.generation);
    for (const store::IndexEntry& entry : book_.index_entries(key.generation, tagger_.tag(*opened, text))) {
      if (!may_be_same_stay(entry.entry_date, application.migration_card.entry_date)) continue;
      const std::optional<store::CaseState> own = cases_.find(entry.application);
      if (own) continue;  // The own book has judged it above, with more knowledge than the index holds.
      if (!known.insert(entry.ticket_number).second) continue;
      hits.push_back(Hit{Hit::Source::kIndex, entry.office, entry.ticket_number, entry.accepted_on, std::nullopt});
    }
  }
}

Horizon FirstCheck::horizon() {
  Horizon horizon;
  if (const std::optional<std::int64_t> at = settings_.integer("round.hub_time"))
    horizon.as_of = base::Instant(base::Milliseconds(*at));
  std::set<int> heard;
  const auto judge = [&](int office, base::Instant held_through) {
    const bool never = held_through == base::Instant{};
    if (never || *horizon.as_of - held_through > kMissingAfter) {
      Horizon::Missing missing{registry::office_code(identity_.department(), office), std::nullopt};
      if (!never) missing.held_through = held_through;
      horizon.missing.push_back(std::move(missing));
    } else if (!horizon.seen_through || held_through < *horizon.seen_through) {
      horizon.seen_through = held_through;
    }
  };
  while (horizon.as_of && offices_.step()) {
    const int office = static_cast<int>(offices_.integer(0));
    if (office == identity_.office()) continue;
    heard.insert(office);
    judge(office, base::Instant(base::Milliseconds(offices_.integer(1))));
  }
  offices_.reset();
  for (const registry::Office* office : registry::offices_of(identity_.department())) {
    if (office->number == identity_.office()) continue;
    ++horizon.offices_total;
    if (!heard.contains(office->number)) horizon.missing.push_back({office->code, std::nullopt});
  }
  return horizon;
}

}  // namespace tirkeu::node
