// A complaint about the service (cl. 20-25): what its body says, and how it reads in JSON. The same at the office that receives and
// forwards it, and at the department that receives and considers it.
#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "schema/registry/finding.h"
#include "sync/base/civil_time.h"
#include "sync/store/book.h"

namespace tirkeu::daemon {

struct ComplaintWish {
  std::string channel;  ///< "person", "post", "email"
  std::string kind;     ///< "person", "organisation"
  std::string name;     ///< surname and name, or the organisation's
  std::optional<std::string> patronymic;
  std::string postal_address;
  std::optional<std::string> contact;
  std::optional<std::string> outgoing_number, outgoing_date;  ///< of an organisation's letter: both needed there
  bool is_signed = false;
  std::optional<std::string> about_office;  ///< absent: the one that receives it
  std::optional<std::string> ticket_number;
  std::string text;
};

/// Errors of form only.
std::expected<ComplaintWish, registry::Findings> read_complaint(const boost::json::value& body);
/// What cannot be used of it: unknown codes, no text, an organisation's letter without number and date (cl. 24).
registry::Findings judge_complaint(const ComplaintWish& wish);
/// As `office` receives it; id, number, time and the day of the answer are filled in by who writes it.
store::Complaint complaint_of(const ComplaintWish& wish, const std::string& office, const std::string& accepted_by);

/// Running numbers of one journal: "KZ-06-03/2026/C-1", by what the book holds.
class ComplaintNumbers {
 public:
  explicit ComplaintNumbers(store::Database& database);
  /// `series` is all before the number: "KZ-06-03/2026/C-". Inside the transaction that writes the complaint.
  std::string next(const std::string& series);

 private:
  store::Statement newest_;
};

struct ComplaintRecord {
  store::Complaint complaint;
  std::vector<store::ComplaintStep> steps;
  std::string state;   ///< "received", or the newest step's word
  std::string due_on;  ///< of the newest step that names one, else the complaint's own
};
ComplaintRecord complaint_record(store::Book& book, store::Complaint complaint);
/// `now` decides whether it is overdue, by the day at the office that received it.
boost::json::object complaint_json(const ComplaintRecord& record, base::Instant now);

}  // namespace tirkeu::daemon
