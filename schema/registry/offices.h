// Annex 1: the 16 departments and their 205 offices, as the standard prints them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/civil_time.h"

namespace tirkeu::registry {

enum class OfficeKind { kDepartment, kOffice };

/// One row of Annex 1. Names, addresses and phones are as printed, in Kazakh; the source has no other language and some typos.
struct Office {
  std::string code;             ///< "KZ-06" (the department's own counter) or "KZ-06-03"
  int department = 0;           ///< 1..16
  int number = 0;               ///< within the department; 0 for the department itself
  OfficeKind kind = OfficeKind::kOffice;
  std::string name_kk;
  std::string address_kk;
  std::string website;          ///< departments only; not always a working address, so never shown as a link
  std::vector<std::string> secretariat_phones;
  std::vector<std::string> migration_phones;
  std::string zone;             ///< IANA time zone, from zones.csv
};

/// All 221 rows in the order of Annex 1; read once from the embedded data.
std::span<const Office> offices();
/// nullptr when there is no such code.
const Office* find_office(std::string_view code);
/// The department's own counter and its offices, in the order of Annex 1.
std::vector<const Office*> offices_of(int department);
/// "KZ-06-03"; number 0 is the department's own counter, "KZ-06".
std::string office_code(int department, int number);
/// The calendar day of an instant at that office, ISO 8601; in UTC where the code is unknown.
std::string local_day(std::string_view code, base::Instant instant);
/// The office's time zone. The zone names of the data exist in every tzdata since 2019; stops the program otherwise.
base::TimeZone zone_of(const Office& office);

}  // namespace tirkeu::registry
