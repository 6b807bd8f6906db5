// Existing registrations are taken on from a table, so that the book and the index of first applications are not empty on day one.
//
// The table is CSV (RFC 4180, UTF-8) whose header names the application's members as POST applications has them ("applicant.surname",
// "stay.address.locality"), in any order, with three columns of its own: accepted_at (day or time of the old registration), paper_number
// (its number in the old register) and registered_until. Each row becomes an acceptance of origin "taken_on" with its registration, in
// one transaction per row. A row that cannot be used is reported by line and the rest is taken; a row that is in the book already (same
// document and day of entry) is skipped, so that a corrected file is simply given again. A taken-on time is hearsay: no proof stands
// behind it, and the department never takes it for certain.
#pragma once

#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "node/counter.h"
#include "schema/registry/csv.h"

namespace tirkeu::node {

struct TakeOverReport {
  struct Problem {
    std::size_t line = 0;  ///< row of the table, the header being 1
    registry::Finding finding;
  };
  std::size_t rows = 0;
  std::size_t taken = 0;     ///< in a dry run: that would be taken
  std::size_t repeated = 0;  ///< skipped: in the book already, or twice in the table
  std::vector<Problem> problems;
  bool has_stopped = false;  ///< this life may not write: nothing more was taken
};

class TakeOver {
 public:
  enum class Mode { kDryRun, kTake };
  TakeOver(Counter& counter, store::Cases& cases, Mode mode, std::string clerk);

  TakeOverReport run(std::string_view csv);

 private:
  bool read_header(const registry::CsvRow& header);
  void take_row(const registry::CsvRow& row, std::size_t line);
  boost::json::object body_of(const registry::CsvRow& row) const;
  std::string cell(const registry::CsvRow& row, std::string_view column) const;
  bool is_repeated(const registry::Application& application);
  void complain(std::size_t line, std::string path, std::string code, registry::MessageArguments arguments = {});

  Counter& counter_;
  store::Cases& cases_;
  Mode mode_;
  std::string clerk_;
  std::vector<std::string> columns_;
  std::set<std::string> seen_;
  TakeOverReport report_;
};

/// {rows, taken, repeated, problems: [{line, field, code, message}]}
boost::json::object report_json(const TakeOverReport& report, registry::Language language);

}  // namespace tirkeu::node
