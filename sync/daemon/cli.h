// What both command lines share: the reader's language, secrets from files, tables and JSON on stdout, one line on stderr.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/language.h"
#include "sync/base/bytes.h"
#include "sync/daemon/control.h"

namespace tirkeu::daemon {

/// LC_ALL, else LC_MESSAGES, else LANG, as POSIX orders them; English for C, POSIX or nothing.
registry::Language language_of_environment();

/// A password or code from a file, or from stdin for "-"; one line end at its end is left out. The error is one line.
std::expected<std::string, std::string> read_secret(const std::string& file, registry::Language language);
/// A whole file as bytes, or stdin for "-"; the error is one line.
std::expected<base::Bytes, std::string> read_input(const std::string& file, std::size_t bytes_max,
                                                   registry::Language language);

/// Rows under a head, columns padded to the widest cell by display width of Latin and Cyrillic letters.
struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};
void print_table(std::ostream& out, const Table& table);
/// JSON indented by two spaces, with a line end.
void print_json(std::ostream& out, const boost::json::value& value);

enum class OutputForm { kText, kJson };
/// Prints a result: JSON as it is; as text an array of objects as a table, an object as "name: value" lines. Errors go to
/// `err` as "PROGRAM: line". Returns the exit code of the process.
int print_result(const CommandResult& result, OutputForm form, std::string_view program, std::ostream& out,
                 std::ostream& err);
/// "PROGRAM: line" on `err`, control characters made harmless; returns `code`.
int fail(std::ostream& err, std::string_view program, std::string_view line, ExitCode code = ExitCode::kFailed);

}  // namespace tirkeu::daemon
