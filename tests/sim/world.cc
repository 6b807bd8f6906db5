#include "tests/sim/world.h"

#include <algorithm>

#include "schema/registry/offices.h"

namespace tirkeu::sim {
namespace {

/// Eight offices, as in the tests; others where there are more.
constexpr int kUsualDepartment = 6;
constexpr base::Instant kStart = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2));

/// Cheap stand-in for the hardened tag: simulated offices look up thousands of times.
class QuickTagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    const crypto::Digest digest = crypto::keyed_digest(crypto::Label::kBlindTag, key, base::bytes_of(text));
    return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
  }
};
const QuickTagger kTagger;

/// The first department of Annex 1 that has so many offices.
int department_with(int offices) {
  const auto has = [offices](int department) { return registry::find_office(registry::office_code(department, offices)) != nullptr; };
  if (has(kUsualDepartment)) return kUsualDepartment;
  for (int department = 1; department <= 16; ++department)
    if (has(department)) return department;
  throw std::invalid_argument("no department has " + std::to_string(offices) + " offices");
}

std::string vfs_name(std::uint64_t seed, const std::string& machine) { return "sim-" + std::to_string(seed) + "-" + machine; }

}  // namespace

World::World(const WorldOptions& options) : options_(options), dice_(options.seed), swarm_(dice_.fork()), people_(dice_.fork()) {
  department_ = department_with(options.offices);
  truth_.now = kStart + std::chrono::hours(4);
  create();
}

World::~World() {
  // Databases before the disks they lie on.
  for (const std::unique_ptr<Office>& office : offices_) office->node.reset();
  hub_.reset();
}

node::NodeWorld World::world_of(Office& office, base::Disk& files) {
  return {*office.clock, office.dice, files, kTagger, {}, office.marks};
}
hub::HubWorld World::world_of_hub() {
  return {*hub_clock_, hub_dice_, hub_files_, kTagger, std::chrono::seconds(60), {}};
}

void World::create() {
  hub_dice_ = dice_.fork();
  hub_disk_ = std::make_unique<store::FaultDisk>(vfs_name(options_.seed, "hub"));
  hub_clock_ = std::make_unique<SimClock>(truth_, hub_dice_);
  const hub::HubFiles hub_files = files_of_hub();
  hub::Hub::CreateOptions options;
  options.department = department_;
  options.public_url = "http://hub.invalid";
  options.root_passphrase = "invented passphrase";
  options.root_cost = {1, 8u << 20};
  hub::Hub::create(hub_files, options, world_of_hub());
  hub_ = std::make_unique<hub::Hub>(hub_files, world_of_hub(), "sim");
  for (int number = 1; number <= options_.offices; ++number) {
    auto office = std::make_unique<Office>();
    office->number = number;
    office->index = number - 1;
    office->code = registry::office_code(department_, number);
    office->dice = dice_.fork();
    office->disk = std::make_unique<store::FaultDisk>(vfs_name(options_.seed, office->code));
    office->clock = std::make_unique<SimClock>(truth_, office->dice);
    office->clock->set_wrong(base::Milliseconds(dice_.between(-20'000, 20'000)), dice_.between(-40, 40), false);
    const protocol::Enrolment enrolment = enrol(number);
    office->marks = {{base::MachineMark::Kind::kSystem, office->code}};
    const node::NodeFiles files = files_of(*office);
    node::Node::create(files, enrolment, world_of(*office));
    office->node = std::make_unique<node::Node>(files, world_of(*office), "sim");
    offices_.push_back(std::move(office));
  }
}

protocol::Enrolment World::enrol(int number) {
  const hub::EnrolmentDesk::Written grant = hub_->enrolment_desk().write(number, {});
  hub_->note_witness();
  const auto enrolment = protocol::read_enrolment(grant.file);
  if (!enrolment) violate("an enrolment file just written cannot be read");
  const base::Incarnation first = enrolment->grant.first_incarnation;
  if (!grants_.empty() && first <= *grants_.rbegin()) violate("number " + std::to_string(first) + " was granted twice");
  grants_.insert(first);
  return *enrolment;
}

