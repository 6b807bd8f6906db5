#include "sync/wire/changeset.h"

#include <algorithm>
#include <bit>

namespace tirkeu::wire {

namespace {

constexpr std::uint8_t kTable = 'T';
constexpr std::uint8_t kInsert = 0x12;
constexpr std::uint8_t kDirect = 0x00;
constexpr std::uint8_t kIntegerType = 1;
constexpr std::uint8_t kTextType = 3;
constexpr std::uint8_t kBlobType = 4;
constexpr std::uint8_t kNullType = 5;
constexpr std::uint32_t kVarintEnd = 1u << 30;
constexpr std::size_t kVarintBytesMax = 5;
constexpr std::size_t kNameBytesMax = 64;

/// Goes through the bytes once, front to back; each step consumes at least one byte or ends in a fault, so the time is
/// bounded by the length. After the first fault nothing more is read.
class Reader {
 public:
  Reader(base::ByteView bytes, std::span<const TableShape> shapes, std::uint32_t department, base::Incarnation author,
         const base::Limits& limits)
      : bytes_(bytes),
        shapes_(shapes),
        seen_(shapes.size(), false),
        department_(department),
        author_(author),
        rows_max_(limits.changeset_rows_max) {}

  bool read() {
    if (bytes_.empty()) return fail("no table: a transaction that changes nothing has no entry");
    while (at_ < bytes_.size()) {
      if (!read_table()) return false;
    }
    return true;
  }
  std::vector<Row> rows() { return std::move(rows_); }
  ChangesetFault fault() const { return {at_, what_}; }

 private:
  bool fail(std::string what) {
    what_ = std::move(what);
    return false;
  }
  bool has(std::size_t count) const { return bytes_.size() - at_ >= count; }

  /// SQLite's varint: seven bits a byte, highest first, the top bit says that more follow.
  bool read_varint(std::uint32_t& value) {
    std::uint64_t read = 0;
    for (std::size_t used = 0; used < kVarintBytesMax && has(used + 1); ++used) {
      const std::uint8_t byte = bytes_[at_ + used];
      if (used == 0 && byte == 0x80) return fail("a varint with a leading zero");
      read = read << 7 | (byte & 0x7fu);
      if ((byte & 0x80) != 0) continue;
      if (read >= kVarintEnd) return fail("a varint above 2^30");
      value = static_cast<std::uint32_t>(read);
      at_ += used + 1;
      return true;
    }
    return fail("a varint without end");
  }

  bool read_table() {
    if (bytes_[at_] != kTable) return fail("neither a table nor a change");
    ++at_;
    std::uint32_t column_count = 0;
    if (!read_varint(column_count)) return false;
    if (column_count == 0 || !has(column_count)) return fail("a table with more columns than bytes");
    const base::ByteView primary_key = bytes_.subspan(at_, column_count);
    at_ += column_count;
    const base::ByteView rest = bytes_.subspan(at_, std::min(bytes_.size() - at_, kNameBytesMax + 1));
    const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{0});
    if (end == rest.end()) return fail("a table name without end");
    const std::string_view name = base::text_of(rest.first(static_cast<std::size_t>(end - rest.begin())));
    const auto shape =
        std::find_if(shapes_.begin(), shapes_.end(), [&](const TableShape& s) { return s.name == name; });
    if (shape == shapes_.end()) return fail("a table that does not travel");
    const std::size_t table = static_cast<std::size_t>(shape - shapes_.begin());
    if (seen_[table]) return fail(shape->name + ": twice in one changeset");
    seen_[table] = true;
    if (column_count != shape->columns.size()) return fail(shape->name + ": another number of columns");
    for (std::size_t i = 0; i < primary_key.size(); ++i) {
      if (primary_key[i] != (i == 0 ? 1 : 0)) return fail(shape->name + ": another primary key");
    }
    at_ += name.size() + 1;
    if (!has(1) || bytes_[at_] == kTable) return fail(shape->name + ": no change");
    while (has(1) && bytes_[at_] != kTable) {
      if (!read_row(table)) return false;
    }
    return true;
  }

