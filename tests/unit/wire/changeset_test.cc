#include "sync/wire/changeset.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/mutator.h"

namespace tirkeu::wire {
namespace {

constexpr std::uint32_t kDepartment = 6;
constexpr base::Incarnation kAuthor = 1024;

// What SQLite 3.40.1 recorded for three INSERTs into two tables, an UPDATE, a DELETE, and a patchset.
constexpr std::string_view kRecorded =
    "540501000000006170706c69636174696f6e001200010c04000000000001030ed398d0bbd0b8d18f20534d4954480501ffffffffffffb1e0"
    "040300ff101200010c0400000000000203811661616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "6161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
    "610302d0bf017fffffffffffffff0554030100006465636973696f6e001200010c04000000000003010c040000000000010300";
constexpr std::string_view kUpdate = "54030100006465636973696f6e001700010c040000000000030003000000030178";
constexpr std::string_view kDelete = "54030100006465636973696f6e000900010c04000000000003010c04000000000001030178";
constexpr std::string_view kPatchset =
    "50030100006465636973696f6e000900010c040000000000031200010c04000000000004010c040000000000010300";

const std::vector<TableShape>& shapes() {
  using Type = TableShape::Type;
  static const std::vector<TableShape> all = {
      {"decision",
       {{"id", Type::kInteger, false}, {"application", Type::kInteger, false}, {"text", Type::kText, true}}},
      {"application",
       {{"id", Type::kInteger, false},
        {"name", Type::kText, false},
        {"note", Type::kText, true},
        {"day", Type::kInteger, false},
        {"photo", Type::kBlob, true}}},
  };
  return all;
}

std::expected<std::vector<Row>, ChangesetFault> read(base::ByteView bytes, const base::Limits& limits = {}) {
  return read_changeset(bytes, shapes(), kDepartment, kAuthor, limits);
}

base::Bytes recorded() {
  return *base::from_hex(kRecorded);
}

std::string fault_of(base::ByteView bytes, const base::Limits& limits = {}) {
  const auto rows = read(bytes, limits);
  return rows ? "accepted" : rows.error().what;
}

void append_varint(base::Bytes& target, std::size_t value) {
  if (value >= 0x80) append_varint(target, value >> 7);
  if (value >= 0x80) target.back() |= 0x80;
  target.push_back(static_cast<std::uint8_t>(value & 0x7f));
}

/// An independent writer of the grammar, so that a changeset that was read can be compared byte for byte.
struct Writer {
  base::Bytes bytes;

  Writer& table(std::string_view name, std::size_t columns) {
    bytes.push_back('T');
    append_varint(bytes, columns);
    for (std::size_t i = 0; i < columns; ++i) bytes.push_back(i == 0 ? 1 : 0);
    base::append(bytes, base::bytes_of(name));
    bytes.push_back(0);
    return *this;
  }
  Writer& insert() {
    bytes.push_back(0x12);
    bytes.push_back(0x00);
    return *this;
  }
  Writer& integer(std::int64_t value) {
    bytes.push_back(1);
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
  }
  Writer& sized(std::uint8_t type, base::ByteView content) {
    bytes.push_back(type);
    append_varint(bytes, content.size());
    base::append(bytes, content);
    return *this;
  }
  Writer& text(std::string_view content) { return sized(3, base::bytes_of(content)); }
  Writer& null() {
    bytes.push_back(5);
    return *this;
  }
  Writer& decision(std::uint64_t counter) {
    return insert().integer(base::RowId::make(kDepartment, kAuthor, counter).value).integer(-1).null();
  }
};

base::Bytes rewrite(const std::vector<Row>& rows) {
  Writer writer;
  std::size_t table = shapes().size();
  for (const Row& row : rows) {
    if (row.table != table) writer.table(shapes()[row.table].name, shapes()[row.table].columns.size());
    table = row.table;
    writer.insert();
    for (const Value& value : row.values) {
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        writer.integer(*number);
      } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        writer.text(*text);
      } else if (const auto* blob = std::get_if<base::ByteView>(&value)) {
        writer.sized(4, *blob);
      } else {
        writer.null();
      }
    }
  }
  return writer.bytes;
}

Writer one_decision() {
  return std::move(Writer{}.table("decision", 3).decision(1));
}

TEST(Changeset, GivesTheRowsThatSqliteRecorded) {
  const base::Bytes bytes = recorded();
  const auto rows = read(bytes);
  ASSERT_TRUE(rows) << rows.error().what;
  ASSERT_EQ(rows->size(), 3u);
  const Row& first = (*rows)[0];
  EXPECT_EQ(first.table, 1u);
  EXPECT_EQ(std::get<std::int64_t>(first.values[0]), base::RowId::make(6, 1024, 1).value);
  EXPECT_EQ(std::get<std::string_view>(first.values[1]), "Әлия SMITH");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(first.values[2]));
  EXPECT_EQ(std::get<std::int64_t>(first.values[3]), -20000);
  EXPECT_EQ(base::to_hex(std::get<base::ByteView>(first.values[4])), "00ff10");
  const Row& second = (*rows)[1];
  EXPECT_EQ(std::get<std::string_view>(second.values[1]), std::string(150, 'a'));
  EXPECT_EQ(std::get<std::int64_t>(second.values[3]), std::numeric_limits<std::int64_t>::max());
  const Row& third = (*rows)[2];
  EXPECT_EQ(third.table, 0u);
  EXPECT_EQ(std::get<std::string_view>(third.values[2]), "");
  EXPECT_EQ(rewrite(*rows), bytes);
}

