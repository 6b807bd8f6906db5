#include "node/version.h"

namespace tirkeu::node {

std::string_view version() { return TIRKEU_VERSION; }

}  // namespace tirkeu::node
