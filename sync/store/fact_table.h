// How a fact lies in its table, said once: FactTable<F> names the table and maps each column to a member, and inserting,
// reading and searching follow from it. A column too few or too many is met when the statements are prepared, that is when the
// database is opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"

namespace tirkeu::store {

template <class Fact, class Member>
struct Column {
  std::string_view name;
  Member Fact::*member;
};
template <class Fact, class Member>
constexpr Column<Fact, Member> column(std::string_view name, Member Fact::*member) {
  return {name, member};
}

/// Specialised beside each fact: `name` of the table and `columns`, a tuple of Column, the id first.
template <class Fact>
struct FactTable;

template <class Fact>
concept TabledFact = requires {
  { FactTable<Fact>::name } -> std::convertible_to<std::string_view>;
  FactTable<Fact>::columns;
};

/// "id, office, day"
template <TabledFact Fact>
std::string column_names() {
  std::string names;
  std::apply([&names](const auto&... each) { ((names.append(names.empty() ? "" : ", ").append(each.name)), ...); },
             FactTable<Fact>::columns);
  return names;
}

}  // namespace tirkeu::store
