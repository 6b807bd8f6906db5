// The statement that puts a row of the book, as a changeset has it, into its table. Internal to the room.
#pragma once

#include <string>

#include "sync/wire/changeset.h"

namespace tirkeu::store {

/// INSERT, never INSERT OR something: a row that is there already must be an error.
inline std::string insert_text(const wire::TableShape& table) {
  std::string names;
  std::string marks;
  for (const auto& column : table.columns) {
    names.append(names.empty() ? "" : ", ").append("\"").append(column.name).append("\"");
    marks.append(marks.empty() ? "?" : ", ?");
  }
  return "INSERT INTO main.\"" + table.name + "\" (" + names + ") VALUES (" + marks + ")";
}

}  // namespace tirkeu::store
