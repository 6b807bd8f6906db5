// Applications from the e-government portal that this office has not taken in yet (cl. 1, 7.4). They come with the hub's verdicts;
// taking one in is an acceptance that names it.
#pragma once

#include <vector>

#include "sync/store/book.h"

namespace tirkeu::node {

class PortalInbox {
 public:
  PortalInbox(store::Database& database, store::Book& book);

  /// The oldest first: its working day runs from the moment when the department received it.
  std::vector<store::PortalRequest> waiting(int limit);
  /// An application that was not withdrawn names the request: it is not taken in twice.
  bool is_taken(base::RowId request);

 private:
  store::Book& book_;
  store::Statement waiting_;
  store::Statement is_taken_;
};

}  // namespace tirkeu::node
