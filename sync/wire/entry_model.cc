#include "sync/wire/entry_model.h"

#include <algorithm>
#include <array>

#include "sync/wire/entry_pass.h"

namespace tirkeu::wire {
namespace {

/// A place in another text of the row that says nearly the same: a name in the other script, the day a paper was issued.
class Companion {
 public:
  explicit Companion(const std::string* text) : text_(text == nullptr ? std::string_view() : std::string_view(*text)) {}
  std::uint32_t letter() const { return at(at_) << 8 | at(at_ + 1); }
  /// The letter of ours is complete.
  void advance() { at_ += is_pair(letter()) ? 2 : 1; }

 private:
  std::uint32_t at(std::size_t i) const { return i < text_.size() ? static_cast<std::uint8_t>(text_[i]) & 0xdfu : 0; }
  /// Two Latin letters that are one Cyrillic letter.
  static bool is_pair(std::uint32_t letters) {
    constexpr auto pair = [](char a, char b) { return static_cast<std::uint32_t>(a) << 8 | static_cast<std::uint32_t>(b); };
    constexpr std::array<std::uint32_t, 7> kPairs = {pair('S', 'H'), pair('C', 'H'), pair('Z', 'H'), pair('K', 'H'), pair('T', 'S'), pair('Y', 'U'), pair('Y', 'A')};
    return std::ranges::find(kPairs, letters) != kPairs.end();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

template <class Coder>
void EntryModel::Pass<Coder>::spell(std::uint32_t slot, const std::vector<CellForm>& row, std::size_t column, const std::string& last,
                                    std::string& content) {
  const std::string* const near = column == 0 ? nullptr : text_before(row, column, 1);
  const std::string* const far = text_before(row, column, 2);
  Companion beside(near), across(far);
  const std::uint32_t near_hash = near == nullptr ? 0 : hash_of(*near);
  const std::string written = Coder::kReads ? std::string() : content;
  content.clear();
  std::uint32_t before = 0, all = mixed(slot, kSpelled), word = 0;
  bool as_last = true;
  for (std::size_t i = 0; !stopped(); ++i) {
    const auto at = static_cast<std::uint32_t>(std::min<std::size_t>(i, 31));
    const auto of_last = [&](std::size_t place) -> std::uint32_t { return place < last.size() ? static_cast<std::uint8_t>(last[place]) : 0; };
    const std::uint32_t was = of_last(i) << 8 | of_last(i + 1);
    const std::array<std::uint32_t, 11> contexts = {
        mixed(slot, at),
        mixed(mixed(slot, before & 0xff), 1),
        mixed(mixed(slot, before & 0xffff), 2),
        mixed(mixed(slot, before & 0xffffff), 3),
        all,
        mixed(before, 5),
        mixed(word, before & 0xff),
        mixed(mixed(slot, was), as_last ? 64 + at : at),
        mixed(mixed(slot, across.letter()), (before & 0xff) << 1 | (i == 0 ? 1 : 0)),
        mixed(mixed(slot, near_hash), at),
        mixed(mixed(slot, beside.letter()), mixed(at, before & 0xff))};
    const std::uint32_t given = i < written.size() ? static_cast<std::uint8_t>(written[i]) : 0;
    const std::uint32_t byte = model_.bits_.code(coder_, contexts, mixed(slot, kSpelled), 8, given);
    if (byte == 0 || !take(1)) break;
    content.push_back(static_cast<char>(byte));
    as_last = as_last && of_last(i) == byte;
    before = before << 8 | byte;
    all = mixed(all, byte);
    word = byte == ' ' ? 0 : mixed(word + 1, byte);
    // A letter of two bytes is complete with its second; a Latin one at once.
    if (byte < 0x80 || (byte & 0xc0) == 0x80) {
      beside.advance();
      across.advance();
    }
  }
}

template <class Coder>
bool EntryModel::code(Coder& coder, const EntryPlace& place, base::Bytes& bytes, std::size_t bytes_max) {
  Pass<Coder> pass(*this, coder, bytes_max);
  std::optional<EntryForm> form;
  if constexpr (!Coder::kReads) form = take_entry_apart(bytes);
  if (!pass.flag(Pass<Coder>::kForm, 0, form.has_value())) {
    pass.plain(bytes);
    return !pass.stopped();
  }
  if (!form) form.emplace();
  pass.entry(place, *form);
  if (pass.stopped()) return false;
  if constexpr (Coder::kReads) bytes = write_entry(*std::move(form));
  return true;
}

template <class Coder>
bool EntryModel::lesson(Coder& coder, bool more) {
  return Pass<Coder>(*this, coder, 0).flag(Pass<Coder>::kForm, 1, more);
}

EntryModel EntryModel::returning_to(const EntryModel& origin) {
  EntryModel copy = origin;
  copy.bits_ = BitModel::returning_to(origin.bits_);
  copy.origin_ = &origin;
  return copy;
}

void EntryModel::go_back() {
  bits_.go_back();
  last_ = origin_->last_;
  last_id_ = origin_->last_id_;
  tables_ = origin_->tables_;
  next_table_ = origin_->next_table_;
}

void EntryModel::forget_place() {
  last_id_ = 0;
}

template bool EntryModel::lesson(BitEncoder&, bool);
template bool EntryModel::lesson(BitDecoder&, bool);
template bool EntryModel::code(BitEncoder&, const EntryPlace&, base::Bytes&, std::size_t);
template bool EntryModel::code(BitDecoder&, const EntryPlace&, base::Bytes&, std::size_t);
template bool EntryModel::code(BitObserver&, const EntryPlace&, base::Bytes&, std::size_t);

}  // namespace tirkeu::wire
