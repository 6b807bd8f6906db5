// Reads the members of one JSON object that came from outside, and keeps a finding with its path for each that cannot
// be used.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/finding.h"

namespace tirkeu::registry {

/// Every read names its member; finish() then reports the members that nobody asked for, so that a misspelt name is an
/// error instead of a value that silently vanishes. The object and the findings must outlive the reader. All findings
/// are errors.
class MemberReader {
 public:
  MemberReader(const boost::json::object& object, std::string path, Findings& findings)
      : object_(&object), path_(std::move(path)), findings_(&findings) {}

  /// Text, trimmed; empty with the finding "required" when there is none.
  std::string text(std::string_view name);
  /// Text, trimmed; nothing when absent, null or empty.
  std::optional<std::string> optional_text(std::string_view name);
  /// Like optional_text(), but line breaks may stand in it.
  std::optional<std::string> optional_lines(std::string_view name);
  /// A full ISO 8601 date of the years 1900 to 2199; empty after a finding.
  std::string date(std::string_view name);
  std::optional<std::string> optional_date(std::string_view name);
  /// "1984", "1984-03" or a full date; empty after a finding.
  std::string partial_date(std::string_view name);
  /// A list of texts without empty ones, at most `count_max`.
  std::vector<std::string> texts(std::string_view name, std::size_t count_max);
  /// The reader of an inner object; nothing after a finding.
  std::optional<MemberReader> object(std::string_view name);
  /// The same where null or absence says that there is none.
  std::optional<MemberReader> optional_object(std::string_view name);
  /// Reports every member that was not read and is not among `ignored`.
  void finish(std::initializer_list<std::string_view> ignored = {});

 private:
  std::string path_of(std::string_view name) const;
  void error(std::string_view name, std::string code, MessageArguments arguments = {});
  /// The member, noted as read; nullptr when absent or null.
  const boost::json::value* find(std::string_view name);
  enum class LineBreaks { kRefused, kAllowed };
  /// The text of a value after every check of form; nothing after a finding.
  std::optional<std::string> clean(std::string_view name, const boost::json::value& value,
                                   LineBreaks line_breaks = LineBreaks::kRefused);

  const boost::json::object* object_;
  std::string path_;
  Findings* findings_;
  std::set<std::string, std::less<>> read_;
};

}  // namespace tirkeu::registry
