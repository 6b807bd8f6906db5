// A picture as a telephone or a stranger hands it in, and the photo that a judge of proportions looks at. First byte: 0 the bytes as they
// are; otherwise the CRC of each PNG chunk is made right first, because no fuzzer guesses one. What is let in is let in again as it is.
#include <boost/crc.hpp>

#include "schema/registry/picture.h"
#include "tests/fuzz/json_body.h"

namespace {

using namespace tirkeu;

constexpr std::size_t kPngSignatureBytes = 8;
constexpr std::size_t kLengthAndTypeBytes = 8;
constexpr std::size_t kCrcBytes = 4;
/// An Exif segment of ours may take more bytes than the one that it stands for.
constexpr std::size_t kTurnBytes = 36;

std::uint32_t number_at(const base::Bytes& bytes, std::size_t place) {
  std::uint32_t value = 0;
  for (std::size_t at = place; at < place + 4; ++at) value = value << 8 | bytes[at];
  return value;
}

void make_crcs_right(base::Bytes& bytes) {
  std::size_t place = kPngSignatureBytes;
  while (bytes.size() > place + kLengthAndTypeBytes + kCrcBytes - 1) {
    const std::size_t length = number_at(bytes, place);
    if (length > bytes.size() - place - kLengthAndTypeBytes - kCrcBytes) return;
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data() + place + 4, length + 4);
    place += kLengthAndTypeBytes + length;
    for (int shift = 24; shift >= 0; shift -= 8) bytes[place++] = static_cast<std::uint8_t>(crc.checksum() >> shift);
  }
}

void check_admitted(const registry::Picture& picture, std::size_t size, const registry::PictureLimits& limits) {
  fuzz::expect(picture.bytes.size() <= size + kTurnBytes && picture.bytes.size() <= limits.bytes_max);
  fuzz::expect(std::uint64_t{picture.size.width} * picture.size.height <= limits.pixels_max);
  fuzz::expect(registry::photo_size(picture.bytes) == picture.size);
  const auto again = registry::admit_picture(picture.bytes, limits);
  fuzz::expect(again && again->format == picture.format && again->bytes == picture.bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  if (data[0] != 0) make_crcs_right(bytes);
  // Half of the inputs lie close to the limit, where a byte more decides.
  const registry::PictureLimits limits{.bytes_max = bytes.size() + (data[0] & 2) * 1000};
  const auto picture = registry::admit_picture(bytes, limits);
  if (picture) check_admitted(*picture, bytes.size(), limits);
  else fuzz::expect(registry::text(registry::Language::kKazakh, "finding." + std::string(registry::code_of(picture.error()))).size() > 0);
  fuzz::expect_sayable(registry::judge_photo(bytes));
  return 0;
}
