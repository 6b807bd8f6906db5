// Rows of case_state, read the same way by cases.cc and case_search.cc. Internal to the room.
#pragma once

#include "sync/store/cases.h"

#define TIRKEU_CASE_COLUMNS                                                                                       \
  "application_id, office, ticket_number, accepted_at, state, confirmation, document_key, card_key, entry_date, " \
  "birth_date, departed_on, changed_at"

namespace tirkeu::store {

CaseState read_case(const Statement& row);

}  // namespace tirkeu::store
