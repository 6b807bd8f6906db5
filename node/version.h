// The release, as --version, the status and the bundles say it; project(VERSION) of the build.
#pragma once

#include <string_view>

namespace tirkeu::node {

std::string_view version();

}  // namespace tirkeu::node
