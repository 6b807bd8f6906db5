// The node's own routes of the HTTP API, area by area. The front (sync/daemon) has judged login, role, cross-site and
// idempotency before any of these handlers runs; what they answer is recorded in the transaction that does the write.
//
// Roles: people's data is for clerks and heads; a sysadmin sees state, rounds and bundles (which are sealed), no persons.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "node/drafts.h"
#include "node/link.h"
#include "node/node.h"
#include "sync/daemon/api.h"

namespace tirkeu::node {

/// Called after something was written into the log: a round soon.
using Written = std::function<void()>;

/// POST applications, applications/check; GET applications, applications/{id}. Who read which record is logged.
void add_application_routes(daemon::Api& api, Node& node, Drafts& drafts, service::Log& log, Written written);
/// POST applications/{id}/papers, /correction, /withdrawal, /departure, /decision.
void add_act_routes(daemon::Api& api, Node& node, Written written);
/// POST applications/{id}/extension, /address, /card, /custody; GET custody, due.
void add_stay_routes(daemon::Api& api, Node& node, Written written);
/// POST and GET applications/{id}/attachments, GET attachments/{id}.
void add_attachment_routes(daemon::Api& api, Node& node, Written written);
/// POST visits, visits/{id}/call, visits/{id}/finish; GET visits.
void add_visit_routes(daemon::Api& api, Node& node, Written written);
/// POST and GET complaints; POST feedback, which needs no login.
void add_opinion_routes(daemon::Api& api, Node& node, Written written);
/// GET indicators, indicators/{code}/records.
void add_indicator_routes(daemon::Api& api, Node& node);
/// GET audit; POST applications/{id}/printed.
void add_audit_routes(daemon::Api& api, Node& node);
/// POST take-over.
void add_take_over_routes(daemon::Api& api, Node& node, Written written);
/// GET drafts, drafts/{slot}; PUT and DELETE drafts/{slot}.
void add_draft_routes(daemon::Api& api, Node& node, Drafts& drafts);
/// POST sync; GET and POST bundle.
void add_round_routes(daemon::Api& api, Node& node, Link& link, const base::Limits& limits);
/// "KZ-06-03-1024-18-40.bundle": office, life, first and last entry, so that two sticks are told apart.
std::string bundle_file_name(Node& node, const UpSummary& up);
/// GET offices, rules, openapi.json, and the public page's information; POST mrz, photos/check.
void add_reference_routes(daemon::Api& api, Node& node);
/// GET status.
void add_status_route(daemon::Api& api, Node& node, const Link& link, base::Disk& disk, const std::filesystem::path& data);

}  // namespace tirkeu::node
