// Comma-separated values as RFC 4180 has them: what Annex 1 and the time zones are kept in, because people edit tables
// best.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::registry {

using CsvRow = std::vector<std::string>;

/// All rows, the header too. Cells may be quoted; inside quotes a comma, a line break and a doubled quote stand for
/// themselves. Line ends LF or CRLF; a last line without one counts. unexpected: where a quote is not closed, or text
/// touches one.
/// `separator`: a semicolon where a spreadsheet's language needs the comma for decimals.
std::expected<std::vector<CsvRow>, std::string> read_csv(std::string_view text, char separator = ',');
/// What separates the cells of the first line: a semicolon or a tab when it has more of these than of commas, else a comma.
char separator_of(std::string_view text);

}  // namespace tirkeu::registry
