// A node as a whole: the object graph of one office's book, without network, threads or clock of its own. The daemon and the
// simulator build exactly this.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "node/attachment_desk.h"
#include "node/audit_trail.h"
#include "node/counter.h"
#include "node/opinion_desk.h"
#include "node/round.h"
#include "node/stay_desk.h"
#include "node/visit_queue.h"
#include "node/witness.h"
#include "sync/crypto/blind_tagger.h"

namespace tirkeu::node {

/// Where a node's files lie. In the data folder: node.db, node.keys; beside it DATA.witness.
struct NodeFiles {
  std::string database;
  std::filesystem::path keys;
  std::string vfs;  ///< the simulator's disk; empty: the system's
  std::filesystem::path witness = {};  ///< empty: beside the keys

  std::filesystem::path witness_path() const;
  static NodeFiles in(const std::filesystem::path& data_folder);
};

/// The world a node runs in. Outlives the node.
struct NodeWorld {
  base::Clock& clock;
  base::Entropy& entropy;
  base::Disk& disk;
  const crypto::BlindTagger& tagger;
  base::Limits limits = {};
  std::vector<base::MachineMark> machine = {};  ///< what main saw of the machine that it runs on
};

struct NodeStatus {
  std::string office;
  base::Incarnation incarnation = 0;
  base::Sequence sequence = 0;        ///< last written
  base::Sequence receipted = 0;       ///< last that the hub holds, by its receipt
  std::uint64_t unsent = 0;           ///< entries that no receipt covers, of this life and those before it
  std::optional<base::Instant> oldest_unsent_at;
  std::optional<base::Instant> last_round_at;   ///< by this node's clock
  std::optional<base::Instant> last_hub_time;   ///< by the hub's
  Horizon index;
  base::ClockFlags clock = 0;
  LifeState life = LifeState::kOk;
  std::string state;                  ///< its code
  std::string refusal;                ///< why the hub did not take the last bundle in; "none"
  std::int64_t to_tell = 0;           ///< annulled applications of this office
  std::int64_t in_review = 0;
  std::string fingerprint;            ///< of our keys, to compare over the telephone
};

class Node {
 public:
  /// Makes keys and database from an enrolment file; ready to work at once. Throws std::runtime_error (with what to do) when
  /// there is a database already.
  /// `requested`: the keys with which this machine asked for the enrolment; else it makes its own.
  static void create(const NodeFiles& files, const protocol::Enrolment& enrolment, NodeWorld world, std::optional<NodeKeys> requested = {});
  Node(const NodeFiles& files, NodeWorld world, std::string program);
  ~Node();

  store::Database& database() { return *database_; }
  store::LogStore& logs() { return *logs_; }
  store::Book& book() { return *book_; }
  store::Cases& cases() { return *cases_; }
  store::Settings& settings() { return *settings_; }
  const Identity& identity() const { return *identity_; }
  Journal& journal() { return *journal_; }
  FirstCheck& first_check() { return *first_check_; }
  Counter& counter() { return *counter_; }
  StayDesk& stay_desk() { return *stay_desk_; }
  AttachmentDesk& attachments() { return *attachments_; }
  VisitQueue& visits() { return *visits_; }
  OpinionDesk& opinions() { return *opinions_; }
  AuditTrail& audit() { return *audit_; }
  Round& round() { return *round_; }
  const registry::RuleBook& rule_book() const { return rule_book_; }
  NodeStatus status();
  OwnLives& lives() { return *lives_; }
  /// False in a life that may not be written into any more.
  bool may_write();

 private:
  /// Takes on every rule set that the department issued. One that this version cannot read is passed over: what was in force stays
  /// so, and a newer version reads it at its start.
  void learn_rules();
  /// Compares database, witness, receipt and machine; a life that must not go on is stopped before anybody can write.
  void check_life();
  /// The witness names at least `head` from now on. In a life that must not go on it stays as it is: it is evidence.
  void bear_witness(const store::Head& head);

  registry::RuleBook rule_book_;
  base::Clock& clock_;
  WitnessKeeper witness_;
  std::vector<WitnessMark> marks_;
  KeyRing keys_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::LogStore> logs_;
  std::unique_ptr<store::Book> book_;
  std::unique_ptr<store::Cases> cases_;
  std::unique_ptr<store::Settings> settings_;
  std::unique_ptr<Identity> identity_;
  std::unique_ptr<OwnLives> lives_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<FirstCheck> first_check_;
  std::unique_ptr<Counter> counter_;
  std::unique_ptr<StayDesk> stay_desk_;
  std::unique_ptr<AttachmentDesk> attachments_;
  std::unique_ptr<VisitQueue> visits_;
  std::unique_ptr<OpinionDesk> opinions_;
  std::unique_ptr<AuditTrail> audit_;
  std::unique_ptr<Round> round_;
};

}  // namespace tirkeu::node
