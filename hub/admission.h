// Admission of a node's bundle: who sent it, whether its entries follow what is held, what they change, and the answer.
//
// One bundle is one transaction: entries, claims, verdicts, receipt. A bundle may be lost, repeated, late or ancient; what
// is held already is compared, never written again. Nothing that proves a fault is thrown away: it is kept whole in
// quarantine, with its cause, for an administrator.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>

#include "hub/adjudication.h"
#include "hub/answer_desk.h"
#include "hub/fleet.h"
#include "hub/lives.h"
#include "hub/person_keeper.h"
#include "hub/restoration.h"
#include "schema/registry/rule_book.h"
#include "sync/protocol/enrolment.h"

namespace tirkeu::hub {

struct AdmissionReport {
  enum class Result {
    kTaken,        ///< entries were taken in
    kNothingNew,   ///< all of them were held, or there were none
    kGap,          ///< entries before these are missing; the answer says from where
    kQuarantined,  ///< kept for an administrator; see refusal
    kRefused,      ///< not taken and not kept; see refusal or fault
  };
  Result result = Result::kRefused;
  std::optional<protocol::BundleFault> fault;  ///< why it is no bundle for us
  wire::Refusal refusal = wire::Refusal::kNone;
  std::string office;                          ///< code; empty when the sender is unknown
  base::Incarnation incarnation = 0;
  std::uint32_t entries = 0;                   ///< newly held
  std::uint32_t applications = 0;              ///< of them acceptances
  std::uint32_t verdicts = 0;                  ///< written because of them
  base::Sequence held_through = 0;
  /// Nothing when the sender's key is unknown. With the fault kWrongReceiver it is no bundle but the statement of the hub's keys, which
  /// proves itself: the sender may seal to those of a hub before this one.
  std::optional<base::Bytes> answer;
};
std::string_view code_of(AdmissionReport::Result result);

struct AdmissionSettings {
  base::Milliseconds clock_uncertainty{60'000};  ///< how far a healthy clock may be off
  base::Limits limits;
};

class Admission {
 public:
  Admission(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, Nodes& nodes,
            Adjudication& adjudication, IndexKeeper& index, PersonKeeper& persons, AnswerDesk& answers, Fleet& fleet, Restoration& restoration,
            const Department& department, const HubKeys& keys, HubTime& time, const registry::RuleBook& rules, const AdmissionSettings& settings);

  /// `bytes_wanted`: about how many bytes of entries the answer may carry. `over_a_line`: the node's clock can be compared.
  enum class Road { kLine, kStick };
  AdmissionReport admit(base::ByteView bundle, Road road, std::size_t bytes_wanted);
  /// Takes in what lay in quarantine under that office and fingerprint; returns what came of it, nothing when there is none.
  std::optional<AdmissionReport> approve(int office, const std::string& fingerprint);

 private:
  AdmissionReport admit_known(const protocol::AuthenticUp& up, NodeRecord node, base::ByteView bundle, Road road, std::size_t bytes_wanted);
  AdmissionReport admit_claim(const protocol::OpenedUp& opened, base::ByteView bundle, Road road, std::size_t bytes_wanted);
  AdmissionReport admit_successor(const protocol::OpenedUp& opened, base::ByteView bundle, Road road, std::size_t bytes_wanted);
  /// With the key that it was sealed to, which may be one that this hub had before.
  protocol::Opened<protocol::OpenedUp> open(base::ByteView bundle);
  /// A sender that this hub forgot when it was restored, and whose proof holds.
  std::optional<NodeRecord> bind_again(const protocol::OpenedUp& opened);
  /// The enrolment file that `node` came with has bound another key already.
  bool is_used_by_another(const NodeRecord& node);
  /// `section`: the run of `bundle`; the same run again is not kept twice.
  AdmissionReport keep_for_review(const NodeRecord& node, const std::string& cause, const std::string& detail, base::ByteView bundle,
                                  const wire::Section& section, wire::Refusal refusal);
  /// Appends and applies what is new. False: the run contradicts what is held (equivocation).
  bool take_in(store::Transaction& transaction, const protocol::AuthenticUp& up, const protocol::Run& run, NodeRecord& node,
               base::Instant at, const Restoration::Adopted& adopted, AdmissionReport& report);
  /// Holds and applies all of `fresh`, as nearly always works out: one savepoint, each row written once. False: nothing of it
  /// happened, and they are to be held and applied one by one, so that a bad one sinks only itself.
  bool take_at_once(store::Transaction& transaction, std::span<const protocol::ChainedEntry> fresh, NodeRecord& node, base::Instant at,
                    const Restoration::Adopted& adopted, std::set<std::string>& documents, AdmissionReport& report);
  void hold(std::span<const protocol::ChainedEntry> fresh, NodeRecord& node, base::Instant at, const Restoration::Adopted& adopted);
  void apply_waiting(store::Transaction& transaction, NodeRecord& node, base::Instant at, std::set<std::string>& documents,
                     AdmissionReport& report);
  void fold(store::Transaction& transaction, const store::AppliedRow& row, const store::StoredEntry& stored, const wire::Entry& entry,
            const NodeRecord& node, std::set<std::string>& documents, AdmissionReport& report);
  ClaimRecord claim_of(const store::Acceptance& accepted, const std::string& document_key, const store::StoredEntry& stored,
                       const wire::Entry& entry, const NodeRecord& node);
  const registry::RuleSet& rules_of(const store::Acceptance& acceptance) const;
  /// Why these rows may not stand: they are about something that is not this office's. Empty: they may.
  std::string foreign_row(const std::vector<store::AppliedRow>& rows, const NodeRecord& node);
  /// Earliest hub time at which the entry can have been written; never earlier than that of the log's claim before.
  base::Instant not_before(const wire::Entry& entry, const NodeRecord& node, base::RowId application);
  base::Instant bound_of_receipt(const wire::Prefix16& cited, const NodeRecord& node);
  base::Instant grant_time(const NodeRecord& node);
  /// How far the horizon may say that this hub sees the node's work.
  void note_coverage(NodeRecord& node, const wire::UpHeader& header, Road road, base::Instant at);

  store::Database& database_;
  store::LogStore& logs_;
  store::Book& book_;
  store::Cases& cases_;
  Nodes& nodes_;
  Adjudication& adjudication_;
  IndexKeeper& index_;
  PersonKeeper& persons_;
  AnswerDesk& answers_;
  Fleet& fleet_;
  Restoration& restoration_;
  const Department& department_;
  const HubKeys& keys_;
  HubTime& time_;
  const registry::RuleBook& rules_;
  AdmissionSettings settings_;
  Lives lives_;
  struct Cited {
    wire::Prefix16 receipt{};
    base::Instant bound{};
  };
  std::optional<Cited> cited_;  ///< the last receipt that an entry of the run under way cites
  store::Applier applier_;
  store::Statement keep_, kept_, settle_, is_kept_;
};

}  // namespace tirkeu::hub
