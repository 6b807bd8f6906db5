#include "node/stay_desk.h"

#include <algorithm>
#include <utility>

#include "sync/daemon/portal.h"

namespace tirkeu::node {
namespace {

constexpr std::chrono::hours kSoon{2};
constexpr int kPage = 200;

registry::Finding error_at(std::string path, std::string code, std::string clause = "") {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), {}, std::move(clause));
}

std::unexpected<Refused> refuse(Refused::Cause cause) { return std::unexpected(Refused{.cause = cause}); }
std::unexpected<Refused> refuse(registry::Findings findings) {
  return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
}
std::unexpected<Refused> refuse(registry::Finding finding) { return refuse(registry::Findings{std::move(finding)}); }

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

StayDesk::StayDesk(store::Database& database, Journal& journal, store::Book& book, store::Cases& cases, const Identity& identity,
                   Counter& counter)
    : journal_(journal),
      book_(book),
      cases_(cases),
      identity_(identity),
      counter_(counter),
      held_(database,
            "SELECT application_id, item, received_at FROM case_held ORDER BY received_at, custody_id") {}

Done<store::CaseState> StayDesk::present_stay(base::RowId application) {
  Done<store::CaseState> open = counter_.open_case(application);
  if (open && open->departed_on) return refuse(Refused::Cause::kWrongState);
  return open;
}

std::optional<registry::Finding> StayDesk::judge_day(const std::string& path, const std::string& day, const store::CaseState& state) {
  const std::optional<base::Date> date = base::parse_date(day);
  if (!date) return error_at(path, "bad_date");
  if (day < state.entry_date) return error_at(path, "before_entry");
  if (std::chrono::sys_days(*date) > std::chrono::sys_days(counter_.today())) return error_at(path, "in_future");
  return std::nullopt;
}

registry::Findings StayDesk::judge_changed(const registry::Application& changed, std::initializer_list<std::string_view> paths) {
  registry::Findings findings;
  for (registry::Finding& finding : registry::judge(changed, counter_.rules(), identity_.office_code(), counter_.today())) {
    const auto touches = [&](std::string_view path) { return finding.path.starts_with(path); };
    if (std::ranges::any_of(paths, touches)) findings.push_back(std::move(finding));
  }
  return findings;
}

registry::Findings StayDesk::judge_extension(base::RowId application, const ExtensionWish& wish) {
  std::optional<registry::Application> changed = book_.present_application(application);
  if (!changed) return {};
  changed->stay.until = wish.until;
  if (wish.visa) changed->visa = wish.visa;
  return judge_changed(*changed, {"stay.until", "visa", "document.expires"});
}

registry::Findings StayDesk::judge_address(base::RowId application, const AddressWish& wish) {
  std::optional<registry::Application> changed = book_.present_application(application);
  if (!changed) return {};
  changed->stay.address = wish.address;
  return judge_changed(*changed, {"stay.address"});
}

Done<store::Extension> StayDesk::extend(base::RowId application, const ExtensionWish& wish, const std::string& clerk,
                                        const Beside<store::Extension>& beside) {
  const Done<store::CaseState> stay = present_stay(application);
  if (!stay) return std::unexpected(stay.error());
  if (stay->state == "refused") return refuse(Refused::Cause::kWrongState);
  if (is_blank(wish.reason)) return refuse(error_at("reason", "required"));
  if (!base::parse_date(wish.until)) return refuse(error_at("until", "bad_date"));
  if (wish.until <= book_.present_application(application)->stay.until) return refuse(error_at("until", "not_later"));
  registry::Findings findings = judge_extension(application, wish);
  if (registry::has_errors(findings)) return refuse(std::move(findings));
  store::Extension fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.reason = wish.reason;
  fact.stay_until = wish.until;
  if (wish.visa) {
    fact.visa_number = wish.visa->number;
    fact.visa_category = wish.visa->category;
    fact.visa_from = wish.visa->valid_from;
    fact.visa_until = wish.visa->valid_until;
  }
  fact.rule_set = counter_.rules().id;
  return journal_.record_one(std::move(fact), beside);
}

