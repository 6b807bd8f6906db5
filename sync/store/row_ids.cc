#include "sync/store/row_ids.h"

#include <map>

#include "sync/store/day_facts.h"

namespace tirkeu::store {
namespace {

using Columns = std::vector<std::string_view>;

template <class Fact, class Member>
void note(Columns& names, const Column<Fact, Member>& column) {
  if constexpr (std::is_same_v<Member, base::RowId> || std::is_same_v<Member, std::optional<base::RowId>>) names.push_back(column.name);
}

template <TabledFact Fact>
void describe(std::map<std::string_view, Columns>& tables) {
  Columns& names = tables[FactTable<Fact>::name];
  std::apply([&names](const auto&... each) { (note(names, each), ...); }, FactTable<Fact>::columns);
}

std::map<std::string_view, Columns> describe_all() {
  // The first tables have hand-written SQL (book.cc); what they name stands here beside it.
  std::map<std::string_view, Columns> tables = {{"application", {"id", "filing", "visit", "portal_request"}}};
  for (const std::string_view table : {"correction", "later_papers", "decision", "withdrawal", "departure"})
    tables[table] = {"id", "application_id"};
  describe<Extension>(tables);
  describe<AddressChange>(tables);
  describe<DuplicateCard>(tables);
  describe<Custody>(tables);
  describe<Visit>(tables);
  describe<Complaint>(tables);
  describe<Feedback>(tables);
  describe<Audit>(tables);
  describe<Attachment>(tables);
  describe<Restated>(tables);
  return tables;
}

}  // namespace

std::vector<std::string_view> row_id_columns(std::string_view table) {
  static const std::map<std::string_view, Columns> tables = describe_all();
  const auto found = tables.find(table);
  return found == tables.end() ? Columns() : found->second;
}

}  // namespace tirkeu::store
