// One office's node with everything it needs, in a folder of its own: an enrolment written by a hub that exists only as keys,
// a clock that the test sets, replayable randomness.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

#include "tests/unit/crypto/seeded_entropy.h"
#include "tests/unit/registry/yilmaz.h"
#include "node/node.h"

namespace tirkeu::testing {

/// Stands where the test puts it.
class SetClock final : public base::Clock {
 public:
  explicit SetClock(base::Instant now) { reading_.wall = now; }
  base::ClockReading read() override { return reading_; }
  void set(base::Instant now) { reading_.wall = now; }
  void pass(base::Milliseconds time) {
    reading_.wall += time;
    reading_.since_boot += time;
  }
  void flag(base::ClockFlag flag) { reading_.flags = reading_.flags | flag; }

 private:
  base::ClockReading reading_;
};

/// The hardened tag costs 6 ms a look-up, and no test here is about its hardness.
class QuickTagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    const crypto::Digest digest = crypto::keyed_digest(crypto::Label::kBlindTag, key, base::bytes_of(text));
    return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
  }
};

/// A folder that is gone with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tirkeu-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code problem;
    std::filesystem::remove_all(path_, problem);
    std::filesystem::remove(path_.string() + ".witness", problem);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// 21 November 2026, 10:00 in Atyrau: a Saturday morning, the office is open.
inline constexpr base::Instant kMorning = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + std::chrono::hours(5);

/// An enrolment of an office of KZ-06 by a hub of which nothing but the keys exists.
inline protocol::Enrolment invented_enrolment(int office, base::Entropy& entropy) {
  const crypto::SigningKey root = crypto::SigningKey::generate(entropy);
  const crypto::SigningKey hub = crypto::SigningKey::generate(entropy);
  const crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  wire::Grant grant;
  entropy.fill(grant.id);
  grant.department = 6;
  grant.office = static_cast<std::uint8_t>(office);
  grant.first_incarnation = base::kFirstNodeIncarnation;
  grant.incarnations = base::kIncarnationsPerGrant;
  entropy.fill(grant.epoch);
  grant.issued_at = kMorning - std::chrono::hours(24);
  grant.expires_at = kMorning + std::chrono::hours(24 * 14);
  grant.hub_url = "http://hub.invalid";
  grant.root_key = root.verify_key();
  grant.hub_sign_key = hub.verify_key();
  grant.hub_seal_key = seal.seal_to();
  grant.hub_keys_signature = root.sign(crypto::Label::kHubKeys, protocol::hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key));
  for (const auto& [incarnation, kind] : {std::pair(1u, wire::LogKind::kDepartment), std::pair(2u, wire::LogKind::kIndex)})
    grant.hub_logs.push_back({incarnation, kind, wire::genesis_digest(grant.epoch, incarnation, kind)});
  std::array<std::uint8_t, 32> secret{};
  entropy.fill(secret);
  const auto read = protocol::read_enrolment(protocol::write_enrolment(grant, hub, secret));
  EXPECT_TRUE(read) << "an enrolment just written must be readable";
  return *read;
}

/// A node that can be closed and opened again, as after a restart.
class OfficeNode {
 public:
  explicit OfficeNode(int office = 3) : clock(kMorning) {
    node::Node::create(files(), invented_enrolment(office, entropy_), world());
    reopen();
  }
  void reopen() {
    node_.reset();
    node_ = std::make_unique<node::Node>(files(), world(), "test");
  }
  void close() { node_.reset(); }
  node::NodeFiles files() const { return node::NodeFiles::in(folder_.path()); }
  node::NodeWorld world() { return {clock, entropy_, disk_, tagger_, {}, marks}; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  node::Node& operator*() { return *node_; }
  node::Node* operator->() { return node_.get(); }

  SetClock clock;
  std::vector<base::MachineMark> marks = {{base::MachineMark::Kind::kSystem, "a"}, {base::MachineMark::Kind::kPart, "card 1"}};

 private:
  Folder folder_;
  SeededEntropy entropy_{6};
  base::SystemDisk disk_;
  QuickTagger tagger_;
  std::unique_ptr<node::Node> node_;
};

}  // namespace tirkeu::testing
