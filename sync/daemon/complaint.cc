#include "sync/daemon/complaint.h"

#include <algorithm>
#include <boost/json.hpp>

#include "schema/registry/offices.h"
#include "sync/daemon/read_members.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

registry::Finding error_at(std::string path, std::string code) {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), {}, "cl. 24");
}

bool is_one_of(const std::string& value, std::initializer_list<std::string_view> known) {
  return std::ranges::find(known, value) != known.end();
}

json::value or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); }

std::string name_of(const std::string& code) {
  const registry::Office* office = registry::find_office(code);
  return office == nullptr ? code : office->name_kk;
}

json::array steps_json(const ComplaintRecord& record) {
  json::array steps;
  for (const store::ComplaintStep& step : record.steps)
    steps.push_back(json::object{{"id", step.id.to_string()},
                                 {"step", step.step},
                                 {"at", time_at_office(step.recorded_at, record.complaint.office)},
                                 {"official", step.official},
                                 {"due_on", or_null(step.due_on)},
                                 {"outcome", or_null(step.outcome)},
                                 {"text", step.text}});
  return steps;
}

}  // namespace

std::expected<ComplaintWish, registry::Findings> read_complaint(const json::value& body) {
  json::object members = members_of(body);
  registry::Findings flags;
  const bool is_signed = take_flag(members, "signed", flags);
  return joined(std::move(flags), read_members<ComplaintWish>(members, [&](registry::MemberReader& reader, registry::Findings&) {
                  ComplaintWish wish;
                  wish.channel = reader.text("channel");
                  wish.kind = reader.text("kind");
                  wish.name = reader.text("name");
                  wish.patronymic = reader.optional_text("patronymic");
                  wish.postal_address = reader.text("postal_address");
                  wish.contact = reader.optional_text("contact");
                  wish.outgoing_number = reader.optional_text("outgoing_number");
                  wish.outgoing_date = reader.optional_date("outgoing_date");
                  wish.is_signed = is_signed;
                  wish.about_office = reader.optional_text("about_office");
                  wish.ticket_number = reader.optional_text("ticket_number");
                  wish.text = reader.optional_lines("text").value_or("");
                  return wish;
                }));
}

registry::Findings judge_complaint(const ComplaintWish& wish) {
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

store::Complaint complaint_of(const ComplaintWish& wish, const std::string& office, const std::string& accepted_by) {
  store::Complaint fact;
  fact.office = office;
  fact.accepted_by = accepted_by;
  fact.channel = wish.channel;
  fact.kind = wish.kind;
  fact.name = wish.name;
  fact.patronymic = wish.patronymic;
  fact.postal_address = wish.postal_address;
  fact.contact = wish.contact;
  fact.outgoing_number = wish.outgoing_number;
  fact.outgoing_date = wish.outgoing_date;
  fact.is_signed = wish.is_signed;
  fact.about_office = wish.about_office.value_or(office);
  fact.ticket_number = wish.ticket_number;
  fact.text = wish.text;
  return fact;
}

ComplaintNumbers::ComplaintNumbers(store::Database& database)
    : newest_(database,
              "SELECT max(CAST(substr(number, length(?1) + 1) AS INTEGER)) FROM complaint "
              "WHERE substr(number, 1, length(?1)) = ?1") {}

std::string ComplaintNumbers::next(const std::string& series) {
  newest_.bind(1, series);
  newest_.step();
  const std::int64_t newest = newest_.optional_integer(0).value_or(0);
  newest_.reset();
  return series + std::to_string(newest + 1);
}

ComplaintRecord complaint_record(store::Book& book, store::Complaint complaint) {
  ComplaintRecord record{std::move(complaint), {}, "received", ""};
  record.steps = book.steps_of(record.complaint.id);
  record.due_on = record.complaint.due_on;
  for (const store::ComplaintStep& step : record.steps) {
    record.state = step.step;
    if (step.due_on) record.due_on = *step.due_on;
  }
  return record;
}

json::object complaint_json(const ComplaintRecord& record, base::Instant now) {
  const store::Complaint& complaint = record.complaint;
  return {{"id", complaint.id.to_string()},
          {"number", complaint.number},
          {"office", complaint.office},
          {"office_name", name_of(complaint.office)},
          {"received_at", time_at_office(complaint.received_at, complaint.office)},
          {"accepted_by", complaint.accepted_by},
          {"channel", complaint.channel},
          {"kind", complaint.kind},
          {"name", complaint.name},
          {"patronymic", or_null(complaint.patronymic)},
          {"postal_address", complaint.postal_address},
          {"contact", or_null(complaint.contact)},
          {"outgoing_number", or_null(complaint.outgoing_number)},
          {"outgoing_date", or_null(complaint.outgoing_date)},
          {"signed", complaint.is_signed},
          {"about_office", complaint.about_office},
          {"about_office_name", name_of(complaint.about_office)},
          {"ticket_number", or_null(complaint.ticket_number)},
          {"text", complaint.text},
          {"due_on", record.due_on},
          {"state", record.state},
          {"overdue", record.state != "answered" && record.due_on < registry::local_day(complaint.office, now)},
          {"outcome", record.steps.empty() ? json::value(nullptr) : or_null(record.steps.back().outcome)},
          {"steps", steps_json(record)}};
}

}  // namespace tirkeu::daemon