TEST(Changeset, TheBytesThatHangSqliteAreRefused) {
  for (const char* hex : {"54", "5401", "54010161", "540101", "540101706572736f6e", ""}) {
    EXPECT_FALSE(read(*base::from_hex(hex))) << hex;
  }
}

TEST(Changeset, UpdateDeleteAndPatchsetAreRefused) {
  EXPECT_EQ(fault_of(*base::from_hex(kUpdate)), "decision: a change that is no INSERT");
  EXPECT_EQ(fault_of(*base::from_hex(kDelete)), "decision: a change that is no INSERT");
  EXPECT_EQ(fault_of(*base::from_hex(kPatchset)), "neither a table nor a change");
  // The UPDATE with an undefined old primary key that crashes sqlite3changeset_apply() of 3.40.1.
  EXPECT_EQ(fault_of(*base::from_hex("54030100006465636973696f6e0017000000000000030178")),
            "decision: a change that is no INSERT");
}

TEST(Changeset, OnlyTheTablesOfTheBookTravel) {
  const base::Bytes foreign = std::move(Writer{}.table("users", 3).decision(1)).bytes;
  EXPECT_EQ(fault_of(foreign), "a table that does not travel");
  const base::Bytes other_case = std::move(Writer{}.table("Decision", 3).decision(1)).bytes;
  EXPECT_EQ(fault_of(other_case), "a table that does not travel");
  const base::Bytes endless = std::move(Writer{}.table(std::string(65, 'a'), 3).decision(1)).bytes;
  EXPECT_EQ(fault_of(endless), "a table name without end");
}

TEST(Changeset, ATableComesOnceWithItsColumnsItsKeyAndSomeRows) {
  EXPECT_EQ(fault_of(Writer{}.table("decision", 3).decision(1).table("decision", 3).decision(2).bytes),
            "decision: twice in one changeset");
  EXPECT_EQ(fault_of(Writer{}.table("decision", 4).decision(1).null().bytes), "decision: another number of columns");
  EXPECT_EQ(fault_of(Writer{}.table("decision", 2).decision(1).bytes), "decision: another number of columns");
  EXPECT_EQ(fault_of(Writer{}.table("decision", 3).bytes), "decision: no change");
  EXPECT_EQ(fault_of(Writer{}.table("decision", 3).table("application", 5).bytes), "decision: no change");
  base::Bytes moved_key = one_decision().bytes;
  std::swap(moved_key[2], moved_key[3]);
  EXPECT_EQ(fault_of(moved_key), "decision: another primary key");
  base::Bytes second_key = one_decision().bytes;
  second_key[3] = 2;
  EXPECT_EQ(fault_of(second_key), "decision: another primary key");
}

TEST(Changeset, OneValueMoreOrLessIsRefused) {
  EXPECT_EQ(fault_of(one_decision().null().decision(2).bytes), "decision: a change that is no INSERT");
  EXPECT_EQ(fault_of(one_decision().null().bytes), "decision: a change without end");
  base::Bytes shorter = one_decision().bytes;
  shorter.pop_back();
  EXPECT_EQ(fault_of(shorter), "decision.text: missing");
}

TEST(Changeset, NobodyWritesTheRowsOfAnother) {
  const auto with_id = [](std::int64_t id) {
    return fault_of(Writer{}.table("decision", 3).insert().integer(id).integer(0).null().bytes);
  };
  EXPECT_EQ(with_id(base::RowId::make(6, 1024, 1).value), "accepted");
  const std::string refused = "decision: a row id of another author";
  EXPECT_EQ(with_id(base::RowId::make(6, 1025, 1).value), refused);
  EXPECT_EQ(with_id(base::RowId::make(7, 1024, 1).value), refused);
  EXPECT_EQ(with_id(base::RowId::make(6, 1024, 1).value - 1), refused);
  EXPECT_EQ(with_id(0), refused);
  EXPECT_EQ(with_id(-1), refused);
  EXPECT_EQ(with_id(base::RowId::make(6, 1024, 1).value | std::numeric_limits<std::int64_t>::min()), refused);
}

