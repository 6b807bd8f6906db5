#include "node/witness.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

constexpr std::string_view kMagic = "tirkeu node witness 1\n";
constexpr std::size_t kFixedBytes = kMagic.size() + 4 + 8 + 32 + 16 + 1;
constexpr std::size_t kMarkBytes = 9;
constexpr std::size_t kMarksMax = 64;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kFileBytesMax = kFixedBytes + kMarksMax * kMarkBytes + kSignatureBytes;

base::Bytes bytes_of(const Witness& witness) {
  base::Bytes bytes;
  base::append(bytes, base::bytes_of(kMagic));
  base::append_le(bytes, witness.incarnation, 4);
  base::append_le(bytes, witness.head.sequence, 8);
  base::append(bytes, witness.head.digest);
  base::append(bytes, witness.boot_id);
  const std::size_t count = std::min(witness.marks.size(), kMarksMax);
  base::append_le(bytes, count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    base::append_le(bytes, static_cast<std::uint64_t>(witness.marks[i].kind), 1);
    base::append(bytes, witness.marks[i].digest);
  }
  return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> take(base::ByteView& rest) {
  std::array<std::uint8_t, N> value{};
  std::ranges::copy(rest.first(N), value.begin());
  rest = rest.subspan(N);
  return value;
}

std::uint64_t take_number(base::ByteView& rest, std::size_t bytes) {
  const std::uint64_t value = base::read_le(rest.first(bytes));
  rest = rest.subspan(bytes);
  return value;
}

bool has(const std::vector<WitnessMark>& marks, base::MachineMark::Kind kind) {
  return std::ranges::find(marks, kind, &WitnessMark::kind) != marks.end();
}

bool share(const std::vector<WitnessMark>& left, const std::vector<WitnessMark>& right, base::MachineMark::Kind kind) {
  return std::ranges::any_of(left, [&](const WitnessMark& mark) {
    return mark.kind == kind && std::ranges::find(right, mark) != right.end();
  });
}

}  // namespace

std::vector<WitnessMark> witness_marks(const std::vector<base::MachineMark>& marks) {
  std::vector<WitnessMark> kept;
  for (const base::MachineMark& mark : marks) {
    const crypto::Digest digest = crypto::digest(crypto::Label::kWitness, base::bytes_of(mark.value));
    WitnessMark one{mark.kind, {}};
    std::copy_n(digest.begin(), one.digest.size(), one.digest.begin());
    kept.push_back(one);
  }
  return kept;
}

bool is_same_machine(const std::vector<WitnessMark>& witnessed, const std::vector<WitnessMark>& now) {
  using Kind = base::MachineMark::Kind;
  return std::ranges::all_of(std::array{Kind::kSystem, Kind::kPart, Kind::kPlace}, [&](Kind kind) {
    return !has(witnessed, kind) || !has(now, kind) || share(witnessed, now, kind);
  });
}

std::expected<WitnessFile, WitnessFault> WitnessKeeper::read() {
  const std::optional<base::Bytes> content = disk_.read(path_, kFileBytesMax);
  if (!content) return std::unexpected(WitnessFault::kMissing);
  base::ByteView rest(*content);
  if (rest.size() < kFixedBytes + kSignatureBytes || base::text_of(rest.first(kMagic.size())) != kMagic)
    return std::unexpected(WitnessFault::kDamaged);
  const std::size_t signed_size = rest.size() - kSignatureBytes;
  WitnessFile file;
  file.signed_bytes.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(signed_size));
  rest = rest.subspan(kMagic.size());
  file.witness.incarnation = static_cast<base::Incarnation>(take_number(rest, 4));
  file.witness.head.sequence = take_number(rest, 8);
  file.witness.head.digest = take<32>(rest);
  file.witness.boot_id = take<16>(rest);
  const std::size_t count = take_number(rest, 1);
  if (rest.size() != count * kMarkBytes + kSignatureBytes) return std::unexpected(WitnessFault::kDamaged);
  for (std::size_t i = 0; i < count; ++i) {
    WitnessMark mark{static_cast<base::MachineMark::Kind>(take_number(rest, 1)), {}};
    mark.digest = take<8>(rest);
    file.witness.marks.push_back(mark);
  }
  file.signature = take<kSignatureBytes>(rest);
  return file;
}

void WitnessKeeper::write(const Witness& witness, const crypto::SigningKey& key) {
  base::Bytes bytes = bytes_of(witness);
  if (bytes == written_) return;
  const crypto::SignatureBytes signature = key.sign(crypto::Label::kWitness, bytes);
  base::Bytes content = bytes;
  base::append(content, signature);
  disk_.replace(path_, content, base::FileMode::kPrivate);
  written_ = std::move(bytes);
}

}  // namespace tirkeu::node
