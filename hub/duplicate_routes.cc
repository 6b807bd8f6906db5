// Duplicates: both sides of each, and the administrator's judgement.
#include <boost/json.hpp>
#include <charconv>
#include <span>

#include "hub/api.h"
#include "schema/registry/application_json.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};
constexpr service::RoleSet kDeciders{Role::kAdmin};
constexpr int kPage = 20;

json::array clock_words(base::ClockFlags flags) {
  json::array words;
  if (base::has(flags, base::ClockFlag::kUnsynchronised)) words.emplace_back("unsynchronised");
  if (base::has(flags, base::ClockFlag::kStepped)) words.emplace_back("stepped");
  if (base::has(flags, base::ClockFlag::kBeforeReceipt)) words.emplace_back("before_receipt");
  if (base::has(flags, base::ClockFlag::kImplausible)) words.emplace_back("implausible");
  return words;
}

json::object side_json(const DuplicateSide& side) {
  const registry::Claim& claim = side.claim;
  const registry::Office* office = registry::find_office(claim.office);
  json::object object{{"application_id", claim.application.to_string()},
                      {"office", claim.office},
                      {"office_name", office == nullptr ? claim.office : office->name_kk},
                      {"ticket_number", claim.ticket_number},
                      {"accepted_at", daemon::time_at_office(claim.accepted_at, claim.office)},
                      {"not_before", daemon::time_at_office(claim.not_before, claim.office)},
                      {"not_after", daemon::time_at_office(claim.not_after, claim.office)},
                      {"clock", clock_words(claim.clock)},
                      {"despite", claim.despite_hit},
                      {"withdrawn", claim.withdrawn},
                      {"application", registry::to_json(side.application)}};
  object["outcome"] = side.verdict ? json::value(side.verdict->outcome) : json::value(nullptr);
  object["grade"] = side.verdict ? json::value(side.verdict->grade) : json::value(nullptr);
  return object;
}

/// The side whose verdict a list shows: the one that is not confirmed says more.
const store::Verdict* telling_verdict(const Duplicate& duplicate) {
  const store::Verdict* chosen = nullptr;
  for (const DuplicateSide& side : duplicate.sides)
    if (side.verdict && (chosen == nullptr || chosen->outcome == "confirmed")) chosen = &*side.verdict;
  return chosen;
}

