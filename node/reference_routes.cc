// What does not change from day to day: Annex 1, the rules, the public page; and what is read without being kept: machine
// readable zones, photos.
#include "node/api.h"
#include "node/check_json.h"
#include "node/files.h"
#include "node/request_body.h"
#include "schema/registry/mrz.h"
#include "schema/registry/photo.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;

constexpr service::RoleSet kAllRoles = {service::Role::kClerk, service::Role::kHead, service::Role::kSysadmin};
constexpr int kSaturday = 6;
constexpr service::RoleSet kCounterRoles = {service::Role::kClerk, service::Role::kHead};
constexpr std::size_t kPhotoBytesMax = 5u << 20;

json::object office_json(const registry::Office& office) {
  return {{"code", office.code},
          {"kind", office.kind == registry::OfficeKind::kDepartment ? "department" : "office"},
          {"department", registry::offices_of(office.department).front()->code},
          {"name_kk", office.name_kk},
          {"address_kk", office.address_kk},
          {"website", office.website},
          {"secretariat_phones", codes_json(office.secretariat_phones)},
          {"migration_phones", codes_json(office.migration_phones)},
          {"time_zone", office.zone}};
}

Outcome offices() {
  json::array all;
  for (const registry::Office& office : registry::offices()) all.push_back(office_json(office));
  return daemon::answer(200, all);
}

std::string clock_text(std::chrono::minutes since_midnight) {
  const auto hours = since_midnight.count() / 60;
  const auto minutes = since_midnight.count() % 60;
  return std::string(hours < 10 ? "0" : "") + std::to_string(hours) + (minutes < 10 ? ":0" : ":") + std::to_string(minutes);
}

/// The hours of cl. 9 as this office keeps them: a five-day office has no Saturday.
json::object hours_json(const registry::RuleSet& rules, std::string_view office) {
  const bool five_days = registry::week_of(office, rules) == registry::Week::kFiveDays;
  json::object hours;
  for (const auto& [day, open] : rules.hours) {
    if (five_days && day >= kSaturday) continue;
    json::object one{{"opens", clock_text(open.opens)}, {"closes", clock_text(open.closes)}};
    const bool has_break = open.break_starts != open.break_ends;
    one["break_starts"] = has_break ? json::value(clock_text(open.break_starts)) : json::value(nullptr);
    one["break_ends"] = has_break ? json::value(clock_text(open.break_ends)) : json::value(nullptr);
    hours[std::to_string(day)] = std::move(one);
  }
  return hours;
}

/// Annex 3: the states, in the order of their codes, each with its term where it has one.
json::array visa_free_json(const registry::RuleSet& rules) {
  json::array states;
  for (const auto& [state, term] : rules.visa_free)
    states.push_back(json::object{{"state", state},
                                  {"days", term.days ? json::value(*term.days) : json::value(nullptr)},
                                  {"months", term.months ? json::value(*term.months) : json::value(nullptr)}});
  return states;
}

/// The public page needs no login (cl. 4, 10, 26): office, department, hours, and of the rules in force what a stand has to tell. Nothing of
/// it is about a person.
Outcome information(const Node& node, const registry::RuleSet& rules) {
  const registry::Office& office = *registry::find_office(node.identity().office_code());
  return daemon::answer(200, json::object{{"office", office_json(office)},
                                          {"department", office_json(*registry::offices_of(office.department).front())},
                                          {"rule_set", rules.id},
                                          {"hours", hours_json(rules, office.code)},
                                          {"papers", codes_json(rules.papers)},
                                          {"papers_always", codes_json(rules.papers_always)},
                                          {"papers_long_stay", codes_json(rules.papers_long_stay)},
                                          {"long_stay_months", rules.long_stay_months},
                                          {"categories", codes_json(rules.categories)},
                                          {"visa_free", visa_free_json(rules)},
                                          {"complaint_days", rules.complaint_days},
                                          {"complaint_days_extended", rules.complaint_days_extended}});
}

