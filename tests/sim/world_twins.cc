// Two copies of one machine, both alive and both writing (F2). Neither can know of the other before the hub tells it: both branches are
// kept, nothing that one of them was told is overwritten by the other, and the office goes on.
#include <algorithm>

#include "hub/keys.h"
#include "node/recover.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

/// What lies in quarantine gets out of it by `approve` (restating); until that is built it stays there as evidence.
constexpr bool kApprovalBringsBack = false;
constexpr int kRoundsOfTwins = 6;

}  // namespace

void World::begin_twins() {
  later(hours(dice_.between(4, 20 * options_.days)), [this] { clone_machine(*offices_[dice_.below(offices_.size())]); });
}

bool World::has_twins() const {
  return std::ranges::any_of(offices_, [](const auto& office) { return office->twinned; });
}

void World::clone_machine(Office& office) {
  if (office.revoked || office.twinned || office.lives > 0 || hub_of_another_schema_) return;
  count("machine copied, and both go on");
  trace("twin of " + office.code);
  office.node.reset();
  office.disk->crash(&office.dice);
  office.disk->heal();
  auto twin = std::make_unique<Office>();
  twin->number = office.number;
  twin->index = static_cast<int>(offices_.size());
  twin->code = office.code;
  twin->dice = dice_.fork();
  twin->disk = std::make_unique<store::FaultDisk>(office.disk->vfs() + "-twin");
  twin->disk->restore(office.disk->snapshot());
  twin->files = office.files;
  twin->clock = std::make_unique<SimClock>(truth_, twin->dice);
  twin->marks = office.marks;
  office.twinned = twin->twinned = true;
  restart(office);
  // Often nothing on the copy shows that it is one: a virtual machine, or a disk in the same make of computer.
  if (dice_.chance(40)) twin->marks = {{base::MachineMark::Kind::kSystem, office.code + " twin"}};
  twin->node = std::make_unique<node::Node>(files_of(*twin), world_of(*twin), "sim");
  Office& begun = *offices_.emplace_back(std::move(twin));
  attend(begun);
  schedule(Kind::kAct, begun.index, std::chrono::minutes(dice_.between(1, 300)));
  schedule(Kind::kRound, begun.index, hours(dice_.between(1, 30)));
  schedule(Kind::kStick, begun.index, hours(dice_.between(4, 60)));
}

void World::attend(Office& office) {
  const std::string was = office.node->status().state;
  if (!office.stopped && !office.node->may_write()) {
    count("twin is " + was);
    const bool leads_on = was == "moved" || was == "rewound";
    office.node.reset();
    const bool begun = leads_on && node::recover_in_place(files_of(office), world_of(office)).has_value();
    office.node = std::make_unique<node::Node>(files_of(office), world_of(office), "sim");
    office.stopped = !begun;
    if (begun) ++office.lives;
    if (begun) count("twin begins a life of its own");
  }
  if (office.stopped) return replace_stopped(office.number);
  later(hours(12), [this, &office] {
    try {
      attend(office);
    } catch (const store::StoreError& fault) {
      recover_from(fault, office);
    }
  });
}

void World::replace_stopped(int number) {
  std::string code;
  for (const std::unique_ptr<Office>& office : offices_) {
    if (office->number != number) continue;
    if (!office->stopped) return;
    code = office->code;
  }
  std::optional<protocol::Enrolment> enrolment;
  try {
    enrolment = enrol(number);
  } catch (const store::StoreError& fault) {
    recover_hub_from(fault);
    return later(hours(1), [this, number] { replace_stopped(number); });
  }
  count("both twins stopped: a new machine");
  auto office = std::make_unique<Office>();
  office->number = number;
  office->index = static_cast<int>(offices_.size());
  office->code = code;
  office->dice = dice_.fork();
  office->disk = std::make_unique<store::FaultDisk>(offices_.front()->disk->vfs() + "-" + std::to_string(office->index));
  office->clock = std::make_unique<SimClock>(truth_, office->dice);
  office->marks = {{base::MachineMark::Kind::kSystem, code + " new"}};
  office->twinned = true;
  node::Node::create(files_of(*office), *enrolment, world_of(*office));
  office->node = std::make_unique<node::Node>(files_of(*office), world_of(*office), "sim");
  schedule(Kind::kAct, office->index, std::chrono::minutes(dice_.between(1, 300)));
  schedule(Kind::kRound, office->index, hours(dice_.between(1, 30)));
  offices_.push_back(std::move(office));
}

