// Acceptance, the check before it, the book and one application.
#include "node/api.h"
#include "node/check_json.h"
#include "node/office_time.h"
#include "node/portal_routes.h"
#include "node/request_body.h"
#include "schema/registry/application_json.h"
#include "sync/daemon/portal.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

constexpr service::RoleSet kCounterRoles = {service::Role::kClerk, service::Role::kHead};
constexpr int kPageMost = 200;

struct Shared {
  Node& node;
  Drafts& drafts;
  service::Log& log;
  Written written;
  std::shared_ptr<PortalInbox> inbox;

  const std::string& office() const { return node.identity().office_code(); }
  std::string time(base::Instant instant) const { return daemon::time_at_office(instant, office()); }
};

json::object accepted_json(const Shared& shared, const Accepted& accepted, registry::Language language) {
  return {{"id", accepted.application.to_string()},
          {"ticket_number", accepted.ticket_number},
          {"state", "accepted"},
          {"confirmation", "pending"},
          {"accepted_at", shared.time(accepted.accepted_at)},
          {"due_at", shared.time(accepted.due_at)},
          {"missing", codes_json(accepted.missing)},
          {"findings", findings_json(accepted.findings, language)},
          {"hits", hits_json(accepted.check.hits)},
          {"horizon", horizon_json(accepted.check.horizon, shared.office(), language)}};
}

/// The filing as the counter takes it; a time that cannot be read, a visit that nobody knows or a request of the portal that was
/// taken in already is a finding.
Submission submission_of(AcceptanceBody& body, const Shared& shared) {
  Node& node = shared.node;
  const base::TimeZone& zone = node.counter().zone();
  if (body.visit && !node.visits().knows(*body.visit))
    body.findings.push_back(registry::make_finding(registry::Severity::kError, "visit", "unknown_visit"));
  if (body.portal_request && shared.inbox->is_taken(*body.portal_request))
    body.findings.push_back(registry::make_finding(registry::Severity::kError, "portal_request", "request_taken", {}, "cl. 7"));
  Submission submission{body.application, body.despite_reason, body.filing, body.visit, body.portal_request, {}, {}};
  if (!body.paper) return submission;
  std::optional<base::Instant> at = read_office_time(body.paper->accepted_at, zone);
  // A ticket bears an hour and a minute (Annex 4): a day alone is not enough.
  if (base::parse_date(body.paper->accepted_at)) at.reset();
  if (!at && !body.paper->accepted_at.empty())
    body.findings.push_back(registry::make_finding(registry::Severity::kError, "paper.accepted_at", "bad_time"));
  submission.paper = PaperTicket{body.paper->number, at.value_or(base::Instant{})};
  return submission;
}

Outcome accept(const Shared& shared, const Call& call, WriteContext& write) {
  AcceptanceBody body = read_acceptance(call.body);
  const Submission submission = submission_of(body, shared);
  if (registry::has_errors(body.findings)) {
    // The rest is judged too, so that the clerk learns of everything at once.
    registry::Findings all = body.findings;
    for (const registry::Finding& finding : shared.node.counter().preview(body.application).findings) all.push_back(finding);
    return std::unexpected(daemon::error_of(all));
  }
  std::optional<http::Response> response;
  const Done<Accepted> done =
      shared.node.counter().accept(submission, call.account->name, [&](const Accepted& accepted) {
        if (body.draft) shared.drafts.forget(call.account->name, *body.draft);
        response = daemon::answer(201, accepted_json(shared, accepted, call.language));
        response->headers.set("Location", "/api/v1/applications/" + accepted.application.to_string());
        write.record(*response);
      });
  if (!done) return std::unexpected(refusal_error(done.error(), shared.office(), call.language));
  shared.written();
  return std::move(*response);
}

Outcome check(const Shared& shared, const Call& call) {
  AcceptanceBody body = read_acceptance(call.body);
  Counter::Preview preview = shared.node.counter().preview(body.application);
  registry::Findings findings = std::move(body.findings);
  for (registry::Finding& finding : preview.findings) findings.push_back(std::move(finding));
  json::object answer{{"findings", findings_json(findings, call.language)},
                      {"checklist", codes_json(preview.checklist)},
                      {"missing", codes_json(preview.missing)},
                      {"hits", hits_json(preview.check.hits)},
                      {"horizon", horizon_json(preview.check.horizon, shared.office(), call.language)}};
  answer["first"] = preview.check.hits.empty() ? json::value(nullptr) : json::value(first_json(preview.check.hits.front()));
  return daemon::answer(200, answer);
}

/// Reads the query of the book; what cannot be used is a finding on the parameter.
class BookQuery {
 public:
  BookQuery(const http::Request& request, const base::TimeZone& zone) : request_(request), zone_(zone) {}

