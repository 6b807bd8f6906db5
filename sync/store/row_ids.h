// Which columns of a table hold ids of rows, from the descriptions of the facts: who gives rows other ids must know every place that names one.
#pragma once

#include <string_view>
#include <vector>

namespace tirkeu::store {

/// Names of those columns, the key first, in any table that a log of an office may write; empty for other tables.
std::vector<std::string_view> row_id_columns(std::string_view table);

}  // namespace tirkeu::store