json::object duplicate_json(const Duplicate& duplicate, Hub& hub, registry::Language language) {
  const std::string department = hub.department().code();
  json::object object{{"id", std::to_string(duplicate.id)},
                      {"state", duplicate.state},
                      {"outcome", duplicate.outcome},
                      {"opened_at", daemon::time_at_office(duplicate.opened_at, department)},
                      {"changed_at", daemon::time_at_office(duplicate.changed_at, department)},
                      {"reason", nullptr},
                      {"grade", nullptr},
                      {"decided_by", nullptr},
                      {"decided_at", nullptr}};
  if (const store::Verdict* verdict = telling_verdict(duplicate)) {
    const json::value words = daemon::verdict_json(hub.book(), verdict->application, language);
    object["reason"] = words.at("reason");
    object["grade"] = words.at("grade");
    object["decided_by"] = words.at("decided_by");
    object["decided_at"] = words.at("decided_at");
  }
  json::array claims;
  for (const DuplicateSide& side : duplicate.sides) claims.push_back(side_json(side));
  object["claims"] = std::move(claims);
  return object;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Both sides are shown whole, so each counts as read.
void note_read(Hub& hub, const Call& call, std::span<const Duplicate> duplicates) {
  std::vector<daemon::Reading> readings;
  for (const Duplicate& duplicate : duplicates)
    for (const DuplicateSide& side : duplicate.sides) readings.push_back({call.account->name, "read", side.claim.application, "duplicate"});
  hub.audit().note_all(readings);
}

daemon::Outcome list(Hub& hub, const Call& call) {
  const std::string state(call.request.parameter("state").value_or(""));
  if (state != "" && state != "open" && state != "decided" && state != "settled")
    return std::unexpected(daemon::error(400, "bad_parameter", {{"name", "state"}}));
  const std::optional<std::string_view> cursor = call.request.parameter("cursor");
  const std::optional<std::int64_t> before = cursor && !cursor->empty() ? number(*cursor) : std::nullopt;
  if (cursor && !cursor->empty() && !before) return std::unexpected(daemon::error(400, "bad_parameter", {{"name", "cursor"}}));
  const DuplicatePage page = hub.review_desk().list(state, before, kPage);
  json::array items;
  for (const Duplicate& duplicate : page.items) items.push_back(duplicate_json(duplicate, hub, call.language));
  note_read(hub, call, page.items);
  return daemon::answer(200, json::object{{"items", std::move(items)},
                                          {"next", page.next ? json::value(std::to_string(*page.next)) : json::value(nullptr)}});
}

struct Wish {
  std::optional<base::RowId> first;
  std::string reason;
};

std::expected<Wish, daemon::ApiError> read_wish(const json::value& body) {
  const auto bad = [](std::string path, std::string code) {
    daemon::ApiError error = daemon::error(422, "unusable_fields");
    registry::Message message{"finding." + code, {}};
    error.fields.push_back({std::move(path), std::move(code), std::move(message), {}});
    return std::unexpected(std::move(error));
  };
  const json::object* object = body.if_object();
  if (object == nullptr) return bad("", "required");
  Wish wish;
  const json::value* reason = object->if_contains("reason");
  if (reason == nullptr || !reason->is_string()) return bad("reason", "required");
  wish.reason = std::string(reason->get_string());
  const json::value* first = object->if_contains("first");
  const json::value* distinct = object->if_contains("distinct");
  const bool is_distinct = distinct != nullptr && distinct->is_bool() && distinct->get_bool();
  if ((first != nullptr && !first->is_null()) == is_distinct) return bad("first", "required");
  if (is_distinct) return wish;
  if (first->is_string()) wish.first = base::RowId::parse(first->get_string());
  if (!wish.first) return bad("first", "unknown_code");
  return wish;
}

}  // namespace

void add_duplicate_routes(daemon::Api& api, Hub& hub) {
  api.get("/api/v1/duplicates", kReaders, [&hub](const Call& call) { return list(hub, call); });
  api.get("/api/v1/duplicates/{id}", kReaders, [&hub](const Call& call) -> daemon::Outcome {
    const std::optional<std::int64_t> id = number(call.argument("id"));
    const std::optional<Duplicate> duplicate = id ? hub.review_desk().find(*id) : std::nullopt;
    if (!duplicate) return std::unexpected(daemon::error(404, "not_found"));
    note_read(hub, call, std::span(&*duplicate, 1));
    return daemon::answer(200, duplicate_json(*duplicate, hub, call.language));
  });
  api.write("/api/v1/duplicates/{id}/decision", kDeciders,
            [&hub](const Call& call, daemon::WriteContext& write) -> daemon::Outcome {
              const std::expected<Wish, daemon::ApiError> wish = read_wish(call.body);
              if (!wish) return std::unexpected(wish.error());
              const std::optional<std::int64_t> id = number(call.argument("id"));
              if (!id) return std::unexpected(daemon::error(404, "not_found"));
              http::Response response;
              const auto decided = hub.review_desk().decide(*id, wish->first, wish->reason, call.account->name,
                                                            [&](const Duplicate& after) {
                                                              response = daemon::answer(200, duplicate_json(after, hub, call.language));
                                                              write.record(response);
                                                            });
              if (decided) return response;
              switch (decided.error()) {
                case JudgementFault::kUnknownDuplicate: return std::unexpected(daemon::error(404, "not_found"));
                case JudgementFault::kNotAmongClaims: return std::unexpected(daemon::error(422, "not_among_claims"));
                case JudgementFault::kReasonMissing: break;
              }
              return std::unexpected(daemon::error(422, "reason_missing"));
            });
}

}  // namespace tirkeu::hub
