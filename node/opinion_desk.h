// What people say of the service: complaints, which an office may receive and which the department works on (cl. 20-25), and
// anonymous opinions, from which Annex 5 is reckoned (cl. 18, 19).
//
// A complaint gets its number here, "KZ-06-03/2026/C-1", running per office and year, and the day of its answer: 15 calendar days
// from its receipt (a number of the rule set); only the department can extend it. An opinion keeps the day and no more, so that nobody can be found by it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "node/counter.h"

namespace tirkeu::node {

struct ComplaintWish {
  std::string channel;  ///< "person", "post", "email"
  std::string kind;     ///< "person", "organisation"
  std::string name;     ///< surname and name, or the organisation's
  std::optional<std::string> patronymic;
  std::string postal_address;
  std::optional<std::string> contact;
  std::optional<std::string> outgoing_number, outgoing_date;  ///< of an organisation's letter: both needed there
  bool is_signed = false;
  std::optional<std::string> about_office;  ///< absent: this one
  std::optional<std::string> ticket_number;
  std::string text;
};

struct OpinionWish {
  bool process = false, information = false, courtesy = false;  ///< satisfied with
  std::optional<std::string> comment;
};

struct ComplaintRecord {
  store::Complaint complaint;
  std::vector<store::ComplaintStep> steps;
  std::string state;   ///< "received", or the newest step's word
  std::string due_on;  ///< of the newest step that names one, else the complaint's own
};

class OpinionDesk {
 public:
  /// More than that in a minute is no queue of people but a program.
  static constexpr std::size_t kOpinionsPerMinute = 30;

  /// Everything outlives the desk.
  OpinionDesk(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter);

  Done<store::Complaint> receive(const ComplaintWish& wish, const std::string& clerk, const Beside<store::Complaint>& beside = {});
  /// kTooMany when kOpinionsPerMinute were given within the last minute, at this node altogether.
  Done<store::Feedback> hear(const OpinionWish& wish, const Beside<store::Feedback>& beside = {});
  /// Newest first, at most `limit`.
  std::vector<ComplaintRecord> complaints(int limit);

 private:
  registry::Findings judge(const ComplaintWish& wish);
  std::string next_number(const std::string& year);

  Journal& journal_;
  store::Book& book_;
  const Identity& identity_;
  Counter& counter_;
  store::Statement newest_number_;
  store::Statement list_;
  std::deque<base::Instant> heard_;  ///< times of the opinions of the last minute
};

}  // namespace tirkeu::node
