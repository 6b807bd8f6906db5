#include "hub/portal_body.h"

#include <boost/json.hpp>

#include "schema/registry/application_json.h"
#include "sync/base/bytes.h"
#include "sync/daemon/read_members.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;

registry::Finding error_at(std::string path, std::string code, registry::MessageArguments arguments = {}) {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), std::move(arguments), "cl. 11");
}

/// The end of the string whose opening quote stands at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Errors of the application under its own paths, which in this body lie one level deeper.
void add_errors(registry::Findings& all, registry::Findings some) {
  for (registry::Finding& finding : some) {
    if (finding.severity != registry::Severity::kError) continue;
    finding.path = finding.path.empty() ? "application" : "application." + finding.path;
    all.push_back(std::move(finding));
  }
}

void read_signature(const json::object& body, PortalWish& wish, registry::Findings& findings) {
  json::object rest = body;
  rest.erase("application");
  registry::MemberReader reader(rest, "", findings);
  if (std::optional<registry::MemberReader> signature = reader.object("signature")) {
    wish.signature_kind = signature->text("kind");
    if (!wish.signature_kind.empty() && wish.signature_kind != "cms" && wish.signature_kind != "xmldsig")
      findings.push_back(error_at("signature.kind", "unknown_code"));
    // A signature is longer than any text of an application may be, so it is not read as one.
    const json::object& inner = rest.at("signature").get_object();
    const json::value* value = inner.if_contains("value");
    const std::optional<base::Bytes> bytes =
        value != nullptr && value->is_string() ? base::from_base64(std::string(value->get_string())) : std::nullopt;
    if (!bytes || bytes->empty() || bytes->size() > kSignatureBytesMax)
      findings.push_back(error_at("signature.value", "bad_signature", {{"bytes", std::to_string(kSignatureBytesMax)}}));
    if (bytes) wish.signature = *bytes;
    signature->finish({"value"});
  }
  reader.finish();
}

}  // namespace

std::string_view raw_member(std::string_view text, std::string_view name) {
  std::string_view found;
  std::size_t value_begins = 0;
  bool is_wanted = false;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (depth == 1 && is_wanted && value_begins != 0 && (letter == ',' || letter == '}')) {
      found = trimmed(text.substr(value_begins, at - value_begins));
      is_wanted = false;
    }
    if (letter == '"') {
      const std::size_t end = end_of_string(text, at);
      // A name is the string that a colon follows; a value's string is followed by none.
      const std::size_t next = text.find_first_not_of(" \t\r\n", end + 1);
      if (depth == 1 && next != std::string_view::npos && text[next] == ':') {
        is_wanted = text.substr(at + 1, end - at - 1) == name;
        value_begins = next + 1;
      }
      at = end;
    } else if (letter == '{' || letter == '[') {
      ++depth;
    } else if (letter == '}' || letter == ']') {
      --depth;
    }
  }
  return found;
}

ReadPortalWish read_portal_wish(const json::value& body, std::string_view text, const Department& department,
                                const registry::RuleSet& rules, base::Date today) {
  ReadPortalWish result;
  const json::object* object = body.if_object();
  const json::value* application = object != nullptr ? object->if_contains("application") : nullptr;
  if (application == nullptr || !application->is_object()) {
    result.findings.push_back(error_at("application", "required"));
    return result;
  }
  PortalWish& wish = result.wish;
  registry::ReadApplication read = registry::read_application(*application);
  add_errors(result.findings, std::move(read.findings));
  // Without the district of cl. 13: the request goes to the office that it names.
  add_errors(result.findings, registry::judge(read.application, rules, "", today));
  wish.office = read.application.stay.address.office;
  const registry::Office* office = registry::find_office(wish.office);
  if (office != nullptr && office->department != department.number())
    result.findings.push_back(error_at("application.stay.address.office", "other_department", {{"department", department.code()}}));
  read_signature(*object, wish, result.findings);
  wish.body = raw_member(text, "application");
  boost::system::error_code fault;
  if (json::parse(wish.body, fault) != *application || fault) wish.body = json::serialize(*application);
  return result;
}

}  // namespace tirkeu::hub