  store::CaseQuery read() {
    store::CaseQuery query;
    query.text = std::string(request_.parameter("q").value_or(""));
    query.state = one_of("state", {"accepted", "registered", "refused", "withdrawn"});
    query.confirmation = one_of("confirmation", {"pending", "confirmed", "annulled", "review"});
    query.from = day("from", 0);
    query.until = day("to", 1);
    if (const auto cursor = given("cursor")) {
      if (!store::is_case_cursor(*cursor)) complain("cursor", "unknown_code");
      query.cursor = std::string(*cursor);
    }
    if (const auto limit = given("limit")) query.limit = count(*limit);
    return query;
  }
  const registry::Findings& findings() const { return findings_; }

 private:
  std::optional<std::string_view> given(std::string_view name) {
    const auto value = request_.parameter(name);
    return value && !value->empty() ? value : std::nullopt;
  }
  void complain(std::string_view name, std::string_view code) {
    findings_.push_back(registry::make_finding(registry::Severity::kError, std::string(name), std::string(code)));
  }
  std::optional<std::string> one_of(std::string_view name, std::initializer_list<std::string_view> known) {
    const auto value = given(name);
    if (!value) return std::nullopt;
    if (std::find(known.begin(), known.end(), *value) == known.end()) complain(name, "unknown_code");
    return std::string(*value);
  }
  std::optional<base::Instant> day(std::string_view name, int days_later) {
    const auto value = given(name);
    if (!value) return std::nullopt;
    const std::optional<base::Date> date = base::parse_date(*value);
    if (!date) {
      complain(name, "not_a_date");
      return std::nullopt;
    }
    return zone_.to_instant(base::Date(std::chrono::sys_days(*date) + std::chrono::days(days_later)), {});
  }
  int count(std::string_view text) {
    int number = 0;
    for (const char letter : text) number = letter >= '0' && letter <= '9' && number < 10'000 ? number * 10 + (letter - '0') : 100'000;
    if (number < 1 || number > kPageMost) complain("limit", "unknown_code");
    return number;
  }

  const http::Request& request_;
  const base::TimeZone& zone_;
  registry::Findings findings_;
};

Outcome list(const Shared& shared, const Call& call) {
  Counter& counter = shared.node.counter();
  BookQuery reader(call.request, counter.zone());
  const store::CaseQuery query = reader.read();
  if (!reader.findings().empty()) return std::unexpected(daemon::error_of(reader.findings()));
  const store::CasePage page = shared.node.cases().search(query);
  json::array items;
  for (const store::CaseState& state : page.items) {
    json::object item = daemon::list_item(shared.node.book(), state);
    const std::optional<store::Acceptance> acceptance = shared.node.book().acceptance(state.application);
    item["due_at"] = shared.time(counter.due_at(daemon::term_begins(shared.node.book(), *acceptance)));
    items.push_back(std::move(item));
  }
  if (!query.text.empty()) {
    shared.node.audit().note(call.account->name, "search", std::nullopt, "found " + std::to_string(items.size()));
    shared.log.info("book_searched", {{"account", service::Code{call.account->name}}, {"found", items.size()}});
  }
  return daemon::answer(200, json::object{{"items", std::move(items)}, {"next", page.next ? json::value(*page.next) : json::value(nullptr)}});
}

Outcome detail(const Shared& shared, const Call& call) {
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  const std::optional<store::CaseState> state = id ? shared.node.cases().find(*id) : std::nullopt;
  if (!state) return std::unexpected(daemon::error(404, "not_found"));
  // Who looked at whom must be possible to tell later; the ids say it without a name. On the disk before the answer leaves.
  shared.node.audit().note(call.account->name, "read", id, std::nullopt);
  shared.log.info("record_read", {{"account", service::Code{call.account->name}}, {"application", service::Code{id->to_string()}}});
  return daemon::answer(200, daemon::record_json(shared.node.book(), shared.node.rule_book(), *state, call.language));
}

}  // namespace

void add_application_routes(daemon::Api& api, Node& node, Drafts& drafts, service::Log& log, Written written) {
  const Shared shared{node, drafts, log, std::move(written), std::make_shared<PortalInbox>(node.database(), node.book())};
  add_portal_routes(api, node, shared.inbox);
  api.write("/api/v1/applications", kCounterRoles,
            [shared](const Call& call, WriteContext& write) { return accept(shared, call, write); });
  api.ask("/api/v1/applications/check", kCounterRoles, [shared](const Call& call) { return check(shared, call); });
  api.get("/api/v1/applications", kCounterRoles, [shared](const Call& call) { return list(shared, call); });
  api.get("/api/v1/applications/{id}", kCounterRoles, [shared](const Call& call) { return detail(shared, call); });
}

}  // namespace tirkeu::node