Done<store::AddressChange> StayDesk::move(base::RowId application, const AddressWish& wish, const std::string& clerk,
                                          const Beside<store::AddressChange>& beside) {
  const Done<store::CaseState> stay = present_stay(application);
  if (!stay) return std::unexpected(stay.error());
  if (is_blank(wish.reason)) return refuse(error_at("reason", "required"));
  if (std::optional<registry::Finding> finding = judge_day("moved_on", wish.moved_on, *stay)) return refuse(std::move(*finding));
  registry::Findings findings = judge_address(application, wish);
  if (registry::has_errors(findings)) return refuse(std::move(findings));
  store::AddressChange fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.reason = wish.reason;
  fact.moved_on = wish.moved_on;
  fact.stay_office = wish.address.office;
  fact.locality = wish.address.locality;
  fact.street = wish.address.street;
  fact.house = wish.address.house;
  fact.flat = wish.address.flat;
  return journal_.record_one(std::move(fact), beside);
}

Done<store::DuplicateCard> StayDesk::replace_card(base::RowId application, const CardWish& wish, const std::string& clerk,
                                                  const Beside<store::DuplicateCard>& beside) {
  const Done<store::CaseState> stay = present_stay(application);
  if (!stay) return std::unexpected(stay.error());
  if (wish.cause != "lost" && wish.cause != "damaged") return refuse(error_at("cause", "unknown_code"));
  if (is_blank(wish.number)) return refuse(error_at("number", "required"));
  if (std::optional<registry::Finding> finding = judge_day("issued_on", wish.issued_on, *stay)) return refuse(std::move(*finding));
  store::DuplicateCard fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.cause = wish.cause;
  fact.former_card = book_.present_application(application)->migration_card.number;
  if (fact.former_card == wish.number) return refuse(error_at("number", "same_card"));
  fact.card_number = wish.number;
  fact.issued_on = wish.issued_on;
  return journal_.record_one(std::move(fact), beside);
}

bool StayDesk::is_held(base::RowId application, const std::string& item) {
  bool held = false;
  for (const store::Custody& fact : book_.about<store::Custody>(application))
    if (fact.item == item) held = fact.event == "received";
  return held;
}

Done<store::Custody> StayDesk::keep(base::RowId application, const CustodyWish& wish, const std::string& clerk,
                                    const Beside<store::Custody>& beside) {
  const bool is_return = wish.event == "returned";
  const Done<store::CaseState> found = is_return ? counter_.own_case(application) : counter_.open_case(application);
  if (!found) return std::unexpected(found.error());
  if (!is_return && wish.event != "received") return refuse(error_at("event", "unknown_code"));
  if (std::ranges::find(counter_.rules().papers, wish.item) == counter_.rules().papers.end())
    return refuse(error_at("item", "unknown_code", "cl. 11"));
  const bool held = is_held(application, wish.item);
  if (is_return && !held) return refuse(Refused::Cause::kNotHeld);
  if (!is_return && held) return refuse(Refused::Cause::kAlreadyHeld);
  store::Custody fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.event = wish.event;
  fact.item = wish.item;
  fact.person = wish.person;
  fact.note = wish.note;
  return journal_.record_one(std::move(fact), beside);
}

std::vector<Held> StayDesk::held() {
  std::vector<Held> all;
  while (held_.step())
    all.push_back({base::RowId{held_.integer(0)}, held_.text(1), base::Instant(base::Milliseconds(held_.integer(2)))});
  return all;
}

std::vector<Due> StayDesk::due(base::Instant now) {
  std::vector<Due> all;
  store::CaseQuery query;
  query.state = "accepted";
  query.office = identity_.office_code();
  query.limit = kPage;
  do {
    store::CasePage page = cases_.search(query);
    for (store::CaseState& state : page.items) {
      const base::Instant due_at = counter_.due_at(daemon::term_begins(book_, *book_.acceptance(state.application)));
      const auto urgency = due_at < now ? Due::Urgency::kOverdue : due_at - now < kSoon ? Due::Urgency::kSoon : Due::Urgency::kOpen;
      all.push_back({std::move(state), due_at, urgency});
    }
    query.cursor = page.next;
  } while (query.cursor);
  std::ranges::sort(all, {}, [](const Due& due) { return std::pair(due.due_at, due.state.application); });
  return all;
}

}  // namespace tirkeu::node
