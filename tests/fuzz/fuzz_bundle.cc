// A bundle at its receiver. No fuzzer guesses a seal or a signature, so besides the raw bytes this target seals and
// signs: first byte 0 raw, 1 up, 2 down; then two bytes of header length, the header, and the compressed part. A header that
// cannot be decoded is sealed only now and then: the target fuzz_envelope looks behind the seal more cheaply.
#include "sync/protocol/bundle.h"
#include "sync/protocol/envelope.h"
#include "tests/fuzz/expect.h"
#include "tests/unit/crypto/seeded_entropy.h"

namespace {

using namespace tirkeu;

struct Sides {
  testing::SeededEntropy entropy{1};
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  base::Limits limits;

  Sides() { limits.entries_bytes_max = 1u << 20; }
};

void take_up(Sides& sides, base::ByteView bundle) {
  const auto opened = protocol::OpenedUp::open(bundle, sides.seal, sides.limits);
  if (!opened) return;
  const auto authentic = opened->authenticate(sides.sign.verify_key());
  if (!authentic) return;
  const auto pieces = authentic->pieces();
  fuzz::expect(!pieces || pieces->size() == authentic->header().pieces.size());
  const auto run = authentic->entries({}, sides.limits);
  if (!run) return;
  fuzz::expect(run->entries.size() == authentic->header().section.count);
  fuzz::expect(run->entries.empty() || wire::prefix16(run->entries.back().digest) == authentic->header().section.head);
}

void take_down(Sides& sides, base::ByteView bundle) {
  const auto opened = protocol::AuthenticDown::open(bundle, sides.seal, sides.sign.verify_key(), sides.limits);
  if (!opened) return;
  const auto base_of = [](const wire::Section&) { return std::optional<protocol::Standing>(protocol::Standing{}); };
  const auto runs = opened->runs(base_of, sides.limits);
  fuzz::expect(!runs || runs->size() == opened->header().sections.size());
}

bool is_header(protocol::Direction direction, base::ByteView header, const base::Limits& limits) {
  if (direction == protocol::Direction::kUp) return wire::decode_up_header(header, limits).has_value();
  return wire::decode_down_header(header, limits).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Sides sides;
  if (size < 3) return 0;
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  if (data[0] % 3 == 0) {
    take_up(sides, bytes);
    take_down(sides, bytes);
    return 0;
  }
  const base::ByteView rest = base::ByteView(bytes).subspan(2);
  const std::size_t header_bytes =
      std::min(static_cast<std::size_t>(base::read_le(base::ByteView(bytes).first(2))), rest.size());
  const auto direction = data[0] % 3 == 1 ? protocol::Direction::kUp : protocol::Direction::kDown;
  if (data[0] < 240 && !is_header(direction, rest.first(header_bytes), sides.limits)) return 0;
  const base::Bytes bundle = protocol::seal_envelope(direction, rest.first(header_bytes), rest.subspan(header_bytes),
                                                     sides.sign, sides.seal.seal_to(), sides.entropy)
                                 .bundle;
  direction == protocol::Direction::kUp ? take_up(sides, bundle) : take_down(sides, bundle);
  return 0;
}
