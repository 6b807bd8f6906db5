// `tirkeu-hub rotate-keys`, `rotate-root`: whoever has the department's root key at hand certifies other keys. The root key is in this
// process alone and for this moment.
#pragma once

#include <functional>
#include <string>

#include "hub/key_change.h"
#include "sync/daemon/control.h"

namespace tirkeu::hub {

struct RootWish {
  std::string root_key;         ///< file
  std::string passphrase_file;  ///< its passphrase; "-": stdin
  std::string new_root_key;     ///< rotate-root: the file to be written
  std::string new_passphrase_file;
};
/// Runs a command in the daemon, or here.
using Ask = std::function<daemon::CommandResult(daemon::Command)>;

/// The error is one line in the reader's language.
std::expected<RootKey, std::string> open_root_key(const std::string& file, const std::string& passphrase_file, registry::Language language);
daemon::CommandResult rotate_keys(const RootWish& wish, registry::Language language, const Ask& ask);
/// The new root key's file is written before the hub hears of it: without it the department could certify nothing any more.
daemon::CommandResult rotate_root(const RootWish& wish, registry::Language language, const Ask& ask);

}  // namespace tirkeu::hub