  bool read_row(std::size_t table) {
    const TableShape& shape = shapes_[table];
    if (!has(2)) return fail(shape.name + ": a change without end");
    if (bytes_[at_] != kInsert) return fail(shape.name + ": a change that is no INSERT");
    if (bytes_[at_ + 1] != kDirect) return fail(shape.name + ": an indirect change");
    if (rows_.size() == rows_max_) return fail(shape.name + ": more rows than one changeset may hold");
    at_ += 2;
    Row& row = rows_.emplace_back();
    row.table = table;
    row.values.reserve(shape.columns.size());
    for (std::size_t column = 0; column < shape.columns.size(); ++column) {
      if (!read_value(shape, shape.columns[column], row)) return false;
      if (column == 0 && !is_own_id(row.values[0])) return fail(shape.name + ": a row id of another author");
    }
    return true;
  }

  bool is_own_id(const Value& value) const {
    const std::int64_t* const number = std::get_if<std::int64_t>(&value);
    if (number == nullptr || *number <= 0) return false;
    const base::RowId id{*number};
    return id.department() == department_ && id.incarnation() == author_ && id.counter() > 0;
  }

  bool read_value(const TableShape& shape, const TableShape::Column& column, Row& row) {
    const auto refuse = [&](const char* what) { return fail(shape.name + "." + column.name + what); };
    if (!has(1)) return refuse(": missing");
    const std::uint8_t type = bytes_[at_];
    if (type == kNullType) {
      if (!column.nullable) return refuse(": NULL in a column that has none");
      ++at_;
      row.values.emplace_back(std::monostate{});
      return true;
    }
    using Type = TableShape::Type;
    const std::uint8_t expected = column.type == Type::kInteger ? kIntegerType
                                  : column.type == Type::kText  ? kTextType
                                                                : kBlobType;
    if (type != expected) return refuse(": a value of another type");
    ++at_;
    if (type == kIntegerType) {
      if (!has(8)) return refuse(": cut off");
      std::uint64_t number = 0;
      for (std::size_t i = 0; i < 8; ++i) number = number << 8 | bytes_[at_ + i];
      at_ += 8;
      row.values.emplace_back(std::bit_cast<std::int64_t>(number));
      return true;
    }
    std::uint32_t length = 0;
    if (!read_varint(length)) return refuse((": " + what_).c_str());
    if (!has(length)) return refuse(": cut off");
    const base::ByteView content = bytes_.subspan(at_, length);
    if (type == kTextType && !base::is_utf8_without_nul(content))
      return refuse(": text that is no UTF-8, or has a NUL");
    at_ += length;
    if (type == kTextType) {
      row.values.emplace_back(base::text_of(content));
    } else {
      row.values.emplace_back(content);
    }
    return true;
  }

  base::ByteView bytes_;
  std::span<const TableShape> shapes_;
  std::vector<bool> seen_;
  std::uint32_t department_;
  base::Incarnation author_;
  std::size_t rows_max_;
  std::size_t at_ = 0;
  std::vector<Row> rows_;
  std::string what_;
};

}  // namespace

std::expected<std::vector<Row>, ChangesetFault> read_changeset(base::ByteView bytes, std::span<const TableShape> shapes,
                                                               std::uint32_t department, base::Incarnation author,
                                                               const base::Limits& limits) {
  if (bytes.size() > limits.changeset_bytes_max) {
    return std::unexpected(ChangesetFault{limits.changeset_bytes_max, "longer than a changeset may be"});
  }
  Reader reader(bytes, shapes, department, author, limits);
  if (!reader.read()) return std::unexpected(reader.fault());
  return reader.rows();
}

}  // namespace tirkeu::wire
