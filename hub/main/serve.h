// `tirkeu-hub serve`: the object graph of the daemon.
#pragma once

#include "schema/registry/language.h"
#include "sync/service/config.h"

namespace tirkeu::hub {

/// Runs until SIGTERM or SIGINT; returns the process's exit code. What stands in the way is one line on stderr.
int serve(const service::HubConfig& config, registry::Language language);

}  // namespace tirkeu::hub
