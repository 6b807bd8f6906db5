#include "tests/bench/department.h"

#include <stdexcept>

#include "schema/registry/offices.h"

namespace tirkeu::bench {
namespace {

constexpr base::Instant kStart =
    base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2)) + std::chrono::hours(4);
constexpr const char* kProgram = "tirkeu-bench";
/// What the hub lets an answer over a line carry.
constexpr std::size_t kAnswerBytes = 256u << 10;
constexpr std::size_t kIndexEntriesAtOnce = 1000;

}  // namespace

std::uint32_t SwitchedTagger::tag(base::ByteView generation_key, std::string_view normalised) const {
  if (cost_ == Cost::kHardened) return hardened_.tag(generation_key, normalised);
  const crypto::Digest digest =
      crypto::keyed_digest(crypto::Label::kBlindTag, generation_key, base::bytes_of(normalised));
  return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
}

Department::Department(const DepartmentOptions& options)
    : options_(options),
      dice_(sim::Dice(options.seed).fork()),
      truth_{options.start.value_or(kStart)},
      clock_(truth_, dice_),
      foreigners_(dice_.fork(), options.vocabulary) {
  const hub::HubWorld hub_world{clock_, dice_, disk_, tagger_, std::chrono::seconds(60), {}};
  const node::NodeWorld node_world{clock_, dice_, disk_, tagger_, {}};
  std::filesystem::create_directories(hub_folder());
  const hub::HubFiles hub_files = hub::HubFiles::in(hub_folder());
  hub::Hub::CreateOptions create;
  create.department = options.department;
  create.public_url = options.hub_url;
  create.root_passphrase = "invented passphrase";
  create.root_cost = {1, 8u << 20};
  hub::Hub::create(hub_files, create, hub_world);
  open_hub();
  for (const int number : options.offices) {
    const hub::EnrolmentDesk::Written grant = hub_->enrolment_desk().write(number, {});
    const auto enrolment = protocol::read_enrolment(grant.file);
    if (!enrolment) throw std::runtime_error("an enrolment file just written cannot be read");
    const std::string code = registry::office_code(options.department, number);
    offices_.push_back({code, registry::zone_of(*registry::find_office(code)), nullptr});
    const std::filesystem::path folder = node_folder(offices_.size() - 1);
    std::filesystem::create_directories(folder);
    node::Node::create(node::NodeFiles::in(folder), *enrolment, node_world);
    offices_.back().node = std::make_unique<node::Node>(node::NodeFiles::in(folder), node_world, kProgram);
  }
}

Department::~Department() = default;

std::filesystem::path Department::node_folder(std::size_t office) const {
  return options_.folder / ("node-" + offices_[office].code);
}

registry::Application Department::newcomer(std::size_t office) {
  return foreigners_.file(offices_[office].code, offices_[office].zone.to_local(truth_.now).day);
}

base::RowId Department::accept(std::size_t office, const registry::Application& application) {
  static const std::vector<std::string> kClerks = {"aigul", "serik", "bakhyt.o"};
  const std::string& clerk = dice_.among(kClerks);
  node::Counter& counter = node(office).counter();
  node::Done<node::Accepted> accepted = counter.accept(application, std::nullopt, clerk);
  // Among many thousand 32-bit tags two fall together now and then, as in life; the clerk then gives a reason.
  if (!accepted && accepted.error().cause == node::Refused::Cause::kHit)
    accepted = counter.accept(application, "another person by the document", clerk);
  if (accepted) return accepted->application;
  std::string why = "an invented newcomer was not accepted:";
  for (const registry::Finding& finding : accepted.error().findings) why += " " + finding.path + "=" + finding.code;
  throw std::runtime_error(why);
}

void Department::open_hub() {
  hub_ = std::make_unique<hub::Hub>(hub::HubFiles::in(hub_folder()), hub::HubWorld{clock_, dice_, disk_, tagger_, std::chrono::seconds(60), {}}, kProgram);
}

Department::Exchange Department::exchange(std::size_t office, std::size_t bytes_wanted) {
  Exchange result;
  const node::UpSummary up = node(office).round().make_up(bytes_wanted);
  pass(std::chrono::seconds(1));
  const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kAnswerBytes);
  if (!report.answer || report.fault || report.refusal != wire::Refusal::kNone)
    throw std::runtime_error("the hub refused an honest bundle");
  const auto down = node(office).round().take_down(*report.answer);
  if (!down) throw std::runtime_error("a node refused an honest answer");
  result.bytes_up = up.bundle.size();
  result.bytes_down = report.answer->size();
  result.down = *down;
  return result;
}

void Department::settle() {
  for (std::size_t office = 0; office < offices(); ++office) exchange(office);
  while (hub_->make_index_entries(kIndexEntriesAtOnce) > 0) {
  }
  for (std::size_t office = 0; office < offices(); ++office)
    while (exchange(office).down.more) {
    }
}

}  // namespace tirkeu::bench
