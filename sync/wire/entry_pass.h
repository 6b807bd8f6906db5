// One entry through the model of entry_model.h. The same lines write and read: what is given is written, and what is not
// yet known is filled in by the bits that come.
#pragma once

#include <bit>

#include "sync/wire/entry_model.h"
#include "sync/wire/tight.h"

namespace tirkeu::wire {

template <class Coder>
class EntryModel::Pass {
 public:
  Pass(EntryModel& model, Coder& coder, std::size_t bytes_max) : model_(model), coder_(coder), budget_(bytes_max) {}

  void entry(const EntryPlace& place, EntryForm& form) {
    Entry& now = form.entry;
    Entry& last = model_.last_;
    now.incarnation = static_cast<base::Incarnation>(number(kIncarnation, 0, now.incarnation, place.incarnation));
    now.sequence = std::bit_cast<std::uint64_t>(number(kSequence, 0, std::bit_cast<std::int64_t>(now.sequence), std::bit_cast<std::int64_t>(place.sequence)));
    now.recorded_at = base::Instant{base::Milliseconds{number(kRecordedAt, 0, ms(now.recorded_at), ms(last.recorded_at))}};
    const bool same_boot = flag(kSameBoot, 0, now.boot_id == last.boot_id);
    if (same_boot) now.boot_id = last.boot_id;
    else literal(now.boot_id);
    const std::int64_t up = same_boot ? plus(last.boot_time.count(), minus(ms(now.recorded_at), ms(last.recorded_at))) : 0;
    now.boot_time = base::Milliseconds{number(kBootTime, same_boot ? 1 : 0, now.boot_time.count(), up)};
    now.clock_flags = static_cast<base::ClockFlags>(number(kClockFlags, 0, now.clock_flags, last.clock_flags));
    receipt(place, now, last);
    if (flag(kSameSchema, 0, now.schema == last.schema)) now.schema = last.schema;
    else literal(now.schema);
    recorded_at_ = ms(now.recorded_at);
    changeset(form.changeset);
    last = now;
  }

  /// An entry that is no form: its bytes as they are.
  void plain(base::Bytes& bytes) {
    std::size_t length = static_cast<std::size_t>(number(kPlainLength, 0, static_cast<std::int64_t>(bytes.size()), 0));
    if (Coder::kReads && !take(length)) return;
    if constexpr (Coder::kReads) bytes.assign(length, 0);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < length && !stopped(); ++i) {
      const std::array<std::uint32_t, 3> contexts = {mixed(kPlain, before & 0xff), mixed(kPlain, before & 0xffff), mixed(kPlain, before & 0xffffff)};
      bytes[i] = static_cast<std::uint8_t>(model_.bits_.code(coder_, contexts, kPlain, 8, bytes[i]));
      before = before << 8 | bytes[i];
    }
  }

  bool flag(std::uint32_t what, std::uint32_t context, bool value) { return symbol(what, context, 0, 1, value ? 1 : 0) != 0; }
  bool stopped() const { return over_ || coder_.failed(); }

  /// What a context is about, where it is no column.
  enum What : std::uint32_t {
    kForm = 1, kIncarnation, kSequence, kRecordedAt, kSameBoot, kBootTime, kClockFlags, kReceipt, kSameSchema, kLiteral,
    kMoreTables, kTableName, kColumns, kMoreRows, kType, kMode, kChoice, kSign, kLength, kDigits, kBlobLength, kBlob,
    kPlainLength, kPlain, kSpelled
  };

 private:
  static std::int64_t ms(base::Instant instant) { return instant.time_since_epoch().count(); }
  /// Around the corner rather than undefined: an invented input can add up to anything.
  static std::int64_t plus(std::int64_t a, std::int64_t b) { return std::bit_cast<std::int64_t>(std::bit_cast<std::uint64_t>(a) + std::bit_cast<std::uint64_t>(b)); }
  static std::int64_t minus(std::int64_t a, std::int64_t b) { return std::bit_cast<std::int64_t>(std::bit_cast<std::uint64_t>(a) - std::bit_cast<std::uint64_t>(b)); }

  /// `size` more bytes will come of this entry.
  bool take(std::size_t size) {
    if (size > budget_) over_ = true;
    else budget_ -= size;
    return !over_;
  }

