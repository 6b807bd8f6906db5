#include "sync/daemon/cli.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace tirkeu::daemon {
namespace {

constexpr std::size_t kSecretBytesMax = 4096;

std::optional<base::Bytes> read_stream(std::istream& stream, std::size_t bytes_max) {
  base::Bytes bytes;
  std::istreambuf_iterator<char> at(stream);
  for (; at != std::istreambuf_iterator<char>(); ++at) {
    if (bytes.size() == bytes_max) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*at));
  }
  return bytes;
}

/// Letters, not bytes: every UTF-8 byte but the continuing ones.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char piece) { return (static_cast<unsigned char>(piece) & 0xc0) != 0x80; }));
}

/// What came from elsewhere must not move the cursor of the reader's terminal.
std::string harmless(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char piece) { return static_cast<unsigned char>(piece) < 0x20 || piece == 0x7f; }, ' ');
  return out;
}

std::string plain(const boost::json::value& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return harmless(std::string_view(value.get_string()));
  return harmless(boost::json::serialize(value));
}

bool is_table(const boost::json::value& value) {
  return value.is_array() && std::ranges::all_of(value.get_array(), [](const boost::json::value& row) { return row.is_object(); });
}

Table table_of(const boost::json::array& items) {
  Table table;
  for (const boost::json::value& item : items)
    for (const auto& member : item.get_object())
      if (std::ranges::find(table.head, std::string(member.key())) == table.head.end()) table.head.emplace_back(member.key());
  for (const boost::json::value& item : items) {
    std::vector<std::string> row;
    for (const std::string& name : table.head) {
      const boost::json::value* cell = item.get_object().if_contains(name);
      row.push_back(cell ? plain(*cell) : "-");
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

void print_members(std::ostream& out, const boost::json::object& object, const std::string& indent) {
  for (const auto& member : object) {
    out << indent << std::string_view(member.key()) << ":";
    if (const boost::json::object* inner = member.value().if_object(); inner != nullptr && !inner->empty()) {
      out << '\n';
      print_members(out, *inner, indent + "  ");
    } else {
      out << ' ' << plain(member.value()) << '\n';
    }
  }
}

void print_indented(std::ostream& out, const boost::json::value& value, const std::string& indent) {
  const bool is_object = value.is_object() && !value.get_object().empty();
  const bool is_array = value.is_array() && !value.get_array().empty();
  if (!is_object && !is_array) {
    out << boost::json::serialize(value);
    return;
  }
  const std::string deeper = indent + "  ";
  const char* separator = "\n";
  out << (is_object ? '{' : '[');
  if (is_object) {
    for (const auto& member : value.get_object()) {
      out << std::exchange(separator, ",\n") << deeper << boost::json::serialize(member.key()) << ": ";
      print_indented(out, member.value(), deeper);
    }
  } else {
    for (const boost::json::value& item : value.get_array()) {
      out << std::exchange(separator, ",\n") << deeper;
      print_indented(out, item, deeper);
    }
  }
  out << '\n' << indent << (is_object ? '}' : ']');
}

}  // namespace

registry::Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    if (locale == "C" || locale == "POSIX" || locale.starts_with("C.")) return registry::Language::kEnglish;
    for (const auto& [code, language] : {std::pair("kk", registry::Language::kKazakh), std::pair("ru", registry::Language::kRussian)})
      if (locale.starts_with(code)) return language;
    return registry::Language::kEnglish;
  }
  return registry::Language::kEnglish;
}

std::expected<base::Bytes, std::string> read_input(const std::string& file, std::size_t bytes_max, registry::Language language) {
  std::optional<base::Bytes> bytes;
  if (file == "-") {
    bytes = read_stream(std::cin, bytes_max);
  } else {
    std::error_code problem;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file, problem))
      return std::unexpected(registry::text(language, "cli.file_unreadable", {{"file", file}}));
    bytes = read_stream(stream, bytes_max);
  }
  if (!bytes) return std::unexpected(registry::text(language, "cli.file_too_large", {{"file", file}, {"bytes", std::to_string(bytes_max)}}));
  return std::move(*bytes);
}

std::expected<std::string, std::string> read_secret(const std::string& file, registry::Language language) {
  const std::expected<base::Bytes, std::string> bytes = read_input(file, kSecretBytesMax, language);
  if (!bytes) return std::unexpected(bytes.error());
  std::string secret(base::text_of(*bytes));
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty()) return std::unexpected(registry::text(language, "cli.secret_empty", {{"file", file}}));
  return secret;
}

void print_table(std::ostream& out, const Table& table) {
  std::vector<std::size_t> widths;
  for (const std::string& name : table.head) widths.push_back(width(name));
  for (const std::vector<std::string>& row : table.rows)
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  const auto print_row = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      const bool last = i + 1 == row.size();
      line += row[i] + (last ? std::string() : std::string(widths[i] - width(row[i]) + 2, ' '));
    }
    out << line << '\n';
  };
  print_row(table.head);
  for (const std::vector<std::string>& row : table.rows) print_row(row);
}

void print_json(std::ostream& out, const boost::json::value& value) {
  print_indented(out, value, "");
  out << '\n';
}

int print_result(const CommandResult& result, OutputForm form, std::string_view program, std::ostream& out, std::ostream& err) {
  if (form == OutputForm::kJson) {
    if (!result.output.is_null()) print_json(out, result.output);
  } else if (is_table(result.output)) {
    if (!result.output.get_array().empty()) print_table(out, table_of(result.output.get_array()));
  } else if (const boost::json::object* object = result.output.if_object()) {
    print_members(out, *object, "");
  } else if (!result.output.is_null()) {
    out << plain(result.output) << '\n';
  }
  if (result.exit == ExitCode::kDone) return 0;
  return fail(err, program, result.error, result.exit);
}

int fail(std::ostream& err, std::string_view program, std::string_view line, ExitCode code) {
  err << program << ": " << harmless(line) << '\n';
  return static_cast<int>(code);
}

}  // namespace tirkeu::daemon
