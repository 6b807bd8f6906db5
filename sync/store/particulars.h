// The particulars of an application as columns: the same 38 in `application` and `correction`. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/application.h"
#include "sync/store/database.h"

// Literal, so that the SQL of the two tables stays literal. The order is that of bind_particulars() and
// read_particulars().
#define TIRKEU_PARTICULARS                                                                                          \
  "surname, given_names, surname_local, given_names_local, patronymic, birth_date, sex, citizenship, birth_place, " \
  "document_type, issuing_state, document_number, document_issued, document_expires, "                              \
  "visa_number, visa_category, visa_from, visa_until, card_number, border_point, entry_date, "                      \
  "purpose, stay_from, stay_until, stay_office, locality, street, house, flat, "                                    \
  "host_kind, host_name, host_number, host_address, host_phone, category, papers, mrz, iin"
#define TIRKEU_PARTICULARS_MARKS \
  "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

namespace tirkeu::store {

/// Binds all particulars from parameter `first` on.
void bind_particulars(Statement& statement, int first, const registry::Application& application);
/// Reads all particulars from column `first` on. A visa is there when it has a number, a host when it has a kind.
registry::Application read_particulars(const Statement& row, int first);

/// Codes separated by single blanks; the codes themselves have none.
std::string join_codes(const std::vector<std::string>& codes);
std::vector<std::string> split_codes(std::string_view joined);

}  // namespace tirkeu::store
