#include "sync/wire/learned.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/mutator.h"
#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

constexpr std::size_t kPlenty = 1u << 20;

CellForm text(std::string content) { return {CellType::kText, 0, std::move(content)}; }
CellForm number(std::int64_t value) { return {CellType::kInteger, value, {}}; }
const CellForm kNull{};

base::Bytes entry_of(base::Sequence sequence, ChangesetForm changeset) {
  EntryForm form{testing::sample_entry(), std::move(changeset)};
  form.entry.sequence = sequence;
  form.entry.recorded_at += std::chrono::seconds(90 * sequence);
  form.entry.boot_time += std::chrono::seconds(90 * sequence);
  form.entry.changeset.clear();
  return write_entry(std::move(form));
}

/// An acceptance as an office writes it, `i` telling it from the others.
base::Bytes acceptance(base::Sequence i) {
  static const std::vector<std::string> kNames = {"KARIMOV", "PETROVA", "YILMAZ", "ZHANG"};
  static const std::vector<std::string> kLocal = {"Каримов", "Петрова", "Йылмаз", "Чжан"};
  const std::size_t who = i * 7 % kNames.size();
  return entry_of(i, {{"application", 8, {{number(static_cast<std::int64_t>(1000 + i)), text("KZ-06-03"), text(kNames[who]), text("IVAN"), text(kLocal[who]),
                                           text("Иван"), i % 3 == 0 ? kNull : text(std::to_string(1'000'000 + i * 7919)), {CellType::kBlob, 0, std::string("\0\1", 2)}}}}});
}

RunContext context_at(base::Sequence first, const std::vector<base::Bytes>& before = {}) {
  return {{1024, first, prefix16({5})}, before};
}

std::vector<base::Bytes> acceptances(base::Sequence first, std::size_t count) {
  std::vector<base::Bytes> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back(acceptance(first + i));
  return entries;
}

TEST(EntryForm, GivesBackEveryByteOrIsNone) {
  const base::Bytes entry = acceptance(3);
  const std::optional<EntryForm> form = take_entry_apart(entry);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->changeset.at(0).name, "application");
  EXPECT_EQ(form->changeset.at(0).rows.at(0).at(2).content, "PETROVA");
  EXPECT_EQ(write_entry(*form), entry);
  EXPECT_FALSE(take_entry_apart(encode(testing::sample_entry()))) << "its changeset is none";
  EXPECT_FALSE(take_entry_apart({}));
  // A varint longer than needed, an UPDATE, an indirect change, a second key column, REAL: nothing that a book has.
  const base::Bytes sound = write_changeset({{"t", 2, {{number(1), text("x")}}}});
  ASSERT_TRUE(take_apart(sound));
  for (const auto& [at, value] : {std::pair(0, 'U'), {1, 3}, {2, 0}, {3, 1}, {6, 0x17}, {7, 1}, {8, 2}, {17, 6}}) {
    base::Bytes changed = sound;
    changed[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    EXPECT_FALSE(take_apart(changed)) << at;
  }
  base::Bytes longer = sound;
  longer.insert(longer.begin() + 18, 0x80);
  EXPECT_FALSE(take_apart(longer));
  const base::Bytes with_nul = write_changeset({{"t", 1, {{text(std::string("a\0b", 3))}}}});
  EXPECT_FALSE(take_apart(with_nul)) << "a text with NUL ends early in the model";
}

TEST(Learned, GivesBackEveryByte) {
  const std::vector<base::Bytes> before = acceptances(1, kEntriesBefore);
  std::vector<base::Bytes> run = acceptances(17, 30);
  run.push_back(entry_of(47, {{"decision", 3, {{number(2000), number(1003), kNull}}}, {"application", 1, {{number(-1)}, {number(1ll << 62)}}}}));
  run.push_back({1, 2, 3});
  run.push_back(encode(testing::sample_entry()));
  run.push_back(base::Bytes(3000, 0xff));
  const RunContext context = context_at(17, before);
  const std::optional<base::Bytes> packed = pack_run(run, context);
  ASSERT_TRUE(packed);
  const auto unpacked = unpack_run(*packed, run.size(), context, kPlenty);
  ASSERT_TRUE(unpacked) << unpacked.error().what;
  EXPECT_EQ(*unpacked, run);
}

