// What we measure against: the same records as plain JSON under zstd, and the same rows by a bare prepared INSERT.
#pragma once

#include <boost/json/value.hpp>
#include <filesystem>
#include <vector>

#include "sync/store/database.h"
#include "sync/store/facts.h"

namespace tirkeu::bench {

/// The facts as somebody would send them who sends JSON: members that hold nothing are left out, times are RFC 3339,
/// ids are numbers. No signature, no chain, no receipt, not encrypted.
boost::json::value json_of(const store::Acceptance& fact);
boost::json::value json_of(const store::Verdict& fact);

/// The size of `content` as one zstd stream of that level.
std::size_t zstd_bytes(base::ByteView content, int level);
/// The records as one JSON array, at level 19.
std::size_t json_zstd_bytes(const boost::json::array& records);

/// Rows of log entries, decoded outside of what is timed. The entries' bytes live here, because the values point into
/// them.
class EntryRows {
 public:
  /// `entries`: bytes of a node's log entries. `shapes`: the book of the database that has them.
  EntryRows(std::vector<base::Bytes> entries, const std::vector<wire::TableShape>& shapes, std::uint32_t department);
  EntryRows(const EntryRows&) = delete;
  EntryRows& operator=(const EntryRows&) = delete;
  const std::vector<wire::Row>& rows() const { return rows_; }

 private:
  std::vector<base::Bytes> changesets_;
  std::vector<wire::Row> rows_;
};

/// A database file of its own with the same pragmas, tables and indexes, and one prepared INSERT: what SQLite alone
/// costs.
class BareDatabase {
 public:
  explicit BareDatabase(const std::filesystem::path& file);
  /// All rows, which are applications, in one durable transaction.
  void insert(const std::vector<wire::Row>& rows);

 private:
  store::Database database_;
  store::Statement insert_;
};

}  // namespace tirkeu::bench
