// The data files of this room, embedded in the program by the build.
#pragma once

#include <span>
#include <string_view>

namespace tirkeu::rules {

struct EmbeddedFile {
  std::string_view name;   ///< path below this room, "/"-separated
  std::string_view bytes;  ///< lives as long as the program
};
/// All files of the room in the order of their names.
std::span<const EmbeddedFile> files();

}  // namespace tirkeu::rules
