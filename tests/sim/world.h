// A department under simulated time: one hub and its nodes, the production cores, in one thread. Wrong clocks, a network that
// drops, repeats, reorders, delays and cuts, sticks that are late, doubled or lost, power cuts at any write. After every step
// the invariants are checked; at the end the faults stop, and all must agree within a bounded number of rounds.
#pragma once

#include <map>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "node/node.h"
#include "sync/store/fault_vfs.h"
#include "tests/sim/machine.h"
#include "tests/sim/people.h"

namespace tirkeu::sim {

/// How often each fault and each rare path happened; a run over many seeds must have every one above zero.
using Counters = std::map<std::string, std::uint64_t>;

/// A broken promise: which seed, when, and what. The run stops.
class Violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct WorldOptions {
  std::uint64_t seed = 1;
  int days = 30;
  int offices = 3;
};

class World {
 public:
  explicit World(const WorldOptions& options);
  ~World();
  /// Safety phase, then liveness phase. Throws Violation. Returns the digest of everything that happened.
  std::string run(Counters& counters);

 private:
  struct Acked {
    base::RowId id;
    std::string ticket;
    registry::Application application;
    TrueStay stay;
    bool withdrawn = false;
  };
  struct Office {
    int number = 0;
    std::string code;
    std::unique_ptr<store::FaultDisk> disk;
    MemoryDisk files;
    Dice dice{0};
    std::unique_ptr<SimClock> clock;
    std::unique_ptr<node::Node> node;
    std::vector<Acked> acked;
    bool wrong_clock = false;
  };
  enum class Kind { kAct, kRound, kStick, kPowerCut, kArmedCrash, kHubCrash, kClock, kUp, kDown };
  struct Event {
    base::Instant at;
    std::uint64_t serial = 0;
    Kind kind = Kind::kAct;
    int office = 0;
    base::Bytes bytes;
    bool stick = false;
    bool operator>(const Event& other) const { return at != other.at ? at > other.at : serial > other.serial; }
  };

  void create();
  void schedule(Kind kind, int office, base::Milliseconds delay, base::Bytes bytes = {}, bool stick = false);
  void step(Event& event);
  void act(Office& office);
  void accept(Office& office);
  void follow_up(Office& office);
  void send_up(Office& office, bool stick);
  void arrive_at_hub(Event& event);
  void deliver_tampered(const base::Bytes& bundle);
  void arrive_at_office(Event& event);
  void disturb_clock(Office& office);
  void restart(Office& office);
  void restart_hub();
  void check_acknowledged(Office& office);
  void check_places();
  void converge();
  void check_agreement();
  void verify(store::Database& database, const std::string& whose);
  node::NodeWorld world_of(Office& office);
  hub::HubWorld world_of_hub();
  [[noreturn]] void violate(const std::string& what);
  void trace(const std::string& line);
  void count(const std::string& what) { ++(*counters_)[what]; }

  WorldOptions options_;
  Dice dice_;
  TrueTime truth_;
  People people_;
  std::unique_ptr<store::FaultDisk> hub_disk_;
  MemoryDisk hub_files_;
  Dice hub_dice_{0};
  std::unique_ptr<SimClock> hub_clock_;
  std::unique_ptr<hub::Hub> hub_;
  std::vector<std::unique_ptr<Office>> offices_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t serial_ = 0;
  std::map<std::uint64_t, std::vector<base::RowId>> claims_of_stay_;
  std::set<std::uint64_t> ended_stays_;
  Counters* counters_ = nullptr;
  crypto::Digest trace_{};
};

/// The same entries with one of them changed, under the authentic header and signature: what only the chain can tell.
std::optional<base::Bytes> tamper(const base::Bytes& bundle, const hub::HubKeys& keys, Dice& dice);

}  // namespace tirkeu::sim
