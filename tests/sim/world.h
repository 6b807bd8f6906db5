// A department under simulated time: one hub and its nodes, the production cores, in one thread. What goes wrong is drawn for
// each seed (swarm.h). After every step the invariants are checked; at the end the faults stop, and all must agree within a
// bounded number of rounds.
//
// A family of faults has a file of its own, world_FAMILY.cc: begin_FAMILY() runs once when the seed has the family, and
// schedules what is to happen by later().
#pragma once

#include <functional>
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
#include "tests/sim/swarm.h"

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
  /// What the line of an office does beyond losing a bundle now and then.
  struct Road {
    bool up_cut = false;
    bool down_cut = false;
    std::int64_t bytes_per_s = 0;  ///< 0: as fast as any
    bool absent = false;           ///< no line, and nobody carries a stick
  };
  struct Office {
    int number = 0;
    int index = 0;  ///< among all machines; twins and what replaces them come after those of the beginning
    std::string code;
    std::unique_ptr<store::FaultDisk> disk;
    MemoryDisk files;
    Dice dice{0};
    std::unique_ptr<SimClock> clock;
    std::unique_ptr<node::Node> node;
    std::vector<Acked> acked;
    bool wrong_clock = false;
    Road road;
    bool revoked = false;
    base::Sequence held_when_revoked = 0;
    std::vector<base::MachineMark> marks = {};
    int lives = 0;                 ///< that ended
    std::set<base::RowId> away;    ///< acknowledged, and not in the book of the machine that goes on
    std::vector<base::RowId> poison;  ///< facts that its program wrote and nobody may apply
    bool twinned = false;             ///< another machine began as a copy of this one, or this one of another
    bool stopped = false;             ///< of twins: it may not write any more and waits for an administrator
  };
  enum class Kind { kAct, kRound, kStick, kPowerCut, kArmedCrash, kHubCrash, kClock, kUp, kDown, kLater };
  struct Event {
    base::Instant at;
    std::uint64_t serial = 0;
    Kind kind = Kind::kAct;
    int office = 0;
    base::Bytes bytes;
    bool stick = false;
    base::Sequence covers = 0;          ///< of a bundle or its answer: the last of the entries it carried
    std::function<void()> happening = {};  ///< of kLater
    bool operator>(const Event& other) const { return at != other.at ? at > other.at : serial > other.serial; }
  };

  void create();
  void schedule(Kind kind, int office, base::Milliseconds delay, base::Bytes bytes = {}, bool stick = false, base::Sequence covers = 0);
  void later(base::Milliseconds delay, std::function<void()> happening);
  void begin();
  void begin_stalls();
  void begin_absence();
  void begin_stampede();
  void begin_replay();
  void begin_poison();
  void begin_disks();
  void begin_revoked();
  void begin_lives();
  void begin_restored();
  void begin_twins();
  void begin_versions();
  void step(Event& event);
  void step_disturbance(Event& event);
  void act(Office& office);
  void accept(Office& office);
  void follow_up(Office& office);
  void send_up(Office& office, bool stick);
  void arrive_at_hub(Event& event);
  void send_down(const Event& up, base::Bytes answer, base::Sequence covers);
  void deliver_tampered(const base::Bytes& bundle);
  void arrive_at_office(Event& event);
  void disturb_clock(Office& office);
  void stall(Office& office);
  void end_stall(Office& office);
  void stampede();
  void replay_at_hub();
  void replay_at_office();
  void poison(Office& office);
  void fill_disk(store::FaultDisk& disk, const std::string& whose);
  void rot(Office& office);
  void revoke(Office& office);
  node::NodeFiles files_of(const Office& office) const;
  void copy_for_later(Office& office);
  void put_back(Office& office, const std::shared_ptr<const store::FaultDisk::Image>& image, const base::Bytes& keys);
  void move_machine(Office& office);
  void lose_machine(Office& office);
  /// Opens what lies on the machine now; a life that must not go on is ended as a sysadmin would.
  void open_machine(Office& office);
  void forget_what_never_left(Office& office);
  bool is_away(const Office& office, const Acked& acked) const;
  /// The hub's enrolment file for that office; its numbers have never been given out before.
  protocol::Enrolment enrol(int number);
  hub::HubFiles files_of_hub() const { return {"hub.db", "hub.keys", "hub.root", "hub.witness", hub_disk_->vfs()}; }
  /// A backup of the hub, and what was so when it was made.
  struct Backup {
    std::shared_ptr<const store::FaultDisk::Image> disk;
    std::optional<base::Bytes> witness;
    std::size_t grants = 0, revoked = 0;
    bool another_schema = false;
  };
  Backup back_up_hub();
  void restore_hub(const Backup& backup);
  std::size_t revoked_offices() const;
  void clone_machine(Office& office);
  /// A sysadmin looks at a machine of twins: `recover` where it leads on, else it is put aside.
  void attend(Office& office);
  /// When all machines of an office are put aside: a new one.
  void replace_stopped(int number);
  bool has_twins() const;
  void settle_twins();
  void check_twin(Office& office);
  /// What a machine that was put aside wrote and the hub does not hold lies in quarantine whole.
  void check_evidence(Office& office);
  void check_back_after_approval();
  void change_hub_schema();
  void upgrade_hub();
  bool is_everybody_known();
  /// Once the hub was restored: the office knows of the present epoch, and the hub has every verdict that the office was given.
  void check_restored(Office& office);
  /// The hub does not know the office any more, and was told so: its next bundle shows who it is.
  bool is_forgotten(Office& office, const hub::AdmissionReport& report);
  /// What a lost machine sent comes after another took its place: kept whole, and no fault of anybody.
  bool is_of_an_ended_life(const Office& office, const hub::AdmissionReport& report);
  /// At the end: what of `away` the hub never got is gone.
  void bury_the_lost(Office& office);
  /// One round without faults of the road; false when a disk broke it off. Of several exchanges, when the hub was restored and
  /// asks for what it lost.
  bool clean_round(Office& office);
  enum class Exchanged { kDone, kAskedBack, kBrokenOff };
  Exchanged exchange(Office& office);
  /// What the hub made of a bundle of that office: is it what it must be?
  void check_report(Office& office, const hub::AdmissionReport& report);
  void approve_late(Office& office);
  void keep_for_replay(const Event& event);
  /// After a fault of a disk: a full one is no reason to stop, anything else is a restart.
  void recover_from(const store::StoreError& fault, Office& office);
  void recover_hub_from(const store::StoreError& fault);
  void restart(Office& office);
  void restart_hub();
  void check_acknowledged(Office& office);
  void check_places();
  void converge();
  void check_agreement();
  void check_office(Office& office, std::map<std::string, base::RowId>& tickets);
  void check_case(const Office& office, const Acked& acked);
  void check_poison(Office& office);
  void check_stays();
  void verify(store::Database& database, const std::string& whose);
  node::NodeWorld world_of(Office& office) { return world_of(office, office.files); }
  node::NodeWorld world_of(Office& office, base::Disk& files);
  hub::HubWorld world_of_hub();
  [[noreturn]] void violate(const std::string& what);
  void trace(const std::string& line);
  void count(const std::string& what) { ++(*counters_)[what]; }

  WorldOptions options_;
  Dice dice_;
  Swarm swarm_;
  TrueTime truth_;
  People people_;
  std::unique_ptr<store::FaultDisk> hub_disk_;
  MemoryDisk hub_files_;
  Dice hub_dice_{0};
  int department_ = 0;
  std::unique_ptr<SimClock> hub_clock_;
  std::unique_ptr<hub::Hub> hub_;
  std::vector<std::unique_ptr<Office>> offices_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t serial_ = 0;
  std::map<std::uint64_t, std::vector<base::RowId>> claims_of_stay_;
  std::set<std::uint64_t> ended_stays_;
  std::vector<std::unique_ptr<store::FaultDisk>> lost_disks_;
  std::set<base::Incarnation> grants_;  ///< first numbers of all enrolment files
  int restorations_ = 0;
  bool hub_of_another_schema_ = false;
  std::set<std::uint64_t> unsure_stays_;  ///< turned to twins, whose rows may have one id for two people
  std::uint64_t restored_at_ = 0;       ///< serial of the events from then on
  std::vector<Event> carried_;  ///< some bundles and answers that were on the road
  Counters* counters_ = nullptr;
  crypto::Digest trace_{};
};

/// The same entries with one of them changed, under the authentic header and signature: what only the chain can tell.
std::optional<base::Bytes> tamper(const base::Bytes& bundle, hub::Hub& hub, const hub::HubKeys& keys, Dice& dice);

}  // namespace tirkeu::sim
