// Real changesets, changed at random, before the strict reader. A reader that hangs is ended by the alarm clock.
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "sync/store/book_shape.h"
#include "tests/damage/damage.h"
#include "tests/damage/office_at_work.h"
#include "tests/unit/wire/mutator.h"

namespace tirkeu::damage {
namespace {

constexpr std::uint64_t kBatch = 100'000;
/// For a batch that takes a second or two, under sanitizers on a busy machine too.
constexpr unsigned kBatchSecondsMax = 300;

struct Original {
  base::Incarnation author = 0;
  base::Bytes changeset;
};

/// One changeset of every log of the department for every length there is: the shapes of entries repeat.
std::vector<Original> originals(OfficeAtWork& department) {
  std::vector<Original> all;
  std::set<std::pair<base::Incarnation, std::size_t>> seen;
  store::LogStore& logs = department.hub().logs();
  for (const store::LogRecord& log : logs.logs())
    for (const store::StoredEntry& stored : logs.entries_from(log.incarnation, 1, 64u << 20, 100'000)) {
      const auto entry = wire::decode_entry(stored.bytes, base::Limits());
      if (!entry) throw Broken("a stored entry cannot be decoded");
      if (seen.emplace(log.incarnation, entry->changeset.size()).second) all.push_back({log.incarnation, entry->changeset});
    }
  return all;
}

void append_varint(base::Bytes& target, std::size_t value) {
  if (value >= 0x80) append_varint(target, value >> 7);
  if (value >= 0x80) target.back() |= 0x80;
  target.push_back(static_cast<std::uint8_t>(value & 0x7f));
}

void append_value(base::Bytes& target, const wire::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    target.push_back(1);
    for (int shift = 56; shift >= 0; shift -= 8) target.push_back(static_cast<std::uint8_t>(*number >> shift));
    return;
  }
  const auto* text = std::get_if<std::string_view>(&value);
  const auto* blob = std::get_if<base::ByteView>(&value);
  if (text == nullptr && blob == nullptr) return target.push_back(5);
  const base::ByteView content = text != nullptr ? base::bytes_of(*text) : *blob;
  target.push_back(text != nullptr ? 3 : 4);
  append_varint(target, content.size());
  base::append(target, content);
}

/// The grammar of the reader's header, written from the rows alone.
base::Bytes written(const std::vector<wire::Row>& rows, const std::vector<wire::TableShape>& shapes) {
  base::Bytes bytes;
  std::size_t table = shapes.size();
  for (const wire::Row& row : rows) {
    if (row.table != table) {
      table = row.table;
      bytes.push_back('T');
      append_varint(bytes, shapes[table].columns.size());
      for (std::size_t column = 0; column < shapes[table].columns.size(); ++column) bytes.push_back(column == 0 ? 1 : 0);
      base::append(bytes, base::bytes_of(shapes[table].name));
      bytes.push_back(0);
    }
    bytes.push_back(0x12);
    bytes.push_back(0);
    for (const wire::Value& value : row.values) append_value(bytes, value);
  }
  return bytes;
}

}  // namespace

void mutate_changesets(std::uint64_t runs, std::uint64_t seed) {
  OfficeAtWork department;
  department.work(150);
  department.settle();
  const std::vector<wire::TableShape> shapes = store::read_book_shape(department.hub().database());
  const std::vector<Original> all = originals(department);
  const auto read = [&](const base::Bytes& bytes, base::Incarnation author) { return wire::read_changeset(bytes, shapes, 6, author, base::Limits()); };
  for (const Original& original : all)
    if (const auto rows = read(original.changeset, original.author); !rows || written(*rows, shapes) != original.changeset)
      throw Broken("a changeset as it was recorded is not read as it is");
  testing::Mutator mutator(seed);
  std::uint64_t accepted = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    if (run % kBatch == 0) {
      alarm(kBatchSecondsMax);
      std::fprintf(stderr, "\r%llu of %llu", static_cast<unsigned long long>(run), static_cast<unsigned long long>(runs));
    }
    const Original& original = all[mutator.below(all.size())];
    const base::Bytes changed = mutator.mutate(original.changeset);
    const auto rows = read(changed, original.author);
    if (!rows) continue;
    ++accepted;
    if (rows->empty() || written(*rows, shapes) != changed) throw Broken("run " + std::to_string(run) + ": read otherwise than it is written");
  }
  alarm(0);
  std::fprintf(stderr, "\n");
  std::printf("ok - %llu changed changesets of %zu kinds, seed %llu: none hangs, %llu are still well-formed\n",
              static_cast<unsigned long long>(runs), all.size(), static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(accepted));
}

}  // namespace tirkeu::damage
