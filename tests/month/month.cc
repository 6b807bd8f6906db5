#include "tests/month/month.h"

#include <boost/json.hpp>

#include "schema/registry/offices.h"

namespace tirkeu::month {
namespace {

using namespace std::chrono_literals;

const std::vector<int> kOffices = {0, 2, 3, 5};
constexpr int kDaysBefore = 12, kDaysAfter = 6;
constexpr base::Milliseconds kTick{1};

base::Date shifted(base::Date day, int days) { return std::chrono::sys_days(day) + std::chrono::days(days); }

bench::DepartmentOptions department_options(const MonthOptions& options, base::Instant start) {
  bench::DepartmentOptions result;
  result.folder = options.folder;
  result.offices = kOffices;
  result.seed = options.seed;
  result.start = start;
  return result;
}

}  // namespace

Month::Month(const MonthOptions& options)
    : options_(options),
      dice_(options.seed),
      zone_(registry::zone_of(*registry::find_office("KZ-06"))),
      department_(department_options(options, local(shifted(options.month / 1, -kDaysBefore), 8h))) {}

base::Instant Month::local(base::Date day, std::chrono::milliseconds since_midnight) const { return zone_.to_instant(day, since_midnight); }

void Month::at(base::Instant time, Act act) { queue_.emplace(std::max(time, now()), std::move(act)); }

void Month::issue(base::Date valid_from, const std::vector<std::string>& five_day_offices, bool with_targets) {
  namespace json = boost::json;
  json::object set = json::parse(registry::rule_set_json(registry::newest_rule_set().id)).as_object();
  set["id"] = base::format_date(valid_from);
  set["valid_from"] = base::format_date(valid_from);
  set["five_day_offices"] = json::array(five_day_offices.begin(), five_day_offices.end());
  if (with_targets) {
    const json::object row{{"normative", 95}, {"next_year", 97.5}};
    set["targets"] = json::object{{std::to_string(static_cast<int>(valid_from.year())), json::object{{"1.1", row}, {"5.1", row}}}};
  }
  if (!department_.hub().rule_desk().issue(json::serialize(set), "dana")) throw std::runtime_error("a rule set of the month was refused");
}

void Month::visit(std::size_t office, base::Milliseconds wait, bool is_called, base::Milliseconds service) {
  const auto arrived = node(office).visits().arrive("question");
  if (!arrived) return;
  const base::RowId id = arrived->id;
  at(now() + wait, [this, office, id, is_called, service] {
    if (!is_called) {
      static_cast<void>(node(office).visits().finish(id, "left", "aigul"));
      return;
    }
    static_cast<void>(node(office).visits().call(id, "invented haste"));
    at(now() + service, [this, office, id] { static_cast<void>(node(office).visits().finish(id, "served", "aigul")); });
  });
}

void Month::opinion(std::size_t office) {
  static_cast<void>(node(office).opinions().hear({dice_.chance(70), dice_.chance(60), dice_.chance(80), {}}));
}

base::RowId Month::portal_request(std::size_t office) {
  static const std::vector<base::Milliseconds> kAges = {30min, 20h, 75h};
  store::PortalRequest request;
  request.id = next_id();
  request.office = code(office);
  request.request_key = "request-" + request.id.to_string();
  request.received_at = now() - dice_.among(kAges);
  request.body = "{}";
  request.signature = {0};
  request.signature_kind = "cms";
  put(request, office);
  return request.id;
}

base::RowId Month::file(std::size_t office, const registry::Application& application, const std::string& origin) {
  node::Submission submission{application};
  if (origin == "paper") submission.paper = node::PaperTicket{std::to_string(dice_.between(1, 500)), now() - std::chrono::minutes(dice_.between(10, 4000))};
  if (origin == "portal") submission.portal_request = portal_request(office);
  if (origin == "taken_on") {
    submission.taken_on = node::TakenOn{now() - std::chrono::hours(dice_.between(1, 60))};
    const auto taken = node(office).counter().take_on(submission, "aigul");
    return taken ? taken->application : base::RowId{};
  }
  auto accepted = node(office).counter().accept(submission, "aigul");
  if (!accepted && accepted.error().cause == node::Refused::Cause::kHit) {
    submission.despite_reason = "the applicant denies it";
    accepted = node(office).counter().accept(submission, "aigul");
  }
  return accepted ? accepted->application : base::RowId{};
}

void Month::application(std::size_t office) {
  const registry::Application person = department_.newcomer(office);
  const std::uint64_t kind = dice_.below(100);
  const std::string origin = kind < 76 ? "counter" : kind < 85 ? "paper" : kind < 93 ? "portal" : "taken_on";
  const base::RowId first = file(office, person, origin);
  if (first.value == 0) return;
  if (origin != "taken_on") plan_outcome(office, first);
  if (dice_.chance(10)) {
    // The same foreigner a day later somewhere else: one of the two is annulled, and is an application like any other.
    const std::size_t other = (office + 1) % department_.offices();
    at(now() + std::chrono::hours(dice_.between(1, 30)), [this, other, person] {
      registry::Application again = person;
      again.stay.address.office = code(other);
      const base::RowId second = file(other, again, "counter");
      if (second.value != 0) plan_outcome(other, second);
    });
  }
  if (dice_.chance(8)) {
    at(now() + 20min, [this, office, first, person] {
      registry::Application corrected = person;
      corrected.stay.address.street = "Исатай";
      static_cast<void>(node(office).counter().correct(first, corrected, "misheard", "aigul"));
    });
  }
}

void Month::decide(std::size_t office, base::RowId application) {
  node::Counter& counter = node(office).counter();
  if (dice_.chance(15) || !counter.register_stay(application, "aigul"))
    static_cast<void>(counter.refuse(application, "incomplete_documents", "invented", "aigul"));
}

void Month::plan_outcome(std::size_t office, base::RowId application) {
  const store::Acceptance fact = *node(office).book().acceptance(application);
  base::Instant asked_at = fact.accepted_at;
  if (fact.portal_request) asked_at = node(office).book().find<store::PortalRequest>(*fact.portal_request)->received_at;
  // Only to aim near the term; what is due when is for the counts to find.
  const base::Instant due = node(office).counter().due_at(asked_at);
  const auto decide_at = [&](base::Instant time) { at(time, [this, office, application] { decide(office, application); }); };
  const std::uint64_t outcome = dice_.below(100);
  if (outcome < 30) decide_at(now() + std::chrono::minutes(dice_.between(5, 300)));
  else if (outcome < 50) decide_at(now() + std::chrono::minutes(dice_.between(300, 3000)));
  else if (outcome < 60) decide_at(due);
  else if (outcome < 70) decide_at(due + kTick);
  else if (outcome < 80) decide_at(due + std::chrono::hours(dice_.between(1, 400)));
  if (dice_.chance(12)) {
    const std::vector<base::Instant> moments = {now() + 30min, due, due + kTick, due + 20h};
    at(dice_.among(moments), [this, office, application] {
      static_cast<void>(node(office).counter().withdraw(application, "left the country", "aigul"));
    });
  }
}

void Month::plan_day(std::size_t office, base::Date day) {
  const auto some_time = [this] { return std::chrono::milliseconds(dice_.chance(80) ? dice_.between(8 * 3600'000, 19 * 3600'000) : dice_.between(0, 86'399'999)); };
  static const std::vector<base::Milliseconds> kStays = {2min, 14min, 15min, 15min + kTick, 16min, 50min};
  for (std::int64_t count = dice_.between(0, 3); count > 0; --count) at(local(day, some_time()), [this, office] { application(office); });
  for (std::int64_t count = dice_.between(0, 3); count > 0; --count)
    at(local(day, some_time()), [this, office] { visit(office, dice_.among(kStays), dice_.chance(75), dice_.among(kStays)); });
  for (std::int64_t count = dice_.between(0, 2); count > 0; --count) at(local(day, some_time()), [this, office] { opinion(office); });
  if (dice_.chance(12)) at(local(day, some_time()), [this, office] { complaint(office); });
  if (dice_.chance(60)) at(local(day, 19h + 30min), [this, office] { department_.exchange(office); });
}

void Month::plan_edges(std::size_t office) {
  const base::Date first = options_.month / 1, behind = (options_.month + std::chrono::months(1)) / 1;
  for (const base::Date day : {first, behind}) {
    const base::Instant midnight = local(day, 0ms);
    for (const base::Instant moment : {midnight - kTick, midnight}) {
      at(moment - 20min, [this, office] { visit(office, 10min, true, 10min); });
      at(moment - 15min, [this, office] { visit(office, 15min, false, {}); });
      at(moment, [this, office] { opinion(office); });
      at(moment - 50h, [this, office, moment] {
        const base::RowId application = file(office, department_.newcomer(office), "counter");
        at(moment, [this, office, application] { decide(office, application); });
      });
      at(moment, [this, office] { application(office); });
    }
  }
}

void Month::run() {
  const base::Date first = options_.month / 1, behind = (options_.month + std::chrono::months(1)) / 1;
  issue((options_.month - std::chrono::months(1)) / 1, {"KZ-06-03"}, false);
  issue(options_.month / 15, {"KZ-06-02", "KZ-06-03"}, true);
  department_.settle();
  for (std::size_t office = 0; office < department_.offices(); ++office) {
    for (base::Date day = shifted(first, 1 - kDaysBefore); day < shifted(behind, kDaysAfter); day = shifted(day, 1)) plan_day(office, day);
    plan_edges(office);
  }
  while (!queue_.empty()) {
    const auto next = queue_.begin();
    if (next->first > now()) department_.pass(next->first - now());
    const Act act = std::move(next->second);
    queue_.erase(next);
    act();
  }
  department_.settle();
}

}  // namespace tirkeu::month