TEST(Learned, WhatIsKnownCostsNextToNothing) {
  const std::vector<base::Bytes> run = acceptances(17, 100);
  const std::size_t strange = pack_run({run[0]}, context_at(17))->size();
  const std::size_t usual = pack_run({run[0]}, context_at(17, acceptances(1, 16)))->size();
  EXPECT_LT(usual, strange / 2);
  EXPECT_LT(pack_run(run, context_at(17, acceptances(1, 16)))->size(), 100 * 12u);
}

TEST(Learned, AnotherHistoryIsNoticed) {
  const std::vector<base::Bytes> run = acceptances(17, 5);
  const base::Bytes packed = *pack_run(run, context_at(17, acceptances(1, 16)));
  const auto other = unpack_run(packed, 5, context_at(17, acceptances(2, 16)), kPlenty);
  EXPECT_TRUE(!other || *other != run);
  const auto none = unpack_run(packed, 5, context_at(17), kPlenty);
  EXPECT_TRUE(!none || *none != run);
}

TEST(Learned, HasOneFormAndIsBounded) {
  const std::vector<base::Bytes> run = acceptances(1, 5);
  const RunContext context = context_at(1);
  const base::Bytes packed = *pack_run(run, context);
  base::Bytes longer = packed;
  longer.push_back(0);
  EXPECT_FALSE(unpack_run(longer, 5, context, kPlenty));
  EXPECT_FALSE(unpack_run(packed, 4, context, kPlenty));
  EXPECT_FALSE(unpack_run(packed, 6, context, kPlenty));
  for (std::size_t size = 0; size < packed.size(); ++size) {
    // What is cut may still be the code of something else; the chain is there to tell.
    const auto cut = unpack_run(base::ByteView(packed).first(size), 5, context, kPlenty);
    EXPECT_TRUE(!cut || *cut != run) << size;
  }
  std::size_t bytes = 0;
  for (const base::Bytes& entry : run) bytes += entry.size();
  EXPECT_TRUE(unpack_run(packed, 5, context, bytes));
  EXPECT_FALSE(unpack_run(packed, 5, context, bytes - 1));
  EXPECT_TRUE(pack_run({}, context)->empty());
  EXPECT_TRUE(unpack_run({}, 0, context, kPlenty));
  EXPECT_FALSE(unpack_run(base::Bytes{1}, 0, context, kPlenty));
  EXPECT_FALSE(pack_run({base::Bytes(kLearnedBytesMax + 1)}, context)) << "a backlog is zstd's";
}

TEST(Learned, NoBitOfItIsFree) {
  // Every changed bit gives other entries or none, so that a changed bundle never passes its chain.
  const std::vector<base::Bytes> run = acceptances(1, 3);
  const RunContext context = context_at(1);
  const base::Bytes packed = *pack_run(run, context);
  for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
    base::Bytes changed = packed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto entries = unpack_run(changed, 3, context, kPlenty);
    if (entries) {
      ASSERT_NE(*entries, run) << bit;
    }
  }
}

TEST(Lessons, TeachWhatWasInThem) {
  const std::vector<base::Bytes> lessons = acceptances(1, 200);
  const EntryModel taught = taught_by(write_lessons(lessons));
  const std::vector<base::Bytes> run = {acceptance(300)};
  EXPECT_LT(pack_run(run, context_at(300), taught)->size(), pack_run(run, context_at(300), EntryModel())->size() * 2 / 3);
}

}  // namespace
}  // namespace tirkeu::wire