void World::settle_twins() {
  for (int round = 0; round < kRoundsOfTwins; ++round)
    for (std::size_t i = 0; i < offices_.size(); ++i) {
      Office& office = *offices_[i];
      if (!office.twinned) continue;
      truth_.now += std::chrono::minutes(7);
      clean_round(office);
      if (!office.stopped) attend(office);
    }
  // Whoever was heard before a twin came may have to hear once more what came of it.
  for (int round = 0; round < kRoundsOfTwins; ++round)
    for (std::size_t i = 0; i < offices_.size(); ++i) clean_round(*offices_[i]);
  if (kApprovalBringsBack) check_back_after_approval();
}

void World::check_twin(Office& office) {
  bool goes_on = false;
  for (const std::unique_ptr<Office>& other : offices_) goes_on = goes_on || (other->number == office.number && !other->stopped);
  if (!goes_on) violate(office.code + " does not go on after its machine was copied");
  for (const Acked& acked : office.acked) {
    const std::optional<store::Acceptance> held = hub_->book().acceptance(acked.id);
    if (!held) continue;
    bool of_a_twin = false;
    for (const std::unique_ptr<Office>& other : offices_)
      for (const Acked& theirs : other->acked) of_a_twin = of_a_twin || (theirs.id == acked.id && theirs.application == held->application);
    if (!of_a_twin) violate("the hub has an application under " + acked.ticket + " that nobody wrote");
    if (held->application != acked.application) count("two applications under one number, one of them held");
  }
  if (office.stopped) check_evidence(office);
}

void World::check_evidence(Office& office) {
  const hub::HubKeys keys = hub::HubKeys::load(hub_files_, "hub.keys");
  std::set<wire::Prefix16> kept;
  store::Statement rows(hub_->database(), "SELECT sign_key, bundle FROM quarantine WHERE office = ? AND cause <> 'broken'");
  rows.bind(1, static_cast<std::int64_t>(office.number));
  while (rows.step()) {
    crypto::VerifyKey key;
    std::ranges::copy(rows.blob_view(0).first(key.bytes.size()), key.bytes.begin());
    const base::Bytes bundle = rows.blob(1);
    const auto opened = protocol::OpenedUp::open(bundle, keys.seal, base::Limits());
    if (!opened) violate("a bundle in quarantine cannot be opened any more");
    const auto up = opened->authenticate(key);
    if (up) kept.insert(up->header().section.head);
  }
  for (const store::LogRecord& log : office.node->logs().logs()) {
    if (!log.own) continue;
    const store::Head head = office.node->logs().head(log.incarnation);
    if (head.sequence == 0 || hub_->logs().digest_at(log.incarnation, head.sequence) == head.digest) continue;
    if (!kept.contains(wire::prefix16(head.digest))) violate("what a twin of " + office.code + " wrote is not kept whole at the hub");
    count("branch of a twin kept as evidence");
  }
}

void World::check_back_after_approval() {
  for (const std::unique_ptr<Office>& office : offices_)
    if (office->stopped && !hub_->admission().approve(office->number, office->node->status().fingerprint)) violate("a twin of " + office->code + " cannot be approved");
  for (int round = 0; round < kRoundsOfTwins; ++round)
    for (const std::unique_ptr<Office>& office : offices_) clean_round(*office);
  // Restated rows have other ids; the ticket is what the applicant holds in his hands.
  store::Statement by_ticket(hub_->database(), "SELECT count(*) FROM application WHERE ticket_number = ? AND document_number = ?");
  for (const std::unique_ptr<Office>& office : offices_)
    for (const Acked& acked : office->acked) {
      by_ticket.bind(1, acked.ticket).bind(2, acked.application.document.number).step();
      const std::int64_t times = by_ticket.integer(0);
      by_ticket.reset();
      if (times != 1) violate(acked.ticket + " is there " + std::to_string(times) + " times after its machine was approved");
    }
}

}  // namespace tirkeu::sim
