// Login, logout, one's own password, and the accounts of others: the routes that node and hub have in common.
#pragma once

#include "sync/daemon/api.h"

namespace tirkeu::daemon {

/// POST login {"user","password"} · POST logout · GET me · POST password {"current","new"} · GET users ·
/// POST users {"name","role","password"} · POST users/{name}/password {"password"} · POST users/{name}/disable, /enable.
void add_account_routes(Api& api, const ApiParts& parts, const ApiOptions& options);

}  // namespace tirkeu::daemon
