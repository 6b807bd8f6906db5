#include "node/counter.h"

#include <algorithm>
#include <utility>

#include "schema/registry/stay_end.h"
#include "schema/registry/ticket.h"
#include "sync/base/invariant.h"
#include "sync/daemon/portal.h"

namespace tirkeu::node {
namespace {

registry::Finding error_at(std::string path, std::string code, std::string clause = "") {
  registry::Finding finding;
  finding.severity = registry::Severity::kError;
  finding.path = std::move(path);
  finding.message.key = "finding." + code;
  finding.code = std::move(code);
  finding.clause = std::move(clause);
  return finding;
}

Refused with_finding(registry::Finding finding) { return Refused{.cause = Refused::Cause::kFindings, .findings = {std::move(finding)}}; }

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

Counter::Counter(store::Database& database, Journal& journal, store::Book& book, store::Cases& cases, FirstCheck& first_check,
                 store::Settings& settings, const Identity& identity, const registry::RuleBook& rule_book,
                 std::uint16_t key_prefix)
    : journal_(journal),
      book_(book),
      cases_(cases),
      first_check_(first_check),
      settings_(settings),
      identity_(identity),
      office_(*registry::find_office(identity.office_code())),
      rule_book_(rule_book),
      zone_(registry::zone_of(office_)),
      key_letters_(registry::key_letters(key_prefix)),
      take_ticket_(database,
                   "INSERT INTO ticket_counter (year, last) VALUES (?, 1) "
                   "ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last") {}

bool Counter::may_write() {
  const std::optional<std::string> state = settings_.text("state");
  return !state || *state == "ok";
}

void Counter::begin_life(std::uint16_t key_prefix) { key_letters_ = registry::key_letters(key_prefix); }

base::Date Counter::today() const { return zone_.to_local(journal_.read_clock().wall).day; }

const registry::RuleSet& Counter::rules_of(base::RowId application) {
  const std::optional<store::Acceptance> acceptance = book_.acceptance(application);
  const registry::RuleSet* accepted_under = acceptance ? rule_book_.find(acceptance->rule_set) : nullptr;
  return accepted_under != nullptr ? *accepted_under : rules();
}

base::Instant Counter::due_at(base::Instant accepted_at) const {
  return registry::due_time(accepted_at, rule_book_, office_);
}

bool Counter::is_open(base::Instant instant) const {
  const registry::RuleSet& calendar = rules();
  return registry::is_open(instant, calendar, zone_, registry::week_of(office_.code, calendar));
}

std::string Counter::next_ticket(base::Instant accepted_at) {
  const int year = static_cast<int>(zone_.to_local(accepted_at).day.year());
  take_ticket_.bind(1, static_cast<std::int64_t>(year));
  take_ticket_.step();
  const auto running = static_cast<std::uint32_t>(take_ticket_.integer(0));
  take_ticket_.reset();
  return registry::ticket_number(identity_.office_code(), year, key_letters_, running);
}

Counter::Preview Counter::preview(const registry::Application& application) {
  Preview preview;
  preview.findings = registry::judge(application, rules(), identity_.office_code(), today());
  preview.checklist = registry::checklist(application, rules());
  preview.missing = registry::missing_papers(application, rules());
  preview.check = first_check_.check(application);
  return preview;
}

registry::Findings Counter::judge_filing(const Submission& submission) {
  registry::Findings findings;
  if (submission.despite_reason && is_blank(*submission.despite_reason)) findings.push_back(error_at("despite.reason", "required"));
  if (submission.filing) {
    const std::optional<store::CaseState> other = cases_.find(*submission.filing);
    if (!other || other->office != identity_.office_code()) findings.push_back(error_at("filing", "unknown_application"));
  }
  if (submission.portal_request && !book_.find<store::PortalRequest>(*submission.portal_request))
    findings.push_back(error_at("portal_request", "unknown_application"));
  if (submission.paper && is_blank(submission.paper->number)) findings.push_back(error_at("paper.number", "required"));
  if (submission.taken_on && submission.taken_on->accepted_at > journal_.read_clock().wall)
    findings.push_back(error_at("accepted_at", "in_future"));
  if (submission.taken_on && !submission.taken_on->registered_until.empty() && !base::parse_date(submission.taken_on->registered_until))
    findings.push_back(error_at("registered_until", "bad_date"));
  if (submission.paper && submission.paper->accepted_at > journal_.read_clock().wall)
    findings.push_back(error_at("paper.accepted_at", "in_future"));
  return findings;
}

store::Acceptance Counter::acceptance_of(const Submission& submission, Journal::Writing& writing) {
  store::Acceptance fact;
  fact.id = writing.mint();
  fact.office = identity_.office_code();
  fact.accepted_at = submission.taken_on ? submission.taken_on->accepted_at
                     : submission.paper  ? submission.paper->accepted_at
                                         : writing.at();
  fact.ticket_number = next_ticket(fact.accepted_at);
  fact.rule_set = rules().id;
  fact.origin = submission.taken_on ? "taken_on" : submission.paper ? "paper" : submission.portal_request ? "portal" : "counter";
  if (submission.paper) fact.paper_number = submission.paper->number;
  if (submission.taken_on && !submission.taken_on->register_number.empty()) fact.paper_number = submission.taken_on->register_number;
  fact.visit = submission.visit;
  fact.portal_request = submission.portal_request;
  // A filing is known by its first application, whichever of its members was named.
  if (submission.filing) fact.filing = book_.acceptance(*submission.filing)->filing.value_or(*submission.filing);
  fact.application = submission.application;
  return fact;
}

Done<Accepted> Counter::accept(const Submission& submission, const std::string& clerk, const Beside<Accepted>& beside) {
  if (!may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  Preview seen = preview(submission.application);
  for (registry::Finding& finding : judge_filing(submission)) seen.findings.push_back(std::move(finding));
  if (registry::has_errors(seen.findings))
    return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(seen.findings)});
  if (!seen.check.hits.empty() && !submission.despite_reason)
    return std::unexpected(Refused{.cause = Refused::Cause::kHit, .check = std::move(seen.check)});

