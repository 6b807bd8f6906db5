// A department on real files: one hub and some nodes, the production cores, under a clock of its own so that bytes and
// dates are the same in every run. What it measures is CPU, disk and bytes; no fault, no wrong clock (that is the
// simulator's business).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "hub/hub.h"
#include "node/node.h"
#include "tests/bench/foreigners.h"
#include "tests/sim/machine.h"

namespace tirkeu::bench {

/// The tag of the blind index as the programs compute it (Argon2id, milliseconds), or a cheap one: to fill an index of
/// many thousand entries in a bearable time, and to measure what is left of a check without Argon2id. A cheap entry is
/// one that no hardened look-up finds, as almost all entries of a real index are.
class SwitchedTagger final : public crypto::BlindTagger {
 public:
  enum class Cost { kHardened, kCheap };
  void set(Cost cost) { cost_ = cost; }
  std::uint32_t tag(base::ByteView generation_key, std::string_view normalised) const override;

 private:
  crypto::HardenedTagger hardened_;
  Cost cost_ = Cost::kCheap;
};

struct DepartmentOptions {
  std::filesystem::path folder;  ///< made; must not exist
  int department = 6;
  std::vector<int> offices;  ///< numbers within the department
  std::uint64_t seed = 1;    ///< forked before use: neighbouring seeds of sim::Dice walk the same row of numbers
  Vocabulary vocabulary = Vocabulary::kMeasuring;
  std::string hub_url = "http://127.0.0.1";
  std::optional<base::Instant> start{};  ///< absent: 2 November 2026, 9:00 in Atyrau
};

class Department {
 public:
  explicit Department(const DepartmentOptions& options);
  ~Department();
  Department(const Department&) = delete;
  Department& operator=(const Department&) = delete;

  hub::Hub& hub() { return *hub_; }
  node::Node& node(std::size_t office) { return *offices_[office].node; }
  std::size_t offices() const { return offices_.size(); }
  sim::SimClock& clock() { return clock_; }
  sim::Dice& dice() { return dice_; }
  SwitchedTagger& tagger() { return tagger_; }
  std::filesystem::path hub_folder() const { return options_.folder / "hub"; }
  std::filesystem::path node_folder(std::size_t office) const;

  void pass(base::Milliseconds time) { truth_.now += time; }
  base::Instant now() const { return truth_.now; }
  /// Somebody new at that office, today.
  registry::Application newcomer(std::size_t office);
  /// Filed and accepted; stops the run when it is refused, because invented newcomers are honest.
  base::RowId accept(std::size_t office, const registry::Application& application);
  base::RowId accept(std::size_t office) { return accept(office, newcomer(office)); }
  /// One exchange without HTTP: bundle up, admission, answer down.
  struct Exchange {
    std::size_t bytes_up = 0, bytes_down = 0;
    node::DownSummary down;
  };
  Exchange exchange(std::size_t office, std::size_t bytes_wanted = 4u << 20);
  /// Index entries made and exchanges held until nobody has anything for anybody.
  void settle();
  /// The hub's files are somebody else's until it is opened again; the offices stay.
  void close_hub() { hub_.reset(); }
  void open_hub();
  /// The same of an office.
  void close_node(std::size_t office) { offices_[office].node.reset(); }

 private:
  struct Office {
    std::string code;
    base::TimeZone zone;
    std::unique_ptr<node::Node> node;
  };

  DepartmentOptions options_;
  sim::Dice dice_;
  sim::TrueTime truth_;
  base::SystemDisk disk_;
  sim::SimClock clock_;
  SwitchedTagger tagger_;
  Foreigners foreigners_;
  std::unique_ptr<hub::Hub> hub_;
  std::vector<Office> offices_;
};

}  // namespace tirkeu::bench
