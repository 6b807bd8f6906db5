// POST applications/{id}/printed, the same at node and hub: a sheet about an application was printed (cl. 17). Prints are made by the
// screens, so it is they who tell.
#pragma once

#include "sync/daemon/read_trail.h"
#include "sync/daemon/routes.h"

namespace tirkeu::daemon {

/// `program` is a node or a hub: it has cases(), database() and audit(). 204 once the print is noted.
template <class Program>
Outcome note_print(Program& program, const Call& call, WriteContext& write) {
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  if (!id || !program.cases().find(*id)) return std::unexpected(error(404, "not_found"));
  const auto what = read_printed(call.body);
  if (!what) return std::unexpected(error_of(what.error()));
  http::Response response = http::Response::empty(204);
  store::Transaction transaction(program.database());
  program.audit().note_inside({call.account->name, "print", id, *what});
  write.record(response);
  transaction.commit();
  return response;
}

}  // namespace tirkeu::daemon
