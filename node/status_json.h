// The state of a node as the status line, `status` and `status --json` show it.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>

#include "node/link.h"
#include "node/node.h"
#include "schema/registry/language.h"
#include "sync/base/disk.h"

namespace tirkeu::node {

/// "ok", or what is worst about the clock: "wrong", "behind" the hub's newest receipt, "jumped" (set by hand),
/// "unsynchronised".
std::string_view clock_code(base::ClockFlags flags);

/// Entries of a newer hub that this node holds until its program is upgraded.
std::uint64_t waiting_for_upgrade(Node& node);

/// `advice`: what to do about a state that is not ok, in the reader's language, or null.
/// Members of the contract (office, incarnation, sequence, receipted, unsent, last_round_at, index, clock, state), and
/// office_name, department, version, oldest_unsent_at, last_hub_time, last_error {code, message, at} or null, refusal, waiting_for_upgrade, to_tell,
/// in_review, fingerprint, calendar {missing_year, text}, disk_free_bytes, database_fault.
boost::json::object status_json(Node& node, const Link& link, base::Disk& disk, const std::filesystem::path& data,
                                registry::Language language);

}  // namespace tirkeu::node
