// GET portal-requests: what came through the e-government portal and waits for a clerk. Taking one in is a POST of applications.
#pragma once

#include <memory>

#include "node/api.h"
#include "node/portal_inbox.h"

namespace tirkeu::node {

void add_portal_routes(daemon::Api& api, Node& node, const std::shared_ptr<PortalInbox>& inbox);

}  // namespace tirkeu::node