json::array mrz_findings(const std::vector<registry::MrzFinding>& findings, registry::Language language) {
  json::array array;
  for (const registry::MrzFinding& finding : findings)
    array.push_back(json::object{{"field", finding.field},
                                 {"code", finding.code},
                                 {"message", registry::text(language, finding.message)},
                                 {"suggestion", finding.suggestion ? json::value(*finding.suggestion) : json::value(nullptr)}});
  return array;
}

json::object mrz_json(const registry::Mrz& mrz, registry::Language language) {
  const auto or_null = [](const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); };
  json::object fields{{"document_code", mrz.document_code},
                      {"issuing_state", mrz.issuing_state},
                      {"number", mrz.number},
                      {"surname", mrz.surname},
                      {"given_names", mrz.given_names},
                      {"nationality", mrz.nationality},
                      {"birth_date", or_null(mrz.birth_date)},
                      {"sex", mrz.sex},
                      {"expires", or_null(mrz.expires)},
                      {"optional", mrz.optional}};
  return {{"format", mrz.format}, {"valid", mrz.valid}, {"fields", std::move(fields)}, {"findings", mrz_findings(mrz.findings, language)}};
}

Outcome read_zone(Node& node, const Call& call) {
  const auto lines = read_lines(call.body);
  if (!lines) return std::unexpected(daemon::error_of(lines.error()));
  const base::Date today = node.counter().zone().to_local(node.journal().read_clock().wall).day;
  const auto mrz = registry::read_mrz(*lines, today);
  if (mrz) return daemon::answer(200, mrz_json(*mrz, call.language));
  daemon::ApiError error = daemon::error(422, "no_mrz");
  for (const registry::MrzFinding& finding : mrz.error()) error.fields.push_back({"lines", finding.code, finding.message, {}});
  error.more["findings"] = mrz_findings(mrz.error(), call.language);
  return std::unexpected(std::move(error));
}

/// Warnings only: the photo that counts is the one on paper (cl. 11).
Outcome check_photo(const Call& call) {
  const std::optional<registry::PhotoSize> size = registry::photo_size(call.request.body);
  json::object answer{{"width", size ? json::value(size->width) : json::value(nullptr)},
                      {"height", size ? json::value(size->height) : json::value(nullptr)},
                      {"findings", findings_json(registry::judge_photo(call.request.body), call.language)}};
  return daemon::answer(200, answer);
}

void add_photo_route(daemon::Api& api) {
  daemon::Route photo{.method = "POST", .pattern = "/api/v1/photos/check", .roles = kCounterRoles, .body = daemon::BodyKind::kBytes};
  photo.body_bytes_max = kPhotoBytesMax;
  photo.handler = daemon::AskLater([](std::shared_ptr<const Call> call, daemon::Finish finish) {
    finish.run([&] { return check_photo(*call); });
  });
  api.add(std::move(photo));
}

Outcome openapi() {
  for (const EmbeddedFile& file : files())
    if (file.name == "openapi.json") return http::Response::json(200, std::string(file.bytes));
  return std::unexpected(daemon::error(404, "not_found"));
}

}  // namespace

void add_reference_routes(daemon::Api& api, Node& node) {
  api.get("/api/v1/offices", kAllRoles, [](const Call&) { return offices(); });
  api.get("/api/v1/rules", kAllRoles, [&node](const Call&) -> Outcome {
    return http::Response::json(200, std::string(node.rule_book().json_of(node.counter().rules().id)));
  });
  api.get_public("/api/v1/information", [&node](const Call&) { return information(node, node.counter().rules()); });
  api.get_public("/api/v1/openapi.json", [](const Call&) { return openapi(); });
  add_photo_route(api);
  api.ask("/api/v1/mrz", kCounterRoles, [&node](const Call& call) { return read_zone(node, call); });
}

}  // namespace tirkeu::node
