// A hub as a whole: the object graph of one department, without network, threads or clock of its own. The daemon and the
// simulator build exactly this.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "hub/admission.h"
#include "hub/audit_desk.h"
#include "hub/complaint_desk.h"
#include "hub/enrolment_desk.h"
#include "hub/fleet.h"
#include "hub/person_keeper.h"
#include "hub/portal_desk.h"
#include "hub/portal_tokens.h"
#include "hub/review_desk.h"
#include "hub/rule_desk.h"
#include "hub/transfer_desk.h"
#include "sync/crypto/blind_tagger.h"

namespace tirkeu::hub {

/// Where a hub's files lie. In the data folder: hub.db, hub.keys; beside it DATA.root and DATA.witness.
struct HubFiles {
  std::string database;
  std::filesystem::path keys;
  std::filesystem::path root_key;
  std::filesystem::path witness;
  std::string vfs;  ///< the simulator's disk; empty: the system's

  static HubFiles in(const std::filesystem::path& data_folder);
};

/// The world a hub runs in. Outlives the hub.
struct HubWorld {
  base::Clock& clock;
  base::Entropy& entropy;
  base::Disk& disk;
  const crypto::BlindTagger& tagger;
  base::Milliseconds clock_uncertainty{60'000};
  base::Limits limits = {};
};

struct HubStatus {
  std::string department;
  std::uint64_t applications = 0;
  std::uint64_t open_duplicates = 0;
  std::uint64_t open_persons = 0;         ///< pairs that may be one person with two documents
  std::uint64_t open_complaints = 0;      ///< not answered yet, or again
  std::uint64_t portal_waiting = 0;       ///< portal requests that no office has taken in yet
  std::uint64_t index_waiting = 0;        ///< applications whose index entry is still to be made
  std::uint64_t quarantined = 0;
  base::Milliseconds clock_behind{};      ///< how far the hub's clock lies behind times it gave already
  base::Sequence department_sequence = 0, index_sequence = 0;
};

class Hub {
 public:
  struct CreateOptions {
    int department = 0;
    std::string public_url;
    std::string root_passphrase;
    crypto::PasswordCost root_cost{3, 256u << 20};
    /// Of a department that had a hub before, of which nothing is left: the new one has its root key. Nothing: a root key is made.
    const RootKey* root = nullptr;
  };
  struct Created {
    std::string hub_fingerprint;
    std::string root_fingerprint;
  };
  /// Makes keys, database and, unless there is one, the root key file. Throws std::runtime_error (with what to do) when there is a hub already.
  static Created create(const HubFiles& files, const CreateOptions& options, HubWorld world);
  Hub(const HubFiles& files, HubWorld world, std::string program);
  ~Hub();

  store::Database& database() { return *database_; }
  store::LogStore& logs() { return *logs_; }
  store::Book& book() { return *book_; }
  store::Cases& cases() { return *cases_; }
  store::Settings& settings() { return *settings_; }
  const Department& department() const { return *department_; }
  Nodes& nodes() { return *nodes_; }
  EnrolmentDesk& enrolment_desk() { return *enrolment_desk_; }
  IndexKeeper& index() { return *index_; }
  Admission& admission() { return *admission_; }
  ReviewDesk& review_desk() { return *review_desk_; }
  PersonKeeper& persons() { return *persons_; }
  Fleet& fleet() { return *fleet_; }
  RuleDesk& rule_desk() { return *rule_desk_; }
  TransferDesk& transfer_desk() { return *transfer_desk_; }
  ComplaintDesk& complaints() { return *complaints_; }
  AuditDesk& audit() { return *audit_; }
  PortalTokens& portal_tokens() { return *portal_tokens_; }
  PortalDesk& portal_desk() { return *portal_desk_; }
  HubTime& time() { return *time_; }
  Epochs& epochs() { return *epochs_; }
  /// Writes the witness when anything changed since: before an enrolment file leaves, at the end, and every few seconds.
  void note_witness();
  /// Makes index entries that wait, tags computed here and now: for the simulator, a stick and a quiet hub; the daemon
  /// computes tags on its worker instead. Returns how many were made.
  std::size_t make_index_entries(std::size_t count_max);
  HubStatus status();
  std::string fingerprint() const;
  /// What whoever has the root key needs to certify other keys.
  KeyStanding key_standing();
  /// From now on the hub signs with these keys; durable when it returns. False: the root key did not certify them, or they are not
  /// newer than those that the hub has; nothing happened.
  bool change_keys(const KeyChange& change);

 private:
  const crypto::BlindTagger& tagger_;
  base::Disk& files_;
  std::filesystem::path witness_;
  std::filesystem::path keys_file_;
  base::Bytes witnessed_;
  std::unique_ptr<HubKeys> keys_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::LogStore> logs_;
  std::unique_ptr<store::Book> book_;
  std::unique_ptr<store::Cases> cases_;
  std::unique_ptr<store::Settings> settings_;
  std::unique_ptr<Department> department_;
  std::unique_ptr<HubTime> time_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Nodes> nodes_;
  std::unique_ptr<Epochs> epochs_;
  std::unique_ptr<EnrolmentDesk> enrolment_desk_;
  std::unique_ptr<IndexKeeper> index_;
  std::unique_ptr<PersonKeeper> persons_;
  std::unique_ptr<Adjudication> adjudication_;
  std::unique_ptr<AnswerDesk> answers_;
  std::unique_ptr<Fleet> fleet_;
  std::unique_ptr<RuleDesk> rule_desk_;
  std::unique_ptr<Restoration> restoration_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<ReviewDesk> review_desk_;
  std::unique_ptr<TransferDesk> transfer_desk_;
  std::unique_ptr<ComplaintDesk> complaints_;
  std::unique_ptr<AuditDesk> audit_;
  std::unique_ptr<PortalTokens> portal_tokens_;
  std::unique_ptr<PortalDesk> portal_desk_;
};

}  // namespace tirkeu::hub
