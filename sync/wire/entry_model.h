// What log entries look like, for the learned codec: which value follows which, field by field, and what was the last value
// of each column. Coding an entry teaches the model; both ends of a line go through the same lessons and stay alike.
//
// It knows no table and no column by name: a column is its table's name and its number, and what it holds is learned.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/wire/bit_model.h"
#include "sync/wire/entry_form.h"

namespace tirkeu::wire {

/// Where the next entry stands, as far as both ends know it.
struct EntryPlace {
  base::Incarnation incarnation = 0;
  base::Sequence sequence = 0;
  std::optional<Prefix16> receipt{};  ///< the newest that its author is known to hold
};

class EntryModel {
 public:
  /// What both ends have: 8 MiB, a thousand entries and the lessons before them.
  static constexpr int kMemory = 17;
  explicit EntryModel(int memory = kMemory) : bits_(memory) {}
  /// A copy that can go back to `origin`, which outlives it: 8 MiB are copied once, and not for every run.
  static EntryModel returning_to(const EntryModel& origin);
  void go_back();

  /// Codes one entry: writes `bytes`, or makes them when `coder` reads. What a damaged or invented input makes is at most
  /// `bytes_max` long and as a rule no entry; false when that was not enough, or the input was not.
  template <class Coder>
  bool code(Coder& coder, const EntryPlace& place, base::Bytes& bytes, std::size_t bytes_max);
  /// Whether another lesson follows.
  template <class Coder>
  bool lesson(Coder& coder, bool more);
  /// Where an entry stands that follows the last one.
  EntryPlace next_place() const { return {last_.incarnation, last_.sequence + 1}; }
  /// After lessons: the office at hand is none of those in them, so nothing is expected to follow from their last values.
  void forget_place();

 private:
  struct Column {
    CellType type = CellType::kNull;
    std::int64_t number = 0;
    std::string content;
    std::uint32_t mode = 0, choice = 0;  ///< how its last number, its last text was told
  };
  struct Table {
    std::uint64_t columns = 0;
    std::vector<Column> last;
  };
  template <class Coder>
  class Pass;

  BitModel bits_;
  Entry last_;  ///< but its changeset
  std::int64_t last_id_ = 0;
  std::map<std::string, Table, std::less<>> tables_;
  std::map<std::string, Column, std::less<>> next_table_;  ///< by the table before
  const EntryModel* origin_ = nullptr;
};

}  // namespace tirkeu::wire
