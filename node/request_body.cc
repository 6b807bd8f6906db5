#include "node/request_body.h"

#include <boost/json/object.hpp>

#include "node/drafts.h"
#include "schema/registry/application_json.h"
#include "sync/daemon/read_members.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::read_members;
using registry::Findings;
using registry::MemberReader;

constexpr std::size_t kPapersMax = 32;
constexpr std::size_t kLinesMax = 6;

registry::Finding error_at(std::string path, std::string code) {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code));
}

/// The id of a row, as text; nothing when there is none.
std::optional<base::RowId> read_id(MemberReader& reader, std::string_view name, Findings& findings) {
  const std::optional<std::string> text = reader.optional_text(name);
  if (!text) return std::nullopt;
  const std::optional<base::RowId> id = base::RowId::parse(*text);
  if (!id) findings.push_back(error_at(std::string(name), "unknown_code"));
  return id;
}

/// Objects are merged member by member; everything else replaces what was there.
void merge(json::object& target, const json::object& patch) {
  for (const auto& [name, value] : patch) {
    json::value* old = target.if_contains(name);
    if (old != nullptr && old->is_object() && value.is_object())
      merge(old->get_object(), value.get_object());
    else
      target[name] = value;
  }
}

}  // namespace

AcceptanceBody read_acceptance(const json::value& body) {
  AcceptanceBody result;
  registry::ReadApplication read =
      registry::read_application(body, {"despite", "draft", "filing", "visit", "paper", "portal_request"});
  result.application = std::move(read.application);
  result.findings = std::move(read.findings);
  const json::object* object = body.if_object();
  if (object == nullptr) return result;
  MemberReader reader(*object, "", result.findings);
  if (std::optional<MemberReader> despite = reader.optional_object("despite")) {
    result.despite_reason = despite->text("reason");
    despite->finish();
  }
  if (std::optional<MemberReader> paper = reader.optional_object("paper")) {
    PaperTicketBody ticket{paper->text("number"), paper->text("accepted_at")};
    paper->finish();
    result.paper = std::move(ticket);
  }
  result.filing = read_id(reader, "filing", result.findings);
  result.visit = read_id(reader, "visit", result.findings);
  result.portal_request = read_id(reader, "portal_request", result.findings);
  result.draft = reader.optional_text("draft");
  if (result.draft && !Drafts::is_slot(*result.draft)) result.findings.push_back(error_at("draft", "unknown_code"));
  return result;
}

std::expected<CorrectionBody, Findings> read_correction(const json::value& body, const registry::Application& present) {
  CorrectionBody result;
  Findings findings;
  json::object patch;
  if (const json::object* object = body.if_object()) patch = *object;
  MemberReader reader(patch, "", findings);
  result.reason = reader.text("reason");
  json::object merged = registry::to_json(present);
  if (const json::value* inner = patch.if_contains("application"); inner != nullptr) {
    if (!inner->is_object()) findings.push_back(error_at("application", "not_an_object"));
    if (inner->is_object()) merge(merged, inner->get_object());
    reader.optional_object("application");
    reader.finish();
  } else {
    patch.erase("reason");
    merge(merged, patch);
  }
  registry::ReadApplication read = registry::read_application(merged);
  result.corrected = std::move(read.application);
  for (registry::Finding& finding : read.findings) findings.push_back(std::move(finding));
  if (registry::has_errors(findings)) return std::unexpected(std::move(findings));
  return result;
}

std::expected<DecisionBody, Findings> read_decision(const json::value& body) {
  return read_members<DecisionBody>(body, [](MemberReader& reader, Findings& findings) {
    DecisionBody result;
    const std::string decision = reader.text("decision");
    if (decision == "refused") {
      result.decision = DecisionBody::Decision::kRefused;
      result.ground = reader.text("ground");
    } else if (!decision.empty() && decision != "registered") {
      findings.push_back(error_at("decision", "unknown_code"));
    } else if (reader.optional_text("ground")) {
      findings.push_back(error_at("ground", "only_for_refusal"));
    }
    result.text = reader.optional_lines("text");
    return result;
  });
}

std::expected<DepartureBody, Findings> read_departure(const json::value& body) {
  return read_members<DepartureBody>(body, [](MemberReader& reader, Findings&) {
    DepartureBody result;
    result.departed_on = reader.date("departed_on");
    result.note = reader.optional_lines("note");
    return result;
  });
}

std::expected<std::vector<std::string>, Findings> read_papers(const json::value& body) {
  return read_members<std::vector<std::string>>(
      body, [](MemberReader& reader, Findings&) { return reader.texts("documents", kPapersMax); });
}

std::expected<std::string, Findings> read_reason(const json::value& body) {
  return read_members<std::string>(body, [](MemberReader& reader, Findings&) { return reader.text("reason"); });
}

std::expected<std::vector<std::string>, Findings> read_lines(const json::value& body) {
  return read_members<std::vector<std::string>>(body,
                                                [](MemberReader& reader, Findings&) { return reader.texts("lines", kLinesMax); });
}

}  // namespace tirkeu::node
