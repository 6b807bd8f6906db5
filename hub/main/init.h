// `tirkeu-hub init`: keys, database, root key file, browser certificate.
#pragma once

#include <filesystem>
#include <string>

#include "sync/daemon/control.h"

namespace tirkeu::hub {

struct InitRequest {
  std::string department;              ///< "KZ-06"
  std::filesystem::path data;
  std::string public_url;
  std::string root_passphrase_file;    ///< empty: a passphrase is made and printed once
  std::string root_key_file;           ///< of a department that had a hub before; empty: a root key is made
};
daemon::CommandResult init(const InitRequest& request, registry::Language language);

/// `tirkeu-hub restore FILE`: puts a backup and its keys (FILE.keys) into an empty data folder.
daemon::CommandResult restore(const std::filesystem::path& backup, const std::filesystem::path& data, registry::Language language);

}  // namespace tirkeu::hub
