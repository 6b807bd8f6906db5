#include "node/opinion_desk.h"

#include <algorithm>
#include <utility>

namespace tirkeu::node {
namespace {

constexpr std::chrono::minutes kMinute{1};

registry::Finding error_at(std::string path, std::string code) {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), {}, "cl. 22");
}

bool is_one_of(const std::string& value, std::initializer_list<std::string_view> known) {
  return std::ranges::find(known, value) != known.end();
}

}  // namespace

OpinionDesk::OpinionDesk(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter)
    : journal_(journal),
      book_(book),
      identity_(identity),
      counter_(counter),
      newest_number_(database,
                     "SELECT max(CAST(substr(number, length(?1) + 1) AS INTEGER)) FROM complaint "
                     "WHERE substr(number, 1, length(?1)) = ?1"),
      list_(database, "SELECT id FROM complaint WHERE office = ? ORDER BY id DESC LIMIT ?") {}

std::string OpinionDesk::next_number(const std::string& year) {
  const std::string prefix = identity_.office_code() + "/" + year + "/C-";
  newest_number_.bind(1, prefix);
  newest_number_.step();
  const std::int64_t newest = newest_number_.optional_integer(0).value_or(0);
  newest_number_.reset();
  return prefix + std::to_string(newest + 1);
}

registry::Findings OpinionDesk::judge(const ComplaintWish& wish) {
  registry::Findings findings;
  if (!is_one_of(wish.channel, {"person", "post", "email"})) findings.push_back(error_at("channel", "unknown_code"));
  if (!is_one_of(wish.kind, {"person", "organisation"})) findings.push_back(error_at("kind", "unknown_code"));
  if (wish.text.empty()) findings.push_back(error_at("text", "required"));
  if (wish.kind == "organisation" && !wish.outgoing_number) findings.push_back(error_at("outgoing_number", "required"));
  if (wish.kind == "organisation" && !wish.outgoing_date) findings.push_back(error_at("outgoing_date", "required"));
  if (wish.about_office && registry::find_office(*wish.about_office) == nullptr)
    findings.push_back(error_at("about_office", "unknown_code"));
  return findings;
}

Done<store::Complaint> OpinionDesk::receive(const ComplaintWish& wish, const std::string& clerk,
                                            const Beside<store::Complaint>& beside) {
  if (!counter_.may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  if (registry::Findings findings = judge(wish); !findings.empty())
    return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
  store::Complaint fact;
  fact.office = identity_.office_code();
  fact.accepted_by = clerk;
  fact.channel = wish.channel;
  fact.kind = wish.kind;
  fact.name = wish.name;
  fact.patronymic = wish.patronymic;
  fact.postal_address = wish.postal_address;
  fact.contact = wish.contact;
  fact.outgoing_number = wish.outgoing_number;
  fact.outgoing_date = wish.outgoing_date;
  fact.is_signed = wish.is_signed;
  fact.about_office = wish.about_office.value_or(identity_.office_code());
  fact.ticket_number = wish.ticket_number;
  fact.text = wish.text;
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
  // A clock that was set back forgets those of its future, so that it locks nobody out.
  std::erase_if(heard_, [&](base::Instant at) { return at > now || now - at >= kMinute; });
  if (heard_.size() >= kOpinionsPerMinute) return std::unexpected(Refused{.cause = Refused::Cause::kTooMany});
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
  heard_.push_back(now);
  return fact;
}

std::vector<ComplaintRecord> OpinionDesk::complaints(int limit) {
  std::vector<base::RowId> ids;
  list_.bind(1, identity_.office_code()).bind(2, std::int64_t{limit});
  while (list_.step()) ids.push_back(base::RowId{list_.integer(0)});
  std::vector<ComplaintRecord> records;
  for (const base::RowId id : ids) {
    ComplaintRecord record{*book_.find<store::Complaint>(id), book_.steps_of(id), "received", ""};
    record.due_on = record.complaint.due_on;
    for (const store::ComplaintStep& step : record.steps) {
      record.state = step.step;
      if (step.due_on) record.due_on = *step.due_on;
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace tirkeu::node