void World::violate(const std::string& what) {
  throw Violation("seed " + std::to_string(options_.seed) + ", " + base::format_utc(truth_.now) + ": " + what);
}

void World::trace(const std::string& line) {
  trace_ = crypto::digest(crypto::Label::kWitness, trace_, base::bytes_of(base::format_utc(truth_.now) + " " + line));
}

void World::schedule(Kind kind, int office, base::Milliseconds delay, base::Bytes bytes, bool stick, base::Sequence covers) {
  events_.push(Event{truth_.now + delay, ++serial_, kind, office, std::move(bytes), stick, covers});
}

void World::later(base::Milliseconds delay, std::function<void()> happening) {
  Event event{truth_.now + delay, ++serial_, Kind::kLater, 0, {}, false, 0, {}};
  event.happening = std::move(happening);
  events_.push(std::move(event));
}

void World::begin() {
  for (std::size_t i = 0; i < offices_.size(); ++i) {
    const int office = static_cast<int>(i);
    schedule(Kind::kAct, office, std::chrono::minutes(dice_.between(1, 300)));
    schedule(Kind::kRound, office, std::chrono::hours(dice_.between(1, 40)));
    if (swarm_.has(Family::kSticks)) schedule(Kind::kStick, office, std::chrono::hours(dice_.between(10, 200)));
    if (swarm_.has(Family::kPower)) {
      schedule(Kind::kPowerCut, office, std::chrono::hours(dice_.between(5, 200)));
      schedule(Kind::kArmedCrash, office, std::chrono::hours(dice_.between(5, 200)));
    }
    if (swarm_.has(Family::kClocks)) schedule(Kind::kClock, office, std::chrono::hours(dice_.between(5, 400)));
  }
  if (swarm_.has(Family::kPower)) schedule(Kind::kHubCrash, 0, std::chrono::hours(dice_.between(10, 300)));
  if (swarm_.has(Family::kStalls)) begin_stalls();
  if (swarm_.has(Family::kAbsence)) begin_absence();
  if (swarm_.has(Family::kStampede)) begin_stampede();
  if (swarm_.has(Family::kReplay)) begin_replay();
  if (swarm_.has(Family::kPoison)) begin_poison();
  if (swarm_.has(Family::kDisks)) begin_disks();
  if (swarm_.has(Family::kRevoked)) begin_revoked();
  if (swarm_.has(Family::kLives)) begin_lives();
  if (swarm_.has(Family::kRestored)) begin_restored();
  if (swarm_.has(Family::kTwins)) begin_twins();
  if (swarm_.has(Family::kVersions)) begin_versions();
}

std::string World::run(Counters& counters) {
  counters_ = &counters;
  begin();
  const base::Instant end = truth_.now + std::chrono::hours(24 * options_.days);
  while (!events_.empty() && events_.top().at < end) {
    Event event = events_.top();
    events_.pop();
    // A family that lets time pass by itself must not see it go back with the next event: machines would have booted in the future.
    truth_.now = std::max(truth_.now, event.at);
    step(event);
  }
  converge();
  check_agreement();
  return base::to_hex(base::ByteView(trace_).first(8));
}

void World::step(Event& event) {
  Office& office = *offices_[static_cast<std::size_t>(event.office)];
  switch (event.kind) {
    case Kind::kAct:
      act(office);
      schedule(Kind::kAct, event.office, std::chrono::minutes(dice_.between(30, 480)));
      break;
    case Kind::kRound:
      send_up(office, false);
      // Some days the line is there every hour, some days not at all.
      schedule(Kind::kRound, event.office, dice_.chance(15) ? std::chrono::hours(dice_.between(48, 200)) : std::chrono::hours(dice_.between(1, 20)));
      break;
    case Kind::kStick:
      send_up(office, true);
      schedule(Kind::kStick, event.office, std::chrono::hours(dice_.between(40, 240)));
      break;
    case Kind::kUp:
      arrive_at_hub(event);
      break;
    case Kind::kDown:
      arrive_at_office(event);
      break;
    case Kind::kLater:
      event.happening();
      break;
    default:
      step_disturbance(event);
  }
}

