#include "node/opinion_desk.h"

#include <utility>

namespace tirkeu::node {
OpinionDesk::OpinionDesk(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter)
    : journal_(journal),
      book_(book),
      identity_(identity),
      counter_(counter),
      numbers_(database),
      list_(database, "SELECT id FROM complaint WHERE office = ? ORDER BY id DESC LIMIT ?"),
      heard_(kOpinionsPerMinute, std::chrono::minutes(1)) {}

std::string OpinionDesk::next_number(const std::string& year) {
  return numbers_.next(identity_.office_code() + "/" + year + (identity_.office() == 0 ? "/CC-" : "/C-"));
}

Done<store::Complaint> OpinionDesk::receive(const daemon::ComplaintWish& wish, const std::string& clerk,
                                            const Beside<store::Complaint>& beside) {
  if (!counter_.may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  if (registry::Findings findings = daemon::judge_complaint(wish); !findings.empty())
    return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
  store::Complaint fact = daemon::complaint_of(wish, identity_.office_code(), clerk);
  journal_.record(
      [&](Journal::Writing& writing) {
        fact.id = writing.mint();
        fact.received_at = writing.at();
        const base::Date day = counter_.zone().to_local(fact.received_at).day;
        fact.number = next_number(base::format_date(day).substr(0, 4));
        fact.due_on = base::format_date(base::Date(std::chrono::sys_days(day) + std::chrono::days(counter_.rules().complaint_days)));
        writing.add(fact);
      },
      [&] {
        if (beside) beside(fact);
      });
  return fact;
}

Done<store::Feedback> OpinionDesk::hear(const OpinionWish& wish, const Beside<store::Feedback>& beside) {
  if (!counter_.may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  const base::Instant now = journal_.read_clock().wall;
  if (!heard_.allows(now)) return std::unexpected(Refused{.cause = Refused::Cause::kTooMany});
  store::Feedback fact;
  fact.office = identity_.office_code();
  fact.process = wish.process;
  fact.information = wish.information;
  fact.courtesy = wish.courtesy;
  fact.comment = wish.comment;
  journal_.record(
      [&](Journal::Writing& writing) {
        fact.id = writing.mint();
        fact.given_on = base::format_date(counter_.zone().to_local(writing.at()).day);
        writing.add(fact);
      },
      [&] {
        if (beside) beside(fact);
      });
  heard_.note(now);
  return fact;
}

std::vector<daemon::ComplaintRecord> OpinionDesk::complaints(int limit) {
  std::vector<base::RowId> ids;
  list_.bind(1, identity_.office_code()).bind(2, std::int64_t{limit});
  while (list_.step()) ids.push_back(base::RowId{list_.integer(0)});
  std::vector<daemon::ComplaintRecord> records;
  for (const base::RowId id : ids) records.push_back(daemon::complaint_record(book_, *book_.find<store::Complaint>(id)));
  return records;
}

}  // namespace tirkeu::node
