// One simulated machine: a clock that is wrong in its own way, and a disk of small files. The true time is the world's.
#pragma once

#include <map>
#include <string>

#include "sync/base/clock.h"
#include "sync/base/disk.h"
#include "tests/sim/dice.h"

namespace tirkeu::sim {

/// True time of the simulated world; nobody in it can read it except through a wrong clock.
struct TrueTime {
  base::Instant now{};
};

class SimClock final : public base::Clock {
 public:
  SimClock(const TrueTime& truth, base::Entropy& entropy) : truth_(truth), entropy_(entropy) { boot(); }

  base::ClockReading read() override {
    base::ClockReading reading;
    const base::Milliseconds passed = truth_.now - anchored_at_;
    reading.wall = truth_.now + offset_ + base::Milliseconds(passed.count() * drift_ppm_ / 1'000'000);
    reading.boot_id = boot_id_;
    reading.since_boot = truth_.now - booted_at_;
    reading.flags = flags_;
    return reading;
  }
  /// A new boot: another boot id; the real-time clock goes on as wrong as it was.
  void boot() {
    entropy_.fill(boot_id_);
    booted_at_ = truth_.now;
    flags_ = static_cast<base::ClockFlags>(flags_ & ~static_cast<base::ClockFlags>(base::ClockFlag::kStepped));
  }
  /// Wrong by `offset` from now on. `noticed`: the machine saw the step (timerfd) and says so.
  void set_wrong(base::Milliseconds offset, std::int64_t drift_ppm, bool noticed) {
    offset_ = offset;
    drift_ppm_ = drift_ppm;
    anchored_at_ = truth_.now;
    if (noticed) flags_ = flags_ | base::ClockFlag::kStepped;
  }
  base::Milliseconds offset() const { return offset_; }

 private:
  const TrueTime& truth_;
  base::Entropy& entropy_;
  std::array<std::uint8_t, 16> boot_id_{};
  base::Instant booted_at_{};
  base::Instant anchored_at_{};
  base::Milliseconds offset_{};
  std::int64_t drift_ppm_ = 0;
  base::ClockFlags flags_ = 0;
};

/// Small files; replace() is atomic and durable, as SystemDisk promises, or throws and leaves the file as it was.
class MemoryDisk final : public base::Disk {
 public:
  /// The n-th following change of a file fails (1: the next), once or from then on.
  void fail_at(std::uint64_t changes_from_now, bool for_ever) {
    fail_at_ = changes_ + changes_from_now;
    for_ever_ = for_ever;
  }
  void heal() { fail_at_ = 0; }
  std::uint64_t changes() const { return changes_; }
  std::optional<base::Bytes> read(const std::filesystem::path& path, std::uint64_t size_max) override {
    const auto found = files_.find(path.string());
    if (found == files_.end()) return std::nullopt;
    if (found->second.size() > size_max) throw base::DiskError(path.string() + ": larger than expected");
    return found->second;
  }
  void replace(const std::filesystem::path& path, base::ByteView content, base::FileMode) override {
    change(path);
    files_[path.string()].assign(content.begin(), content.end());
  }
  void remove(const std::filesystem::path& path) override {
    change(path);
    files_.erase(path.string());
  }
  std::uint64_t free_bytes(const std::filesystem::path&) override { return 1ull << 40; }

 private:
  void change(const std::filesystem::path& path) {
    ++changes_;
    if (fail_at_ != 0 && (changes_ == fail_at_ || (for_ever_ && changes_ > fail_at_))) throw base::DiskError(path.string() + ": no space left");
  }

  std::map<std::string, base::Bytes> files_;
  std::uint64_t changes_ = 0;
  std::uint64_t fail_at_ = 0;
  bool for_ever_ = false;
};

}  // namespace tirkeu::sim