  std::uint32_t symbol(std::uint32_t what, std::uint32_t a, std::uint32_t b, int bits, std::uint32_t value) {
    const std::uint32_t base = mixed(0, what);
    const std::array<std::uint32_t, 3> contexts = {base, mixed(base, a), mixed(mixed(base, a), b)};
    return model_.bits_.code(coder_, contexts, base, bits, value);
  }

  /// A number as the distance from what was expected: how many bits it has, the first of them by what is usual, the rest.
  std::int64_t number(std::uint32_t what, std::uint32_t context, std::int64_t value, std::int64_t expected) {
    const std::uint64_t distance = zigzag(Coder::kReads ? 0 : minus(value, expected));
    const std::uint32_t slot = mixed(mixed(0, what), context);
    const auto size = symbol(kLength, slot, 0, 7, static_cast<std::uint32_t>(std::bit_width(distance)));
    if (size == 0 || size > 64) return expected;
    std::uint64_t read = 1;
    for (int i = static_cast<int>(size) - 2; i >= 0; --i) {
      const auto from_top = static_cast<std::uint32_t>(static_cast<int>(size) - 2 - i);
      const std::uint32_t known = from_top < 3 ? static_cast<std::uint32_t>(read) : 0;
      const auto bit = symbol(kDigits, mixed(slot, size << 8 | from_top), known, 1, static_cast<std::uint32_t>(distance >> i & 1));
      read = read << 1 | bit;
    }
    return plus(expected, unzigzag(read));
  }
  template <std::size_t N>
  void literal(std::array<std::uint8_t, N>& bytes) {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(symbol(kLiteral, 0, 0, 8, byte));
  }

  void receipt(const EntryPlace& place, Entry& now, const Entry& last) {
    enum : std::uint32_t { kAsLast, kNewest, kOther };
    const std::uint32_t which = now.last_receipt == last.last_receipt ? kAsLast : now.last_receipt == place.receipt ? kNewest : kOther;
    const std::uint32_t told = symbol(kReceipt, place.receipt.has_value() ? 1 : 0, 0, 2, which);
    if (told == kAsLast) now.last_receipt = last.last_receipt;
    else if (told == kNewest && place.receipt) now.last_receipt = *place.receipt;
    else literal(now.last_receipt);
  }

  void changeset(ChangesetForm& form) {
    std::string before;
    for (std::size_t i = 0; !stopped(); ++i) {
      if (!flag(kMoreTables, mixed(hash_of(before), static_cast<std::uint32_t>(i)), i < form.size())) break;
      if constexpr (Coder::kReads) form.emplace_back();
      table(form[i], before);
      before = form[i].name;
    }
  }

  void table(TableForm& table, const std::string& before) {
    const std::vector<CellForm> none;
    text(mixed(kTableName, hash_of(before)), none, 0, model_.next_table_[before], table.name);
    Table& memory = model_.tables_[table.name];
    const std::uint32_t slot = hash_of(table.name);
    const std::int64_t columns = number(kColumns, slot, static_cast<std::int64_t>(table.columns), static_cast<std::int64_t>(memory.columns));
    // No more than take_apart() takes.
    if (columns < 1 || columns > 127) over_ = true;
    if (stopped()) return;
    table.columns = static_cast<std::size_t>(columns);
    memory.columns = table.columns;
    if (memory.last.size() < table.columns) memory.last.resize(table.columns);
    if (!take(table.columns + table.name.size() + 3)) return;
    for (std::size_t i = 0; !stopped(); ++i) {
      if (!flag(kMoreRows, mixed(slot, static_cast<std::uint32_t>(std::min<std::size_t>(i, 3))), i < table.rows.size())) break;
      if constexpr (Coder::kReads) table.rows.emplace_back(table.columns);
      if (!take(2 + table.columns)) return;
      std::vector<CellForm>& row = table.rows[i];
      for (std::size_t column = 0; column < table.columns && !stopped(); ++column) cell(mixed(slot, static_cast<std::uint32_t>(column)), row, column, memory.last[column]);
    }
  }

