#include "sync/daemon/version.h"

namespace tirkeu::daemon {

std::string version() { return TIRKEU_VERSION; }

std::string version_text(const std::string& program) { return program + " " + version(); }

}  // namespace tirkeu::daemon
