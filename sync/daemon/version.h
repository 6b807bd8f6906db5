// The program's version, from the build.
#pragma once

#include <string>

namespace tirkeu::daemon {

/// "0.1.0".
std::string version();
/// What `--version` prints.
std::string version_text(const std::string& program);

}  // namespace tirkeu::daemon
