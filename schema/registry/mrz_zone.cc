#include "schema/registry/mrz_zone.h"

#include <algorithm>
#include <array>

#include "schema/registry/mrz.h"

namespace tirkeu::registry {
namespace {

Layout td1() {
  Layout layout;
  layout.format = "TD1";
  layout.line_count = 3;
  layout.line_size = 30;
  layout.code = {0, 0, 2};
  layout.state = {0, 2, 3};
  layout.number = {0, 5, 9};
  layout.number_check = {0, 14, 1};
  layout.optional = {0, 15, 15};
  layout.birth = {1, 0, 6};
  layout.birth_check = {1, 6, 1};
  layout.sex = {1, 7, 1};
  layout.expires = {1, 8, 6};
  layout.expires_check = {1, 14, 1};
  layout.nationality = {1, 15, 3};
  layout.more_optional = {1, 18, 11};
  layout.composite = {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}};
  layout.composite_check = {1, 29, 1};
  layout.name = {2, 0, 30};
  return layout;
}

/// The four formats of two lines share everything up to the optional data.
Layout two_lines(std::string_view format, int size) {
  Layout layout;
  layout.format = format;
  layout.line_count = 2;
  layout.line_size = size;
  layout.code = {0, 0, 2};
  layout.state = {0, 2, 3};
  layout.name = {0, 5, size - 5};
  layout.number = {1, 0, 9};
  layout.number_check = {1, 9, 1};
  layout.nationality = {1, 10, 3};
  layout.birth = {1, 13, 6};
  layout.birth_check = {1, 19, 1};
  layout.sex = {1, 20, 1};
  layout.expires = {1, 21, 6};
  layout.expires_check = {1, 27, 1};
  layout.optional = {1, 28, size - 28};  // visas have no check digits behind it
  return layout;
}

Layout td2() {
  Layout layout = two_lines("TD2", 36);
  layout.optional = {1, 28, 7};
  layout.composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}};
  layout.composite_check = {1, 35, 1};
  return layout;
}

Layout td3() {
  Layout layout = two_lines("TD3", 44);
  layout.optional = {1, 28, 14};
  layout.optional_check = {1, 42, 1};
  layout.composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}};
  layout.composite_check = {1, 43, 1};
  return layout;
}

const std::array<Layout, 5>& layouts() {
  static const std::array<Layout, 5> kLayouts = {td1(), td2(), td3(), two_lines("MRV-A", 44), two_lines("MRV-B", 36)};
  return kLayouts;
}

bool is_visa(const Layout& layout) {
  return layout.format.starts_with("MRV");
}

bool is_alphabet(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '<';
}

/// One character per character typed, however many bytes it has.
std::string clean(std::string_view typed) {
  const std::string decoded = decode_wedge(typed);
  std::string line;
  for (const char byte : decoded) {
    if ((static_cast<unsigned char>(byte) & 0xc0) == 0x80) continue;
    const char letter = byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    const bool is_blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    line += is_blank ? ' ' : is_alphabet(letter) ? letter : kBadCharacter;
  }
  const std::size_t from = line.find_first_not_of(' ');
  if (from == std::string::npos) return {};
  line = line.substr(from, line.find_last_not_of(' ') - from + 1);
  std::replace(line.begin(), line.end(), ' ', kBadCharacter);
  return line;
}

std::vector<std::string> clean_lines(const std::vector<std::string>& typed) {
  std::vector<std::string> lines;
  for (const std::string& each : typed) {
    std::string_view rest = each;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      std::string line = clean(rest.substr(0, end));
      if (!line.empty()) lines.push_back(std::move(line));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  }
  if (lines.size() != 1) return lines;
  // Some scanners send the zone in one line. The lengths of the formats tell them apart.
  const std::string whole = lines.front();
  const std::size_t size = whole.size() == 90 ? 30 : whole.size() == 88 ? 44 : whole.size() == 72 ? 36 : whole.size();
  lines.clear();
  for (std::size_t at = 0; at < whole.size(); at += size) lines.push_back(whole.substr(at, size));
  return lines;
}

bool fit(std::string& line, std::size_t size) {
  while (line.size() > size && line.back() == '<') line.pop_back();
  if (line.size() < size && line.back() == '<') line.append(size - line.size(), '<');
  return line.size() == size;
}

bool fits(const Layout& layout, std::vector<std::string>& lines) {
  if (lines.size() != static_cast<std::size_t>(layout.line_count)) return false;
  if (layout.line_count == 2 && is_visa(layout) != lines.front().starts_with('V')) return false;
  // A passport with a cut line must not be taken for a card with a long one.
  if (lines.front().starts_with('P') && layout.format != "TD3") return false;
  const std::size_t size = static_cast<std::size_t>(layout.line_size);
  // At least one line must have the length, or any two short lines would be stretched to something.
  if (std::none_of(lines.begin(), lines.end(), [size](const std::string& line) { return line.size() == size; }))
    return false;
  return std::all_of(lines.begin(), lines.end(), [size](std::string& line) { return fit(line, size); });
}

}  // namespace

std::optional<Zone> find_zone(const std::vector<std::string>& typed) {
  const std::vector<std::string> lines = clean_lines(typed);
  for (const Layout& layout : layouts()) {
    Zone zone{&layout, lines};
    if (fits(layout, zone.lines)) return zone;
  }
  return std::nullopt;
}

std::string lengths_of(const std::vector<std::string>& typed) {
  std::string lengths;
  for (const std::string& line : clean_lines(typed))
    lengths += (lengths.empty() ? "" : " + ") + std::to_string(line.size());
  return lengths.empty() ? "0" : lengths;
}

}  // namespace tirkeu::registry
