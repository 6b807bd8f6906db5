#include "sync/wire/entry_form.h"

#include <algorithm>
#include <bit>

namespace tirkeu::wire {
namespace {

constexpr std::uint8_t kTable = 'T';
constexpr std::uint8_t kInsert = 0x12;
constexpr std::uint8_t kDirect = 0x00;
constexpr std::size_t kColumnsMax = 127;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kVarintBytesMax = 4;

/// SQLite's varint: seven bits a byte, highest first.
void write_varint(base::Bytes& out, std::size_t value) {
  std::array<std::uint8_t, 10> digits{};
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<std::uint8_t>(value & 0x7f);
    value >>= 7;
  } while (value > 0);
  while (count-- > 1) out.push_back(digits[count] | 0x80);
  out.push_back(digits[0]);
}

/// Reads what write_changeset() writes, and possibly a little more; the caller compares. Anything else ends in nothing.
class Taker {
 public:
  explicit Taker(base::ByteView bytes) : rest_(bytes) {}

  std::optional<ChangesetForm> all() {
    ChangesetForm form;
    while (!rest_.empty()) {
      if (!table(form.emplace_back())) return std::nullopt;
    }
    return form;
  }

 private:
  bool byte(std::uint8_t expected) {
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_ = rest_.subspan(1);
    return true;
  }
  std::optional<base::ByteView> bytes(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    const base::ByteView taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::optional<std::size_t> varint() {
    std::size_t value = 0;
    for (std::size_t used = 0; used < kVarintBytesMax && !rest_.empty(); ++used) {
      const std::uint8_t next = rest_.front();
      rest_ = rest_.subspan(1);
      value = value << 7 | (next & 0x7fu);
      if ((next & 0x80) == 0) return value;
    }
    return std::nullopt;
  }

  bool table(TableForm& table) {
    if (!byte(kTable)) return false;
    const std::optional<std::size_t> columns = varint();
    if (!columns || *columns == 0 || *columns > kColumnsMax || !byte(1)) return false;
    for (std::size_t i = 1; i < *columns; ++i)
      if (!byte(0)) return false;
    table.columns = *columns;
    const auto end = std::ranges::find(rest_, std::uint8_t{0});
    const std::optional<base::ByteView> name = bytes(static_cast<std::size_t>(end - rest_.begin()));
    if (!name || name->empty() || name->size() > kNameBytesMax || !byte(0)) return false;
    table.name = base::text_of(*name);
    while (!rest_.empty() && rest_.front() != kTable) {
      if (!byte(kInsert) || !byte(kDirect)) return false;
      std::vector<CellForm>& row = table.rows.emplace_back(*columns);
      if (!std::ranges::all_of(row, [this](CellForm& into) { return cell(into); })) return false;
    }
    return !table.rows.empty();
  }

  bool cell(CellForm& cell) {
    const std::optional<base::ByteView> type = bytes(1);
    if (!type) return false;
    cell.type = static_cast<CellType>(type->front());
    switch (cell.type) {
      case CellType::kNull:
        return true;
      case CellType::kInteger: {
        const std::optional<base::ByteView> digits = bytes(8);
        if (!digits) return false;
        std::uint64_t number = 0;
        for (const std::uint8_t digit : *digits) number = number << 8 | digit;
        cell.number = std::bit_cast<std::int64_t>(number);
        return true;
      }
      case CellType::kText:
      case CellType::kBlob: {
        const std::optional<std::size_t> length = varint();
        const std::optional<base::ByteView> content = length ? bytes(*length) : std::nullopt;
        if (!content) return false;
        cell.content = base::text_of(*content);
        return cell.type == CellType::kBlob || cell.content.find('\0') == std::string::npos;
      }
    }
    return false;
  }

  base::ByteView rest_;
};

void write_cell(base::Bytes& out, const CellForm& cell) {
  out.push_back(static_cast<std::uint8_t>(cell.type));
  if (cell.type == CellType::kInteger) {
    const auto number = std::bit_cast<std::uint64_t>(cell.number);
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
  }
  if (cell.type != CellType::kText && cell.type != CellType::kBlob) return;
  write_varint(out, cell.content.size());
  base::append(out, base::bytes_of(cell.content));
}

}  // namespace

base::Bytes write_changeset(const ChangesetForm& form) {
  base::Bytes out;
  for (const TableForm& table : form) {
    out.push_back(kTable);
    write_varint(out, table.columns);
    for (std::size_t i = 0; i < table.columns; ++i) out.push_back(i == 0 ? 1 : 0);
    base::append(out, base::bytes_of(table.name));
    out.push_back(0);
    for (const std::vector<CellForm>& row : table.rows) {
      out.push_back(kInsert);
      out.push_back(kDirect);
      for (const CellForm& cell : row) write_cell(out, cell);
    }
  }
  return out;
}

std::optional<ChangesetForm> take_apart(base::ByteView changeset) {
  std::optional<ChangesetForm> form = Taker(changeset).all();
  if (!form || !std::ranges::equal(write_changeset(*form), changeset)) return std::nullopt;
  return form;
}

base::Bytes write_entry(EntryForm form) {
  form.entry.changeset = write_changeset(form.changeset);
  return encode(form.entry);
}

std::optional<EntryForm> take_entry_apart(base::ByteView entry) {
  base::Limits limits;
  limits.changeset_bytes_max = entry.size();
  Decoded<Entry> decoded = decode_entry(entry, limits);
  // A newer program's entry has fields that this one would leave out.
  if (!decoded || !std::ranges::equal(encode(*decoded), entry)) return std::nullopt;
  std::optional<ChangesetForm> changeset = take_apart(decoded->changeset);
  if (!changeset) return std::nullopt;
  EntryForm form{*std::move(decoded), *std::move(changeset)};
  form.entry.changeset.clear();
  return form;
}

}  // namespace tirkeu::wire
