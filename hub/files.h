// The data files of this room, embedded in the program by the build.
#pragma once

#include <span>
#include <string_view>

namespace tirkeu::hub {

struct EmbeddedFile {
  std::string_view name;
  std::string_view bytes;  ///< lives as long as the program
};
std::span<const EmbeddedFile> files();

}  // namespace tirkeu::hub
