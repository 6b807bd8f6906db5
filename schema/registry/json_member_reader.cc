#include "schema/registry/json_member_reader.h"

#include <algorithm>

#include <boost/json/array.hpp>

#include "sync/base/bytes.h"
#include "sync/base/civil_time.h"
#include "sync/base/limits.h"

namespace tirkeu::registry {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00a0";

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char character) { return character == ' ' || (character >= '\t' && character <= '\r'); };
  while (!text.empty()) {
    if (is_blank(text.front()))
      text.remove_prefix(1);
    else if (is_blank(text.back()))
      text.remove_suffix(1);
    else if (text.starts_with(kNoBreakSpace))
      text.remove_prefix(kNoBreakSpace.size());
    else if (text.ends_with(kNoBreakSpace))
      text.remove_suffix(kNoBreakSpace.size());
    else
      break;
  }
  return text;
}

// Control characters of C0 and C1, and the marks that turn the direction of text: they would let a name on a screen or
// on paper read otherwise than the bytes that are compared. `text` is well-formed UTF-8.
bool has_control_characters(std::string_view text, bool line_breaks_allowed) {
  for (std::size_t place = 0; place < text.size(); ++place) {
    const auto byte = static_cast<unsigned char>(text[place]);
    if (byte == '\n' && line_breaks_allowed) continue;
    if (byte < 0x20 || byte == 0x7f) return true;
    const std::string_view rest = text.substr(place);
    if (byte == 0xc2 && static_cast<unsigned char>(rest[1]) < 0xa0) return true;
    if (byte != 0xe2) continue;
    const std::string_view mark = rest.substr(0, 3);
    if ((mark >= "\u2028" && mark <= "\u202e") || (mark >= "\u2066" && mark <= "\u2069")) return true;
  }
  return false;
}

bool is_plausible_date(std::string_view text) {
  const std::optional<base::Date> date = base::parse_date(text);
  return date && date->year() >= std::chrono::year(1900) && date->year() <= std::chrono::year(2199);
}

// A birth date of which the day, or the day and the month, are unknown (Doc 9303-3 prints "<" there).
bool is_partial_date(std::string_view text) {
  if (text.size() == 4) return is_plausible_date(std::string(text) + "-01-01");
  if (text.size() == 7) return is_plausible_date(std::string(text) + "-01");
  return is_plausible_date(text);
}

}  // namespace

std::string MemberReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void MemberReader::error(std::string_view name, std::string code, MessageArguments arguments) {
  findings_->push_back(make_finding(Severity::kError, path_of(name), std::move(code), std::move(arguments)));
}

const boost::json::value* MemberReader::find(std::string_view name) {
  read_.emplace(name);
  const boost::json::value* found = object_->if_contains(name);
  return found && !found->is_null() ? found : nullptr;
}

std::optional<std::string> MemberReader::clean(std::string_view name, const boost::json::value& value,
                                               LineBreaks line_breaks) {
  const std::size_t bytes_max = base::Limits().text_bytes_max;
  if (!value.is_string()) {
    error(name, "not_text");
    return std::nullopt;
  }
  const std::string_view text = trimmed(std::string_view(value.get_string()));
  if (text.size() > bytes_max) {
    error(name, "too_long", {{"bytes", std::to_string(bytes_max)}});
    return std::nullopt;
  }
  if (!base::is_utf8_without_nul(base::bytes_of(text)) ||
      has_control_characters(text, line_breaks == LineBreaks::kAllowed)) {
    error(name, "bad_characters");
    return std::nullopt;
  }
  return std::string(text);
}

std::string MemberReader::text(std::string_view name) {
  const boost::json::value* value = find(name);
  std::optional<std::string> read = value ? clean(name, *value) : std::string();
  if (read && read->empty()) error(name, "required");
  return std::move(read).value_or("");
}

std::optional<std::string> MemberReader::optional_text(std::string_view name) {
  const boost::json::value* value = find(name);
  std::optional<std::string> read = value ? clean(name, *value) : std::nullopt;
  return read && !read->empty() ? std::move(read) : std::nullopt;
}

std::optional<std::string> MemberReader::optional_lines(std::string_view name) {
  const boost::json::value* value = find(name);
  std::optional<std::string> read = value ? clean(name, *value, LineBreaks::kAllowed) : std::nullopt;
  return read && !read->empty() ? std::move(read) : std::nullopt;
}

std::string MemberReader::date(std::string_view name) {
  std::string read = text(name);
  if (read.empty() || is_plausible_date(read)) return read;
  error(name, "not_a_date");
  return "";
}

std::optional<std::string> MemberReader::optional_date(std::string_view name) {
  std::optional<std::string> read = optional_text(name);
  if (!read || is_plausible_date(*read)) return read;
  error(name, "not_a_date");
  return std::nullopt;
}

std::string MemberReader::partial_date(std::string_view name) {
  std::string read = text(name);
  if (read.empty() || is_partial_date(read)) return read;
  error(name, "not_a_birth_date");
  return "";
}

std::vector<std::string> MemberReader::texts(std::string_view name, std::size_t count_max) {
  std::vector<std::string> result;
  const boost::json::value* list = find(name);
  if (!list) {
    error(name, "required");
  } else if (!list->is_array()) {
    error(name, "not_a_list");
  } else if (list->get_array().size() > count_max) {
    error(name, "too_many", {{"count", std::to_string(count_max)}});
  } else {
    for (const boost::json::value& item : list->get_array())
      if (std::optional<std::string> read = clean(name, item); read && !read->empty())
        result.push_back(*std::move(read));
  }
  return result;
}

std::optional<MemberReader> MemberReader::object(std::string_view name) {
  if (!find(name)) {
    error(name, "required");
    return std::nullopt;
  }
  return optional_object(name);
}

std::optional<MemberReader> MemberReader::optional_object(std::string_view name) {
  const boost::json::value* value = find(name);
  if (!value) return std::nullopt;
  if (value->is_object()) return MemberReader(value->get_object(), path_of(name), *findings_);
  error(name, "not_an_object");
  return std::nullopt;
}

void MemberReader::finish(std::initializer_list<std::string_view> ignored) {
  for (const auto& member : *object_) {
    const std::string_view name = member.key();
    if (!read_.contains(name) && std::ranges::find(ignored, name) == ignored.end()) error(name, "unknown_member");
  }
}

}  // namespace tirkeu::registry
