#include "schema/registry/csv.h"

#include <algorithm>

namespace tirkeu::registry {
namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : rest_(text), separator_(1, separator), ends_(separator_ + "\r\n") {}

  std::expected<std::vector<CsvRow>, std::string> read() {
    std::vector<CsvRow> rows;
    while (!rest_.empty()) {
      CsvRow row;
      do {
        std::expected<std::string, std::string> cell = rest_.starts_with('"') ? quoted_cell() : plain_cell();
        if (!cell) return std::unexpected("row " + std::to_string(rows.size() + 1) + ": " + cell.error());
        row.push_back(*std::move(cell));
      } while (take(separator_));
      if (!take("\r\n") && !take("\n") && !rest_.empty())
        return std::unexpected("row " + std::to_string(rows.size() + 1) + ": text follows a closing quote");
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  std::expected<std::string, std::string> plain_cell() {
    const std::size_t end = std::min(rest_.find_first_of(ends_), rest_.size());
    std::string cell(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (cell.find('"') != std::string::npos) return std::unexpected("a quote inside an unquoted cell");
    return cell;
  }

  std::expected<std::string, std::string> quoted_cell() {
    std::string cell;
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return std::unexpected("a quote is not closed");
      cell.append(rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!take("\"")) return cell;
      cell += '"';
    }
  }

  std::string_view rest_;
  std::string separator_, ends_;
};

}  // namespace

std::expected<std::vector<CsvRow>, std::string> read_csv(std::string_view text, char separator) {
  return CsvReader(text, separator).read();
}

char separator_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char most = ',';
  for (const char candidate : {';', '\t'})
    if (std::ranges::count(first, candidate) > std::ranges::count(first, most)) most = candidate;
  return most;
}

}  // namespace tirkeu::registry
