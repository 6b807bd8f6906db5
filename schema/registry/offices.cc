#include "schema/registry/offices.h"

#include <charconv>
#include <map>

#include "schema/offices/files.h"
#include "schema/registry/csv.h"
#include "schema/registry/embedded.h"

namespace tirkeu::registry {
namespace {

std::vector<CsvRow> read_file(std::string_view name, std::size_t columns) {
  for (const offices::EmbeddedFile& file : offices::files()) {
    if (file.name != name) continue;
    std::expected<std::vector<CsvRow>, std::string> rows = read_csv(file.bytes);
    if (!rows) stop_on_broken_data(std::string(name) + ", " + rows.error());
    for (const CsvRow& row : *rows)
      if (row.size() != columns)
        stop_on_broken_data(std::string(name) + ": the row of " + row.front() + " has another number of columns");
    rows->erase(rows->begin());
    return *std::move(rows);
  }
  stop_on_broken_data("schema/offices/" + std::string(name) + " is missing");
}

// Several phones of one cell are separated by "; " in the order of the source.
std::vector<std::string> split_phones(std::string_view cell) {
  std::vector<std::string> phones;
  while (!cell.empty()) {
    const std::size_t end = cell.find("; ");
    phones.emplace_back(cell.substr(0, end));
    cell.remove_prefix(end == std::string_view::npos ? cell.size() : end + 2);
  }
  return phones;
}

int number_of(const std::string& cell, const std::string& code) {
  int number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size())
    stop_on_broken_data("annex1.csv: a number of " + code + " cannot be read");
  return number;
}

Office office_of_row(const CsvRow& row, const std::map<std::string, std::string, std::less<>>& zones) {
  Office office;
  office.code = row[0];
  office.department = number_of(row[1], office.code);
  office.kind = row[3] == "department" ? OfficeKind::kDepartment : OfficeKind::kOffice;
  if (office.kind == OfficeKind::kOffice) office.number = number_of(row[2], office.code);
  office.name_kk = row[4];
  office.address_kk = row[5];
  office.website = row[6];
  office.secretariat_phones = split_phones(row[7]);
  office.migration_phones = split_phones(row[8]);
  const auto zone = zones.find(office.code.substr(0, 5));
  if (zone == zones.end()) stop_on_broken_data("zones.csv has no zone for " + office.code);
  office.zone = zone->second;
  return office;
}

struct OfficeTable {
  std::vector<Office> rows;
  std::map<std::string, std::size_t, std::less<>> by_code;
};

OfficeTable load_table() {
  std::map<std::string, std::string, std::less<>> zones;
  for (const CsvRow& row : read_file("zones.csv", 2)) zones.emplace(row[0], row[1]);
  OfficeTable table;
  for (const CsvRow& row : read_file("annex1.csv", 9)) {
    table.rows.push_back(office_of_row(row, zones));
    if (!table.by_code.emplace(row[0], table.rows.size() - 1).second)
      stop_on_broken_data("annex1.csv has " + row[0] + " twice");
  }
  return table;
}

const OfficeTable& table() {
  static const OfficeTable loaded = load_table();
  return loaded;
}

}  // namespace

std::span<const Office> offices() {
  return table().rows;
}

const Office* find_office(std::string_view code) {
  const auto found = table().by_code.find(code);
  return found == table().by_code.end() ? nullptr : &table().rows[found->second];
}

std::vector<const Office*> offices_of(int department) {
  std::vector<const Office*> result;
  for (const Office& office : table().rows)
    if (office.department == department) result.push_back(&office);
  return result;
}

base::TimeZone zone_of(const Office& office) {
  const std::optional<base::TimeZone> zone = base::TimeZone::find(office.zone);
  if (!zone) stop_on_broken_data("the system's tzdata does not know the zone " + office.zone + " of " + office.code);
  return *zone;
}

std::string office_code(int department, int number) {
  const auto two_digits = [](int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
  return "KZ-" + two_digits(department) + (number == 0 ? "" : "-" + two_digits(number));
}

std::string local_day(std::string_view code, base::Instant instant) {
  const Office* office = find_office(code);
  if (office == nullptr) return base::format_utc(instant).substr(0, 10);
  return base::format_date(zone_of(*office).to_local(instant).day);
}

}  // namespace tirkeu::registry
