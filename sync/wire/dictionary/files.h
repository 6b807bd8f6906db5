// The zstd dictionaries of this folder, embedded in the program by the build: "dictionary/entries-1.zdict" is the one of
// Codec::kZstdDictionary1. A dictionary is frozen with the first release that carries it; the next one gets a new codec.
#pragma once

#include <span>
#include <string_view>

namespace tirkeu::wire_dictionary {

struct EmbeddedFile {
  std::string_view name;   ///< path below sync/wire, "/"-separated
  std::string_view bytes;  ///< lives as long as the program
};
/// All dictionaries in the order of their names.
std::span<const EmbeddedFile> files();

}  // namespace tirkeu::wire_dictionary