void World::step_disturbance(Event& event) {
  Office& office = *offices_[static_cast<std::size_t>(event.office)];
  switch (event.kind) {
    case Kind::kPowerCut:
      count("power cut at an office");
      office.disk->fail_at(0, store::FaultDisk::Fault::kCrash, store::FaultDisk::Duration::kForEver);
      restart(office);
      schedule(Kind::kPowerCut, event.office, std::chrono::hours(dice_.between(30, 300)));
      break;
    case Kind::kArmedCrash:
      office.disk->fail_at(1 + dice_.below(30),
                           dice_.chance(70) ? store::FaultDisk::Fault::kCrash : store::FaultDisk::Fault::kInputOutput,
                           store::FaultDisk::Duration::kForEver);
      schedule(Kind::kArmedCrash, event.office, std::chrono::hours(dice_.between(30, 300)));
      break;
    case Kind::kHubCrash:
      hub_disk_->fail_at(1 + dice_.below(120), store::FaultDisk::Fault::kCrash, store::FaultDisk::Duration::kForEver);
      schedule(Kind::kHubCrash, 0, std::chrono::hours(dice_.between(30, 300)));
      break;
    case Kind::kClock:
      disturb_clock(office);
      schedule(Kind::kClock, event.office, std::chrono::hours(dice_.between(20, 600)));
      break;
    default:
      violate("an event that nobody knows");
  }
}

void World::recover_from(const store::StoreError& fault, Office& office) {
  if (fault.kind() == store::StoreError::Kind::kDiskFull) return count("refused because of a full disk at an office");
  count("crash of an office in the middle of a write");
  restart(office);
}

void World::recover_hub_from(const store::StoreError& fault) {
  if (fault.kind() == store::StoreError::Kind::kDiskFull) return count("refused because of a full disk at the hub");
  restart_hub();
}

void World::restart(Office& office) {
  office.node.reset();
  office.disk->crash(&office.dice);
  office.disk->heal();
  office.clock->boot();
  office.node = std::make_unique<node::Node>(files_of(office), world_of(office), "sim");
  trace("restart " + office.code);
  check_acknowledged(office);
}

void World::restart_hub() {
  count("crash of the hub in the middle of a write");
  hub_.reset();
  hub_disk_->crash(&hub_dice_);
  hub_disk_->heal();
  hub_clock_->boot();
  hub_ = std::make_unique<hub::Hub>(files_of_hub(), world_of_hub(), "sim");
  trace("restart hub");
  check_places();
}

void World::disturb_clock(Office& office) {
  // Years that dead batteries and wrong hands make, as offsets from the truth.
  const auto set_to = [&](std::chrono::year year) {
    office.clock->set_wrong(base::Instant(std::chrono::sys_days(year / 1 / 1)) - truth_.now, 0, false);
  };
  const auto hours = [](std::int64_t count) { return base::Milliseconds(std::chrono::hours(count)); };
  office.wrong_clock = true;
  switch (dice_.below(8)) {
    case 0:
      count("clock of 1970");
      return set_to(std::chrono::year(1970));
    case 1:
      count("clock of 2000");
      return set_to(std::chrono::year(2000));
    case 2:
      count("clock ten years ahead");
      return office.clock->set_wrong(hours(24 * 3652), 0, false);
    case 3:
      count("clock a year off");
      return office.clock->set_wrong(hours(24 * 365) * (dice_.chance(50) ? 1 : -1), 0, false);
    case 4:
      count("clock jumped");
      return office.clock->set_wrong(base::Milliseconds(std::chrono::minutes(dice_.between(-600, 600))), 0, true);
    case 5:
      count("clock hours off");
      return office.clock->set_wrong(hours(-1) * dice_.between(1, 10), 0, false);
    default:
      count("clock put right");
      office.clock->set_wrong(base::Milliseconds(dice_.between(-5'000, 5'000)), dice_.between(-40, 40), true);
      office.wrong_clock = false;
  }
}

}  // namespace tirkeu::sim
