// Each bit of a bundle of 64 KiB alone.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include "tests/damage/damage.h"
#include "tests/damage/office_at_work.h"

namespace tirkeu::damage {
namespace {

constexpr std::size_t kBundleBytes = 64u << 10;
constexpr std::size_t kPlenty = 4u << 20;
/// Every so many flips one goes through admission itself, which also asks the database who sent it.
constexpr std::size_t kAdmittedEvery = 61;

/// Refused by whoever holds the keys, at any layer.
bool is_refused(base::ByteView bundle, const crypto::SealingKey& hub, const crypto::VerifyKey& sender) {
  const auto opened = protocol::OpenedUp::open(bundle, hub, base::Limits());
  return !opened || !opened->authenticate(sender);
}

void flip(base::Bytes& bytes, std::size_t bit) { bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1u << (bit % 8))); }

/// Flips `first`, `first + step`, … in a copy of its own; the first bit that was not refused, or the number of bits.
std::size_t flip_share(const base::Bytes& bundle, std::size_t first, std::size_t step, const crypto::SealingKey& hub,
                       const crypto::VerifyKey& sender) {
  base::Bytes damaged = bundle;
  for (std::size_t bit = first; bit < bundle.size() * 8; bit += step) {
    flip(damaged, bit);
    if (!is_refused(damaged, hub, sender)) return bit;
    flip(damaged, bit);
  }
  return bundle.size() * 8;
}

void flip_all(const base::Bytes& bundle, const crypto::SealingKey& hub, const crypto::VerifyKey& sender) {
  const std::size_t workers = std::max(1u, std::thread::hardware_concurrency());
  std::atomic<std::size_t> accepted = bundle.size() * 8;
  {
    std::vector<std::jthread> threads;
    for (std::size_t worker = 0; worker < workers; ++worker)
      threads.emplace_back([&, worker] {
        const std::size_t bit = flip_share(bundle, worker, workers, hub, sender);
        if (bit < bundle.size() * 8) accepted = bit;
      });
  }
  if (accepted < bundle.size() * 8) throw Broken("bit " + std::to_string(accepted) + " flipped, and the bundle was taken");
}

/// What a bundle could change at a hub.
std::string marks_of(OfficeAtWork& department) {
  const hub::HubStatus status = department.hub().status();
  std::string marks = std::to_string(status.applications);
  for (const store::LogRecord& log : department.hub().logs().logs())
    marks += " " + std::to_string(department.hub().logs().head(log.incarnation).sequence);
  return marks;
}

std::size_t admit_some(OfficeAtWork& department, const base::Bytes& bundle) {
  const std::string before = marks_of(department);
  std::size_t admitted = 0;
  base::Bytes damaged = bundle;
  for (std::size_t bit = 0; bit < bundle.size() * 8; bit += kAdmittedEvery, ++admitted) {
    flip(damaged, bit);
    const hub::AdmissionReport report = department.hub().admission().admit(damaged, hub::Admission::Road::kStick, kPlenty);
    if (!report.fault || report.entries != 0 || report.answer) throw Broken("bit " + std::to_string(bit) + " flipped, and the hub did not refuse it");
    flip(damaged, bit);
  }
  if (marks_of(department) != before) throw Broken("refused bundles changed the hub");
  return admitted;
}

}  // namespace

void flip_every_bit() {
  OfficeAtWork department;
  department.settle();
  base::Bytes bundle;
  std::uint64_t picture_bytes = 0;
  while (bundle.size() < kBundleBytes || picture_bytes == 0) {
    department.work(50);
    node::UpSummary up = department.node().round().make_up(kPlenty);
    bundle = std::move(up.bundle);
    picture_bytes = up.picture_bytes;
  }
  const hub::HubKeys keys = department.hub_keys();
  node::Node& node = department.node();
  const crypto::VerifyKey sender = node.logs().log(node.identity().incarnation())->sign_key;
  if (is_refused(bundle, keys.seal, sender)) throw Broken("the sound bundle was refused");
  flip_all(bundle, keys.seal, sender);
  std::printf("ok - each of the %zu bits of a bundle of %zu bytes, flipped alone, is refused; %llu of them are of pictures\n", bundle.size() * 8, bundle.size(),
              static_cast<unsigned long long>(picture_bytes));
  const std::size_t admitted = admit_some(department, bundle);
  std::printf("ok - %zu of them through the hub's own door leave it as it was\n", admitted);
  const hub::AdmissionReport report = department.hub().admission().admit(bundle, hub::Admission::Road::kStick, kPlenty);
  if (report.entries == 0) throw Broken("the sound bundle was not taken afterwards");
  if (report.picture_bytes != picture_bytes) throw Broken("the sound bundle's pictures were not taken afterwards");
  std::printf("ok - the sound bundle is taken afterwards: %u entries\n", report.entries);
}

}  // namespace tirkeu::damage
