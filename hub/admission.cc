#include "hub/admission.h"

#include <algorithm>

#include "hub/standing.h"

namespace tirkeu::hub {
namespace {

/// Same entries of the same log, whatever else the bundle around them says: a node that repeats itself every hour fills no disk.
crypto::Digest digest_of_content(const wire::Section& section) {
  base::Bytes place;
  base::append_le(place, section.incarnation, 4);
  base::append_le(place, section.first, 8);
  base::append_le(place, section.count, 4);
  return crypto::digest(crypto::Label::kUpBundle, section.head, place);
}

/// Told with every answer: a twin that goes on writing must learn that it is not the office any more.
wire::Refusal refusal_of(NodeState state) {
  return state == NodeState::kSuperseded ? wire::Refusal::kSuperseded : state == NodeState::kRevoked ? wire::Refusal::kRevoked : wire::Refusal::kNone;
}

}  // namespace

std::string_view code_of(AdmissionReport::Result result) {
  switch (result) {
    case AdmissionReport::Result::kTaken: return "taken";
    case AdmissionReport::Result::kNothingNew: return "nothing_new";
    case AdmissionReport::Result::kGap: return "gap";
    case AdmissionReport::Result::kQuarantined: return "quarantined";
    case AdmissionReport::Result::kRefused: return "refused";
    case AdmissionReport::Result::kOrdered: return "ordered";
  }
  return "refused";
}

Admission::Admission(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, Nodes& nodes,
                     Adjudication& adjudication, IndexKeeper& index, PersonKeeper& persons, AnswerDesk& answers, Fleet& fleet,
                     Restoration& restoration, Quarantine& quarantine, RestateDesk& restates, const Department& department, const HubKeys& keys,
                     HubTime& time, const registry::RuleBook& rules, const AdmissionSettings& settings)
    : database_(database),
      logs_(logs),
      book_(book),
      cases_(cases),
      nodes_(nodes),
      adjudication_(adjudication),
      index_(index),
      persons_(persons),
      answers_(answers),
      fleet_(fleet),
      restoration_(restoration),
      quarantine_(quarantine),
      restates_(restates),
      department_(department),
      keys_(keys),
      time_(time),
      rules_(rules),
      settings_(settings),
      lives_(logs, nodes, index),
      applier_(database, static_cast<std::uint32_t>(department.number()), settings.limits) {
  // What was held because its node's program was newer than this hub's before can be applied now.
  for (NodeRecord& node : nodes_.all()) {
    if (node.applied_through >= node.held_through) continue;
    store::Transaction transaction(database_);
    const base::Sequence before = node.applied_through;
    const base::Instant at = time_.take();
    std::set<std::string> documents;
    AdmissionReport report;
    apply_waiting(transaction, node, at, documents, report);
    if (node.applied_through == before) continue;
    adjudication_.run(transaction, documents, at);
    nodes_.put(node);
    transaction.commit();
  }
}

AdmissionReport Admission::admit(base::ByteView bundle, Road road, std::size_t bytes_wanted) {
  AdmissionReport report;
  const protocol::Opened<protocol::OpenedUp> opened = protocol::OpenedUp::open(bundle, keys_.seal, settings_.limits);
  if (!opened) {
    report.fault = opened.error();
    return report;
  }
  std::optional<NodeRecord> node = nodes_.find(opened->claimed_incarnation());
  if (!node) node = bind_again(*opened);
  if (node && wire::mark_of(crypto::key_id(node->sign_key.bytes)) == opened->claimed_key()) {
    const protocol::Opened<protocol::AuthenticUp> up = opened->authenticate(node->sign_key);
    if (up) return admit_known(*up, *node, bundle, road, bytes_wanted);
    report.fault = up.error();
    return report;
  }
  if (std::optional<AdmissionReport> restated = admit_restated(*opened, bundle, road, bytes_wanted)) return std::move(*restated);
  if (opened->claimed_succession()) return admit_successor(*opened, bundle, road, bytes_wanted);
  if (opened->claimed_enrolment()) return admit_claim(*opened, bundle, road, bytes_wanted);
  report.incarnation = opened->claimed_incarnation();
  report.refusal = wire::Refusal::kUnknownSender;
  return report;
}

std::optional<NodeRecord> Admission::bind_again(const protocol::OpenedUp& opened) {
  if (!opened.claimed_proof() || !opened.claimed_proof()->grant) return std::nullopt;
  if (!opened.authenticate(opened.claimed_proof()->grant->sign_key)) return std::nullopt;
  store::Transaction transaction(database_);
  std::optional<NodeRecord> node = restoration_.proven_node(opened);
  if (node) lives_.bind(transaction, *node, nullptr, time_.take());
  // Of a node that was never bound only the grant is known again: its claim is a person's to approve.
  if (!node && !restoration_.remember_grant(opened)) return std::nullopt;
  transaction.commit();
  return node;
}

AdmissionReport Admission::admit_claim(const protocol::OpenedUp& opened, base::ByteView bundle, Road road,
                                       std::size_t bytes_wanted) {
  AdmissionReport report;
  report.incarnation = opened.claimed_incarnation();
  report.refusal = wire::Refusal::kUnknownSender;
  const wire::EnrolmentClaim& claim = *opened.claimed_enrolment();
  const std::optional<GrantRecord> grant = nodes_.grant(claim.grant);
  if (!grant || report.incarnation < grant->first_incarnation ||
      report.incarnation >= grant->first_incarnation + base::kIncarnationsPerGrant || !protocol::proves(claim, grant->secret))
    return report;
  const protocol::Opened<protocol::AuthenticUp> up = opened.authenticate(claim.sign_key);
  if (!up) {
    report.fault = up.error();
    return report;
  }
  NodeRecord node;
  node.incarnation = report.incarnation;
  node.office = grant->office;
  node.sign_key = claim.sign_key;
  node.seal_key = claim.seal_key;
  node.grant_digest = wire::grant_digest(grant->grant_bytes);
  const wire::Section& section = up->header().section;
  if (nodes_.find(report.incarnation))
    return keep_for_review(node, "second_key", "another key holds this incarnation", bundle, section, wire::Refusal::kSecondKey);
  if (is_used_by_another(node))
    return keep_for_review(node, "second_key", "another key was enrolled with this file", bundle, section, wire::Refusal::kSecondKey);
  if (lives_.is_outlived(node))
    return keep_for_review(node, "second_key", "a later life of this office is at work", bundle, section, wire::Refusal::kSecondKey);
  {
    store::Transaction transaction(database_);
    if (const base::Instant at = time_.take(); at <= grant->expires_at) {
      lives_.bind(transaction, node, nullptr, at);
      transaction.commit();
      return admit_known(*up, node, bundle, road, bytes_wanted);
    }
  }
  return keep_for_review(node, "late_enrolment", "the enrolment file had expired", bundle, section, wire::Refusal::kLateEnrolment);
}

AdmissionReport Admission::admit_successor(const protocol::OpenedUp& opened, base::ByteView bundle, Road road,
                                           std::size_t bytes_wanted) {
  AdmissionReport report;
  report.incarnation = opened.claimed_incarnation();
  const wire::SuccessionClaim& claim = *opened.claimed_succession();
  Lives::Judged judged = lives_.judge(claim, report.incarnation);
  report.refusal = judged.refusal;
  if (judged.refusal == wire::Refusal::kUnknownSender) return report;
  const protocol::Opened<protocol::AuthenticUp> up = opened.authenticate(claim.sign_key);
  if (!up) {
    report.fault = up.error();
    return report;
  }
  if (judged.refusal != wire::Refusal::kNone)
    return keep_for_review(judged.node, judged.cause, judged.detail, bundle, up->header().section, judged.refusal);
  store::Transaction transaction(database_);
  lives_.bind(transaction, judged.node, &claim, time_.take());
  transaction.commit();
  return admit_known(*up, judged.node, bundle, road, bytes_wanted);
}

bool Admission::is_used_by_another(const NodeRecord& node) {
  // The file grants several numbers so that one machine can begin new lives, not so that several machines can begin one each.
  return std::ranges::any_of(nodes_.of_office(node.office), [&](const NodeRecord& other) {
    return other.grant_digest == node.grant_digest && other.sign_key != node.sign_key;
  });
}

AdmissionReport Admission::keep_for_review(const NodeRecord& node, const std::string& cause, const std::string& detail,
                                           base::ByteView bundle, const wire::Section& section, wire::Refusal refusal) {
  AdmissionReport report;
  report.result = AdmissionReport::Result::kQuarantined;
  report.refusal = refusal;
  report.office = department_.office_code(node.office);
  report.incarnation = node.incarnation;
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  const std::optional<RestateDesk::Order> order = restates_.open_for(node.sign_key);
  const Quarantine::Keeping keeping = quarantine_.keep(node, cause, detail, bundle, digest_of_content(section), at);
  if (keeping == Quarantine::Keeping::kFull) {
    report.result = AdmissionReport::Result::kRefused;
    report.refusal = wire::Refusal::kQuarantineFull;
  }
  // What an approved machine sends before it has heard the order is settled with it.
  if (order && keeping == Quarantine::Keeping::kKept) quarantine_.settle_key(node.sign_key, "approved", "order", at);
  transaction.commit();
  std::optional<wire::Restatement> told;
  if (order) told = restates_.told(*order);
  report.answer = answers_.write_refusal(node.incarnation, node.sign_key, node.seal_key, report.refusal, at, std::move(told));
  return report;
}

AdmissionReport Admission::admit_known(const protocol::AuthenticUp& up, NodeRecord node, base::ByteView bundle, Road road,
                                       std::size_t bytes_wanted) {
  const wire::Section& section = up.header().section;
  if (!restoration_.may_go_on(up, node)) {
    AdmissionReport report;
    report.office = department_.office_code(node.office);
    report.incarnation = node.incarnation;
    report.refusal = wire::Refusal::kRewoundHub;
    report.answer = answers_.write_refusal(node.incarnation, node.sign_key, node.seal_key, report.refusal, time_.newest());
    return report;
  }
  node = *nodes_.find(node.incarnation);
  if (node.state == NodeState::kRevoked && Lives::is_beyond(node, section))
    return keep_for_review(node, "revoked", "received after its key was revoked", bundle, section, wire::Refusal::kRevoked);
  if (node.state == NodeState::kEquivocated)
    return keep_for_review(node, "equivocation", "the key was stopped", bundle, section, wire::Refusal::kEquivocation);
  if (node.state == NodeState::kSuperseded && Lives::is_beyond(node, section))
    return keep_for_review(node, "superseded", "written after another life of the office took over", bundle, section,
                           wire::Refusal::kSuperseded);

  AdmissionReport report;
  report.office = department_.office_code(node.office);
  report.incarnation = node.incarnation;
  const std::optional<protocol::Standing> standing = standing_of(logs_, node, up.header());
  std::optional<protocol::Run> run;
  if (standing) {
    protocol::Opened<protocol::Run> opened = up.entries(*standing, settings_.limits);
    if (opened) run = std::move(*opened);
    const bool forked = !opened && opened.error() == protocol::BundleFault::kBrokenChain;
    if (!opened && !forked) {
      report.fault = opened.error();
      return report;
    }
    if (forked) {
      // Either the entries were changed on the way or the node stands on another history. Nothing is taken; the receipt
      // names the digest we hold, by which a node that was rewound or cloned recognises itself.
      report = keep_for_review(node, "broken_chain", "entries do not follow what this hub holds of the log", bundle,
                               section, wire::Refusal::kBroken);
      report.answer.reset();
    }
  }

  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  if (report.result == AdmissionReport::Result::kQuarantined) {
    report.answer = answers_.write(node, up.header(), report.refusal, at, 0);
    nodes_.put(node);
    transaction.commit();
    return report;
  }
  const Restoration::Adopted adopted = restoration_.adopt(up, node);
  if (run && !take_in(transaction, up, *run, node, at, adopted, report)) {
    if (node.state == NodeState::kActive) node.state = NodeState::kEquivocated;
    nodes_.put(node);
    transaction.commit();
    return keep_for_review(node, "equivocation", "two entries with one sequence", bundle, section, wire::Refusal::kEquivocation);
  }
  if (!run) report.result = AdmissionReport::Result::kGap;
  if (report.refusal == wire::Refusal::kNone) report.refusal = refusal_of(node.state);
  if (road == Road::kLine) node.claimed_offset = up.header().sent_at - at;
  report.held_through = node.held_through;
  if (run) note_coverage(node, up.header(), road, at);
  fleet_.note_cursors(node.incarnation, up.header().cursors);
  report.answer = answers_.write(node, up.header(), report.refusal, at, bytes_wanted, restoration_.lost(node, up.header()));
  nodes_.put(node);
  transaction.commit();
  restoration_.follow(adopted);
  return report;
}

}  // namespace tirkeu::hub
