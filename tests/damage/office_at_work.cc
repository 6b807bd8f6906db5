#include "tests/damage/office_at_work.h"

#include "tests/unit/registry/pictures.h"

namespace tirkeu::damage {
namespace {

constexpr base::Instant kStart = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2)) + std::chrono::hours(4);
constexpr std::size_t kPlenty = 4u << 20;
constexpr int kOffice = 3;
constexpr int kRoundsMax = 50;

/// The hardened tag costs milliseconds on purpose, and nothing here is about its hardness.
class QuickTagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    const crypto::Digest digest = crypto::keyed_digest(crypto::Label::kBlindTag, key, base::bytes_of(text));
    return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
  }
};
const QuickTagger kTagger;

}  // namespace

OfficeAtWork::OfficeAtWork() {
  truth_.now = kStart;
  hub_clock_ = std::make_unique<sim::SimClock>(truth_, hub_dice_);
  node_clock_ = std::make_unique<sim::SimClock>(truth_, node_dice_);
  const hub::HubFiles hub_files{"hub.db", "hub.keys", "hub.root", "hub.witness", hub_disk_.vfs()};
  hub::Hub::CreateOptions options;
  options.department = 6;
  options.public_url = "http://hub.invalid";
  options.root_passphrase = "invented passphrase";
  options.root_cost = {1, 8u << 20};
  hub::Hub::create(hub_files, options, hub_world());
  hub_ = std::make_unique<hub::Hub>(hub_files, hub_world(), "damage");
  const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(kOffice, {}).file);
  if (!enrolment) throw Broken("an enrolment file just written cannot be read");
  node::Node::create(node_files(), *enrolment, node_world());
  node_ = std::make_unique<node::Node>(node_files(), node_world(), "damage");
}

OfficeAtWork::~OfficeAtWork() = default;

node::NodeWorld OfficeAtWork::node_world() { return {*node_clock_, node_dice_, node_small_files_, kTagger, {}}; }
hub::HubWorld OfficeAtWork::hub_world() { return {*hub_clock_, hub_dice_, hub_small_files_, kTagger, std::chrono::seconds(60), {}}; }

node::NodeFiles OfficeAtWork::node_files() const { return {"node.db", "node.keys", node_disk_.vfs()}; }

void OfficeAtWork::work(int applications) {
  node::Counter& counter = node_->counter();
  for (int done = 0; done < applications; ++done) {
    const registry::Application application = next_application();
    const auto accepted = counter.accept(application, std::nullopt, "clerk");
    if (!accepted) continue;
    const base::RowId id = accepted->application;
    registry::Application corrected = application;
    corrected.applicant.birth_place = "INVENTED";
    switch (dice_.below(12)) {
      case 0: counter.correct(id, corrected, "as the document has it", "clerk"); break;
      case 1: counter.withdraw(id, "the applicant asked for it", "clerk"); break;
      case 2: counter.depart(id, application.migration_card.entry_date, std::nullopt, "clerk"); break;
      case 3: counter.refuse(id, counter.rules().refusal_grounds.front(), "for a reason", "clerk"); break;
      case 4: counter.register_stay(id, "clerk"); break;
      case 5: node_->attachments().attach(id, {"photo", {}}, some_picture(), "clerk"); break;
      default: break;
    }
  }
}

base::Bytes OfficeAtWork::some_picture() {
  using namespace registry::test;
  base::Bytes pixels(1000 + dice_.below(3000), 0);
  for (auto& byte : pixels) byte = static_cast<base::Bytes::value_type>(dice_.below(255));  // never the mark of a segment
  return joined({registry::test::kStart, kJfif, kTable, frame(413, 531), bytes_of({0xff, 0xda, 0, 3, 1}), pixels, kEnd});
}

registry::Application OfficeAtWork::next_application() {
  truth_.now += std::chrono::minutes(3);
  const base::Date today{std::chrono::floor<std::chrono::days>(truth_.now)};
  return people_.file(people_.new_stay(today), "KZ-06-03");
}

void OfficeAtWork::stop(base::Entropy* keep) {
  node_.reset();
  hub_.reset();
  for (store::FaultDisk* disk : {&hub_disk_, &node_disk_}) {
    disk->crash(keep);
    disk->heal();
  }
  hub_small_files_.heal();
  node_small_files_.heal();
}

void OfficeAtWork::start() {
  hub_ = std::make_unique<hub::Hub>(hub::HubFiles{"hub.db", "hub.keys", "hub.root", "hub.witness", hub_disk_.vfs()}, hub_world(), "damage");
  node_ = std::make_unique<node::Node>(node_files(), node_world(), "damage");
}

void OfficeAtWork::rewind_node() {
  const std::shared_ptr<const store::FaultDisk::Image> before = node_disk_.snapshot();
  work(2);
  settle();
  node_.reset();
  node_disk_.restore(before);
  node_ = std::make_unique<node::Node>(node_files(), node_world(), "damage");
}

bool OfficeAtWork::recover_node() {
  node_.reset();
  const auto recovered = node::recover_in_place(node_files(), node_world());
  node_ = std::make_unique<node::Node>(node_files(), node_world(), "damage");
  return recovered.has_value();
}

void OfficeAtWork::restore(const Image& image) {
  node_.reset();
  hub_.reset();
  hub_disk_.restore(image.hub);
  node_disk_.restore(image.node);
  hub_small_files_ = image.hub_files;
  node_small_files_ = image.node_files;
  truth_ = image.truth;
  dice_ = image.dice;
  hub_dice_ = image.hub_dice;
  node_dice_ = image.node_dice;
  people_ = image.people;
}

void OfficeAtWork::settle() {
  for (int rounds = 0; rounds < kRoundsMax; ++rounds) {
    truth_.now += std::chrono::minutes(1);
    const node::UpSummary up = node_->round().make_up(kPlenty);
    const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kPlenty);
    while (hub_->make_index_entries(1000) > 0) {
    }
    if (!report.answer || !node_->round().take_down(*report.answer)) throw Broken("an honest round failed");
    if (rounds > 0 && node_->status().unsent == 0) return;
  }
  throw Broken("the rounds came to no end");
}

}  // namespace tirkeu::damage