  Accepted accepted;
  journal_.record(
      [&](Journal::Writing& writing) {
        store::Acceptance fact = acceptance_of(submission, writing);
        fact.clerk = clerk;
        if (!seen.check.hits.empty()) {
          fact.despite_reason = submission.despite_reason;
          fact.despite_first = seen.check.hits.front().office + " " + seen.check.hits.front().ticket_number;
        }
        writing.add(fact, fact.id);
        accepted.application = fact.id;
        accepted.ticket_number = fact.ticket_number;
        accepted.accepted_at = fact.accepted_at;
        accepted.due_at = due_at(daemon::term_begins(book_, fact));
        accepted.missing = seen.missing;
        accepted.findings = std::move(seen.findings);
        accepted.check = std::move(seen.check);
      },
      [&] {
        if (beside) beside(accepted);
      });
  return accepted;
}

registry::Findings Counter::judge_submission(const Submission& submission) {
  registry::Findings findings = registry::judge(submission.application, rules(), identity_.office_code(), today());
  for (registry::Finding& finding : judge_filing(submission)) findings.push_back(std::move(finding));
  return findings;
}

Done<Accepted> Counter::take_on(const Submission& submission, const std::string& clerk) {
  base::require(submission.taken_on.has_value(), "what is taken on says what its register says");
  if (!may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  registry::Findings findings = judge_submission(submission);
  if (registry::has_errors(findings))
    return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
  Accepted accepted;
  journal_.record([&](Journal::Writing& writing) {
    store::Acceptance fact = acceptance_of(submission, writing);
    fact.clerk = clerk;
    writing.add(fact, fact.id);
    store::Decision decision;
    decision.id = writing.mint();
    decision.application = fact.id;
    decision.recorded_at = writing.at();
    decision.clerk = clerk;
    decision.outcome = "registered";
    decision.rule_set = fact.rule_set;
    decision.registered_until = submission.taken_on->registered_until.empty() ? registry::last_registered_day(submission.application)
                                                                              : submission.taken_on->registered_until;
    writing.add(decision, fact.id);
    accepted = {fact.id, fact.ticket_number, fact.accepted_at, fact.accepted_at, {}, std::move(findings), {}};
  });
  return accepted;
}

Done<store::CaseState> Counter::own_case(base::RowId application) {
  if (!may_write()) return std::unexpected(Refused{.cause = Refused::Cause::kNotWriting});
  std::optional<store::CaseState> found = cases_.find(application);
  if (!found) return std::unexpected(Refused{.cause = Refused::Cause::kUnknownApplication});
  if (found->office != identity_.office_code()) return std::unexpected(Refused{.cause = Refused::Cause::kWrongState});
  return std::move(*found);
}

Done<store::CaseState> Counter::open_case(base::RowId application) {
  Done<store::CaseState> own = own_case(application);
  if (own && own->state == "withdrawn") return std::unexpected(Refused{.cause = Refused::Cause::kWrongState});
  return own;
}

std::vector<std::string> Counter::missing_papers(base::RowId application) {
  const std::optional<registry::Application> present = book_.present_application(application);
  if (!present) return {};
  return registry::missing_papers(*present, rules_of(application));
}

Done<store::Decision> Counter::register_stay(base::RowId application, const std::string& clerk,
                                             const Beside<store::Decision>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  if (open->state != "accepted") return std::unexpected(Refused{.cause = Refused::Cause::kWrongState});
  if (open->confirmation == "annulled") return std::unexpected(Refused{.cause = Refused::Cause::kAnnulled});
  if (open->confirmation == "review") return std::unexpected(Refused{.cause = Refused::Cause::kUnderReview});
  std::vector<std::string> missing = missing_papers(application);
  if (!missing.empty()) return std::unexpected(Refused{.cause = Refused::Cause::kPapersMissing, .missing = std::move(missing)});
  store::Decision fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.outcome = "registered";
  fact.rule_set = rules().id;
  if (const auto present = book_.present_application(application)) fact.registered_until = registry::last_registered_day(*present);
  return journal_.record_one(std::move(fact), beside);
}

Done<store::Decision> Counter::refuse(base::RowId application, const std::string& ground, const std::optional<std::string>& text,
                                      const std::string& clerk, const Beside<store::Decision>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  if (open->state != "accepted") return std::unexpected(Refused{.cause = Refused::Cause::kWrongState});
  if (std::ranges::find(rules().refusal_grounds, ground) == rules().refusal_grounds.end())
    return std::unexpected(with_finding(error_at("ground", "unknown_code", "cl. 16")));
  store::Decision fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.outcome = "refused";
  fact.rule_set = rules().id;
  fact.ground = ground;
  fact.text = text;
  fact.missing = missing_papers(application);
  return journal_.record_one(std::move(fact), beside);
}

Done<store::Correction> Counter::correct(base::RowId application, const registry::Application& corrected, const std::string& reason,
                                         const std::string& clerk, const Beside<store::Correction>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  if (is_blank(reason)) return std::unexpected(with_finding(error_at("reason", "required")));
  registry::Findings findings = registry::judge(corrected, rules(), identity_.office_code(), today());
  if (registry::has_errors(findings))
    return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
  store::Correction fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.reason = reason;
  fact.corrected = corrected;
  return journal_.record_one(std::move(fact), beside);
}

Done<store::LaterPapers> Counter::add_papers(base::RowId application, const std::vector<std::string>& papers,
                                             const std::string& clerk, const Beside<store::LaterPapers>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  if (papers.empty()) return std::unexpected(with_finding(error_at("documents", "required", "cl. 11")));
  for (std::size_t i = 0; i < papers.size(); ++i)
    if (std::ranges::find(rules().papers, papers[i]) == rules().papers.end())
      return std::unexpected(with_finding(error_at("documents[" + std::to_string(i) + "]", "unknown_code", "cl. 11")));
  store::LaterPapers fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.papers = papers;
  return journal_.record_one(std::move(fact), beside);
}

Done<store::Withdrawal> Counter::withdraw(base::RowId application, const std::string& reason, const std::string& clerk,
                                          const Beside<store::Withdrawal>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  if (is_blank(reason)) return std::unexpected(with_finding(error_at("reason", "required")));
  store::Withdrawal fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.reason = reason;
  return journal_.record_one(std::move(fact), beside);
}

Done<store::Departure> Counter::depart(base::RowId application, const std::string& departed_on, const std::optional<std::string>& note,
                                       const std::string& clerk, const Beside<store::Departure>& beside) {
  const Done<store::CaseState> open = open_case(application);
  if (!open) return std::unexpected(open.error());
  const std::optional<base::Date> day = base::parse_date(departed_on);
  if (!day) return std::unexpected(with_finding(error_at("departed_on", "bad_date")));
  if (departed_on < open->entry_date) return std::unexpected(with_finding(error_at("departed_on", "before_entry")));
  if (std::chrono::sys_days(*day) > std::chrono::sys_days(today()))
    return std::unexpected(with_finding(error_at("departed_on", "in_future")));
  store::Departure fact;
  fact.application = application;
  fact.clerk = clerk;
  fact.departed_on = departed_on;
  fact.note = note;
  return journal_.record_one(std::move(fact), beside);
}

}  // namespace tirkeu::node
