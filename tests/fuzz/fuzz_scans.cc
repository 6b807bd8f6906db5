// What a scanner, a keyboard wedge or a table from elsewhere brings. First byte: a zone or a table. Pictures: fuzz_pictures.cc.
#include "schema/registry/csv.h"
#include "schema/registry/mrz.h"
#include "tests/fuzz/expect.h"

namespace {

using namespace tirkeu;

void zone(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < 6) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto read = registry::read_mrz(lines, std::chrono::year(2026) / 11 / 21);
  if (!read) fuzz::expect(!read.error().empty());
  if (read && read->valid)
    for (const registry::MrzFinding& finding : read->findings) fuzz::expect(finding.code != "check_digit");
}

void table(std::string_view text) {
  const char separator = registry::separator_of(text);
  const auto rows = registry::read_csv(text, separator);
  if (!rows) return fuzz::expect(!rows.error().empty());
  std::size_t cells = 0;
  for (const registry::CsvRow& row : *rows)
    for (const std::string& cell : row) cells += cell.size();
  fuzz::expect(cells <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Longer ones repeat what shorter ones say, and cost time.
  if (size == 0 || size > 500) return -1;
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  data[0] % 2 == 0 ? zone(base::text_of(bytes)) : table(base::text_of(bytes));
  return 0;
}
