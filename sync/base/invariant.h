// Broken invariants stop the program: going on would write what nobody may rely on. Never used for input from outside.
#pragma once

#include <string_view>

namespace tirkeu::base {

/// Writes `sentence` to stderr and aborts, so that systemd restarts the daemon and a core shows where.
[[noreturn]] void stop(std::string_view sentence);

/// Stops the program with `sentence` (what does not hold, and why it should) unless `holds`.
inline void require(bool holds, std::string_view sentence) {
  if (!holds) stop(sentence);
}

}  // namespace tirkeu::base
