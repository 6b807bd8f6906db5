// The node's side of a round: make the bundle that goes up, take in the answer that came down.
//
// Both roads use exactly this: the bytes of make_up() are the body of a POST or a file on a stick, and take_down() cannot
// tell which way its bytes came. Positions, not conversation: any bundle may be lost, repeated, late or ancient, and the
// next round is still right.
#pragma once

#include <functional>
#include <expected>
#include <string>

#include "node/hub_return.h"
#include "node/hub_trust.h"
#include "node/life_state.h"
#include "node/own_lives.h"
#include "sync/protocol/bundle.h"
#include "sync/store/cases.h"
#include "sync/store/log_store.h"

namespace tirkeu::node {

struct UpSummary {
  base::Bytes bundle;
  base::Sequence first = 0;   ///< of the entries inside; meaningless when count is 0
  std::uint32_t count = 0;
  std::uint64_t waiting = 0;  ///< entries that did not fit, or are of another life, and wait for the next round
  base::Incarnation life = 0; ///< whose entries they are
};

/// What an answer brought, for the status line and the clerk's stick page.
struct DownSummary {
  bool old_answer = false;           ///< nothing new: this answer, or a newer one, was taken in before
  base::Sequence held_through = 0;   ///< of our log, as the receipt says
  base::Sequence newly_held = 0;     ///< entries that this receipt covers and no earlier one did
  std::uint32_t verdicts = 0;
  std::uint32_t index_entries = 0;
  std::uint32_t other_entries = 0;
  std::uint32_t returned = 0;        ///< entries of our office's other lives that the hub gave back
  bool life_began = false;           ///< the first receipt of one of our lives
  bool more = false;                 ///< the hub has more for us: another round is worth it
  bool hub_keys = false;             ///< nothing but the hub's new keys, certified by the root key: another round uses them
  bool asked_back = false;           ///< the hub was restored and asks for what it lost: another round returns it
  wire::Refusal refusal = wire::Refusal::kNone;
};

/// Why an answer was not taken in. Nothing changed, except that an alarm may have been noted.
struct DownFault {
  enum class Kind {
    kBundle,        ///< see bundle_fault
    kNotOurs,       ///< its receipt speaks of another log
    kRewound,       ///< the hub holds more of our log than we do: this database is older than it was
    kForked,        ///< the hub holds another entry under one of our sequences
    kOtherEpoch,    ///< it is of an epoch that is neither the one we know nor a later one
    kOldKey,        ///< signed by a key that the hub had before the root key certified another, and later than that
    kHubContent,    ///< the hub sent an entry that does not apply
  };
  Kind kind = Kind::kBundle;
  protocol::BundleFault bundle_fault = protocol::BundleFault::kNotABundle;
  std::string detail;  ///< for the log
};
std::string_view code_of(DownFault::Kind kind);

class Round {
 public:
  Round(store::Database& database, store::LogStore& logs, store::Cases& cases, store::Settings& settings,
        Identity& identity, OwnLives& lives, base::Clock& clock, base::Entropy& entropy, const base::Limits& limits,
        std::string program);

  /// Called at the start of make_up(): the last moment for what should travel with it.
  void before_make_up(std::function<void()> prepare) { prepare_ = std::move(prepare); }
  /// Called with the present life's head before anything signed leaves: the witness names it first.
  void before_leaving(std::function<void(const store::Head&)> witness) { witness_ = std::move(witness); }
  /// Called when an answer was taken in.
  void after_take_down(std::function<void()> follow) { follow_ = std::move(follow); }
  /// The bundle from the hub's last known position on. `bytes_wanted`: about how many bytes of entries may travel; at least one entry does.
  UpSummary make_up(std::size_t bytes_wanted);
  /// `bundle` may also be the statement of the hub's keys, which a hub gives to whoever seals to a key that it does not have.
  /// Everything in one transaction: receipt, entries of the hub's logs, folded cases, horizon.
  std::expected<DownSummary, DownFault> take_down(base::ByteView bundle);
  const HubTrust& hub_trust() const { return trust_; }
  HubReturn& hub_return() { return return_; }
  /// By the key id in the clear part of an answer: a stick carries those of other offices too.
  bool is_for_us(const crypto::KeyId& receiver) const { return lives_.knows(receiver); }

 private:
  wire::UpHeader header_of(base::Incarnation life);
  std::vector<wire::Position> cursors_of(base::Incarnation life);
  std::expected<DownSummary, DownFault> take_statement(base::ByteView file);
  /// An answer that no key which holds has signed.
  std::expected<DownSummary, DownFault> take_earlier(base::ByteView bundle, const NodeKeys& keys, protocol::BundleFault why);
  std::expected<void, DownFault> check_receipt(const wire::Receipt& receipt);
  /// The alarm outlives this process: the next start must not write into this life either.
  void raise_alarm(LifeState state);
  /// Logs that the hub told us of and our grant did not name.
  std::expected<void, DownFault> learn_logs(const wire::DownHeader& header);
  /// Number of the hub's newest epoch that we know of.
  std::uint32_t known_epoch();
  /// Number 0 is a refusal to somebody whom the hub has not bound or does not believe: it says nothing about what is held.
  DownSummary take_refusal(const wire::DownHeader& header);
  void fill_summary(const wire::DownHeader& header, const std::optional<store::StoredReceipt>& before, DownSummary& summary);
  std::expected<void, DownFault> apply_run(const protocol::Run& run, const protocol::AuthenticDown& answer, DownSummary& summary);
  void note_horizon(const wire::DownHeader& header);
  void note_state(base::Incarnation life, const wire::DownHeader& header);
  void keep_receipt(const protocol::AuthenticDown& answer);
  std::expected<void, DownFault> apply_waiting(const store::LogRecord& log, DownSummary& summary);

  store::Database& database_;
  store::LogStore& logs_;
  store::Cases& cases_;
  store::Settings& settings_;
  Identity& identity_;
  OwnLives& lives_;
  base::Clock& clock_;
  base::Entropy& entropy_;
  base::Limits limits_;
  std::string program_;
  store::Applier applier_;
  HubReturn return_;
  HubTrust trust_;
  store::Statement put_horizon_;
  std::function<void()> prepare_;
  std::function<void(const store::Head&)> witness_;
  std::function<void()> follow_;
};

}  // namespace tirkeu::node