TEST(Changeset, ValuesHaveTheTypesOfTheirColumns) {
  const std::int64_t id = base::RowId::make(kDepartment, kAuthor, 1).value;
  const auto start = [&] { return std::move(Writer{}.table("decision", 3).insert().integer(id)); };
  EXPECT_EQ(fault_of(start().text("1").null().bytes), "decision.application: a value of another type");
  EXPECT_EQ(fault_of(start().null().null().bytes), "decision.application: NULL in a column that has none");
  EXPECT_EQ(fault_of(start().integer(1).sized(4, {}).bytes), "decision.text: a value of another type");
  Writer undefined = start().integer(1);
  undefined.bytes.push_back(0);
  EXPECT_EQ(fault_of(undefined.bytes), "decision.text: a value of another type");
  Writer real = start();
  real.bytes.insert(real.bytes.end(), {2, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 5});
  EXPECT_EQ(fault_of(real.bytes), "decision.application: a value of another type");
  base::Bytes indirect = one_decision().bytes;
  indirect[15] = 1;
  EXPECT_EQ(fault_of(indirect), "decision: an indirect change");
}

TEST(Changeset, TextIsUtf8WithoutNul) {
  const std::int64_t id = base::RowId::make(kDepartment, kAuthor, 1).value;
  const auto with_text = [&](std::string_view text) {
    return fault_of(Writer{}.table("decision", 3).insert().integer(id).integer(1).text(text).bytes);
  };
  EXPECT_EQ(with_text("Ұлан 😀"), "accepted");
  const std::string refused = "decision.text: text that is no UTF-8, or has a NUL";
  EXPECT_EQ(with_text(std::string_view("a\0b", 3)), refused);
  EXPECT_EQ(with_text("\xc0\x80"), refused);
  EXPECT_EQ(with_text("\xed\xa0\x80"), refused);
  EXPECT_EQ(with_text("\xff"), refused);
}

TEST(Changeset, LengthsAreMinimalVarintsWithinTheBytes) {
  const std::int64_t id = base::RowId::make(kDepartment, kAuthor, 1).value;
  const auto with_length = [&](std::string_view hex) {
    Writer writer = std::move(Writer{}.table("decision", 3).insert().integer(id).integer(1));
    base::append(writer.bytes, *base::from_hex(hex));
    return fault_of(writer.bytes);
  };
  EXPECT_EQ(with_length("030161"), "accepted");
  EXPECT_EQ(with_length("03800161"), "decision.text: a varint with a leading zero");
  EXPECT_EQ(with_length("03848080800061"), "decision.text: a varint above 2^30");
  EXPECT_EQ(with_length("03ffffffffffffffff7f61"), "decision.text: a varint without end");
  EXPECT_EQ(with_length("03ff"), "decision.text: a varint without end");
  EXPECT_EQ(with_length("03"), "decision.text: a varint without end");
  EXPECT_EQ(with_length("0383ffffff7f"), "decision.text: cut off");
  EXPECT_EQ(with_length("030261"), "decision.text: cut off");
}

TEST(Changeset, RowsAndBytesAreLimited) {
  Writer writer = std::move(Writer{}.table("decision", 3));
  for (std::uint64_t i = 1; i <= 10; ++i) writer.decision(i);
  base::Limits limits;
  limits.changeset_rows_max = 10;
  limits.changeset_bytes_max = writer.bytes.size();
  EXPECT_EQ(fault_of(writer.bytes, limits), "accepted");
  limits.changeset_rows_max = 9;
  EXPECT_EQ(fault_of(writer.bytes, limits), "decision: more rows than one changeset may hold");
  limits.changeset_rows_max = 10;
  limits.changeset_bytes_max -= 1;
  EXPECT_EQ(fault_of(writer.bytes, limits), "longer than a changeset may be");
}

TEST(Changeset, AFaultNamesItsPlaceAndNoContent) {
  const auto rows = read(Writer{}.table("decision", 3).insert().text("IVANOV").bytes);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().offset, 16u);
  EXPECT_EQ(rows.error().what, "decision.id: a value of another type");
}

TEST(Changeset, EveryPrefixIsRefusedOrEndsBehindARow) {
  const base::Bytes bytes = recorded();
  std::size_t accepted = 0;
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    // A copy of exact size, so that a sanitizer sees any byte read beyond it.
    const base::Bytes prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const auto rows = read(prefix);
    if (!rows) continue;
    ++accepted;
    EXPECT_EQ(rewrite(*rows), prefix);
  }
  EXPECT_EQ(accepted, 3u);
}

TEST(Changeset, WhateverIsAcceptedAfterDamageSaysExactlyItsBytes) {
  testing::Mutator mutator(2105);
  const base::Bytes sample = recorded();
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    base::Bytes bytes = mutator.mutate(sample);
    bytes.shrink_to_fit();
    const auto rows = read(bytes);
    if (!rows) {
      ASSERT_LE(rows.error().offset, bytes.size());
      ASSERT_FALSE(rows.error().what.empty());
      continue;
    }
    ++accepted;
    ASSERT_EQ(rewrite(*rows), bytes);
  }
  // Most damage is refused; some only changes a value, which the signature and the chain catch before.
  EXPECT_GT(accepted, 1000);
  EXPECT_LT(accepted, 100'000);
}

}  // namespace
}  // namespace tirkeu::wire
