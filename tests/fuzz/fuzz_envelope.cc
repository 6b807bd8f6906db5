// Whatever a seal can hold: this target seals its input as it is, so that the fuzzer reaches the layers behind the seal without
// guessing it. First byte: the direction, or the raw bytes as they are. Sealing costs a thousand times what decoding does, so a
// header that cannot be decoded is sealed only now and then.
#include "sync/protocol/bundle.h"
#include "tests/fuzz/expect.h"
#include "tests/unit/crypto/seeded_entropy.h"

namespace {

using namespace tirkeu;

// Layout of the clear part and of the content; see sync/protocol/bundle.h. The check below notices when the first has changed.
constexpr std::size_t kClearBytes = 13;
constexpr std::size_t kSignatureBytes = 64;

struct Sides {
  testing::SeededEntropy entropy{1};
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  base::Limits limits;
  base::Bytes up = clear_of(protocol::write_up(up_header(), {}, sign, seal.seal_to(), entropy));
  base::Bytes down = clear_of(protocol::write_down({}, {}, sign, seal.seal_to(), entropy).bundle);

  wire::UpHeader up_header() {
    wire::UpHeader header;
    header.incarnation = base::kFirstNodeIncarnation;
    header.section.first = 1;
    header.section.incarnation = header.incarnation;
    return header;
  }
  base::Bytes clear_of(const base::Bytes& bundle) {
    fuzz::expect(seal.open(base::ByteView(bundle).subspan(kClearBytes)).has_value());
    return {bundle.begin(), bundle.begin() + kClearBytes};
  }
  base::Bytes sealed(const base::Bytes& clear, base::ByteView content) {
    base::Bytes bundle = clear;
    base::append(bundle, crypto::seal(content, seal.seal_to(), entropy));
    return bundle;
  }
};

bool holds_header(bool is_up, base::ByteView content, const base::Limits& limits) {
  if (content.size() < kSignatureBytes + 2) return true;
  const base::ByteView rest = content.subspan(kSignatureBytes + 2);
  const auto bytes = static_cast<std::size_t>(base::read_le(content.subspan(kSignatureBytes, 2)));
  if (bytes > rest.size()) return true;
  if (is_up) return wire::decode_up_header(rest.first(bytes), limits).has_value();
  return wire::decode_down_header(rest.first(bytes), limits).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Sides sides;
  if (size == 0) return 0;
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  if (data[0] % 4 != 0 && data[0] < 240 && !holds_header(data[0] % 4 != 1, bytes, sides.limits)) return 0;
  if (data[0] % 4 == 0) {
    const auto clear = protocol::peek(bytes);
    const auto up = protocol::OpenedUp::open(bytes, sides.seal, sides.limits);
    const auto down = protocol::AuthenticDown::open(bytes, sides.seal, sides.sign.verify_key(), sides.limits);
    fuzz::expect(!(up && down) && (clear || (!up && !down)));
  } else if (data[0] % 4 == 1) {
    const auto opened = protocol::AuthenticDown::open(sides.sealed(sides.down, bytes), sides.seal, sides.sign.verify_key(), sides.limits);
    fuzz::expect(!opened || opened->signed_bytes().size() > kClearBytes);
  } else {
    const auto opened = protocol::OpenedUp::open(sides.sealed(sides.up, bytes), sides.seal, sides.limits);
    if (opened) fuzz::expect(opened->claimed_incarnation() > 0 && opened->claimed_incarnation() <= base::kIncarnationMax);
  }
  return 0;
}
