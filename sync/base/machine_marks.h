// By what a program recognises the machine that it ran on last time: a copied disk wakes up elsewhere and must notice.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tirkeu::base {

/// One thing that stays as it is over restarts and upgrades, and is another on another machine.
struct MachineMark {
  enum class Kind : std::uint8_t {
    kSystem = 1,  ///< the installed system: /etc/machine-id
    kPart = 2,    ///< a part of the hardware: address of a network card, serial number of a disk
    kPlace = 3,   ///< the data folder itself: a copied folder has another inode
  };
  Kind kind = Kind::kSystem;
  std::string value;
  auto operator<=>(const MachineMark&) const = default;
};

/// What this machine shows for `folder`. What cannot be read is left out; a container may show nothing.
std::vector<MachineMark> read_machine_marks(const std::filesystem::path& folder);

}  // namespace tirkeu::base
