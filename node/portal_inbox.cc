#include "node/portal_inbox.h"

namespace tirkeu::node {

PortalInbox::PortalInbox(store::Database& database, store::Book& book)
    : book_(book),
      waiting_(database,
               "SELECT id FROM portal_request WHERE NOT EXISTS"
               " (SELECT 1 FROM application WHERE application.portal_request = portal_request.id)"
               " ORDER BY received_at, id LIMIT ?"),
      is_taken_(database,
                "SELECT EXISTS (SELECT 1 FROM application JOIN case_state ON case_state.application_id = application.id"
                " WHERE application.portal_request = ? AND case_state.state <> 'withdrawn')") {}

std::vector<store::PortalRequest> PortalInbox::waiting(int limit) {
  std::vector<base::RowId> ids;
  waiting_.bind(1, std::int64_t{limit});
  while (waiting_.step()) ids.push_back(base::RowId{waiting_.integer(0)});
  std::vector<store::PortalRequest> requests;
  for (const base::RowId id : ids) requests.push_back(*book_.find<store::PortalRequest>(id));
  return requests;
}

bool PortalInbox::is_taken(base::RowId request) {
  is_taken_.bind(1, request.value);
  is_taken_.step();
  const bool taken = is_taken_.integer(0) != 0;
  is_taken_.reset();
  return taken;
}

}  // namespace tirkeu::node