  void cell(std::uint32_t slot, std::vector<CellForm>& row, std::size_t column, Column& memory) {
    CellForm& now = row[column];
    static constexpr std::array<CellType, 4> kTypes = {CellType::kInteger, CellType::kText, CellType::kBlob, CellType::kNull};
    const auto index = static_cast<std::uint32_t>(std::ranges::find(kTypes, now.type) - kTypes.begin());
    const std::uint32_t neighbour = column == 0 ? 0 : static_cast<std::uint32_t>(row[column - 1].type);
    now.type = kTypes[symbol(mixed(kType, slot), static_cast<std::uint32_t>(memory.type), neighbour, 2, index)];
    if (now.type == CellType::kInteger) integer(slot, row, column, memory);
    if (now.type == CellType::kText) text(slot, row, column, memory, now.content);
    if (now.type == CellType::kBlob) blob(slot, memory, now.content);
    memory.type = now.type;
  }

  void integer(std::uint32_t slot, std::vector<CellForm>& row, std::size_t column, Column& memory) {
    if (!take(8)) return;
    std::int64_t neighbour = 0;
    for (std::size_t i = 0; i < column; ++i)
      if (row[i].type == CellType::kInteger) neighbour = row[i].number;
    const std::array<std::int64_t, 4> expected = {memory.number, recorded_at_, neighbour, plus(model_.last_id_, 1)};
    std::int64_t& value = row[column].number;
    std::uint32_t mode = memory.mode;
    if constexpr (!Coder::kReads) {
      const auto far = [&](std::uint32_t by) { return zigzag(minus(value, expected[by])); };
      for (std::uint32_t i = 0; i < expected.size(); ++i)
        if (far(i) < far(mode)) mode = i;
    }
    mode = symbol(mixed(kMode, slot), memory.mode, 0, 2, mode);
    value = number(mixed(slot, mode), 0, value, expected[mode]);
    memory.mode = mode;
    memory.number = value;
    if (column == 0) model_.last_id_ = value;
  }

  void blob(std::uint32_t slot, Column& memory, std::string& content) {
    const auto length = static_cast<std::size_t>(number(mixed(kBlobLength, slot), 0, static_cast<std::int64_t>(content.size()), static_cast<std::int64_t>(memory.content.size())));
    if (!take(length)) return;
    if constexpr (Coder::kReads) content.assign(length, '\0');
    for (char& byte : content) {
      if (stopped()) return;
      byte = static_cast<char>(symbol(mixed(kBlob, slot), 0, 0, 8, static_cast<std::uint8_t>(byte)));
    }
    memory.content = content;
  }

  void text(std::uint32_t slot, const std::vector<CellForm>& row, std::size_t column, Column& memory, std::string& content) {
    enum : std::uint32_t { kSpell, kAsLast, kAsSecond, kAsThird };
    const std::array<const std::string*, 4> known = {nullptr, &memory.content, text_before(row, column, 2), text_before(row, column, 3)};
    std::uint32_t choice = kSpell;
    if constexpr (!Coder::kReads) {
      for (std::uint32_t i = kAsThird; i > kSpell; --i)
        if (known[i] != nullptr && *known[i] == content) choice = i;
      if (known[memory.choice] != nullptr && *known[memory.choice] == content) choice = memory.choice;
    }
    choice = symbol(mixed(kChoice, slot), memory.choice, column == 0 ? 0 : model_choice_, 2, choice);
    memory.choice = choice;
    model_choice_ = choice;
    if (choice != kSpell && known[choice] != nullptr) {
      content = *known[choice];
      take(content.size() + 1);
    } else {
      spell(slot, row, column, memory.content, content);
    }
    memory.content = content;
  }

  static const std::string* text_before(const std::vector<CellForm>& row, std::size_t column, std::size_t back) {
    if (column < back || row[column - back].type != CellType::kText) return nullptr;
    return &row[column - back].content;
  }

  static std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 1;
    for (const char c : text) hash = mixed(hash, static_cast<std::uint8_t>(c));
    return hash;
  }

  void spell(std::uint32_t slot, const std::vector<CellForm>& row, std::size_t column, const std::string& last, std::string& content);

  EntryModel& model_;
  Coder& coder_;
  std::size_t budget_;
  bool over_ = false;
  std::int64_t recorded_at_ = 0;
  std::uint32_t model_choice_ = 0;
};

}  // namespace tirkeu::wire
