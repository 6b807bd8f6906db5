// tirkeu-fuzz-seeds DIR: writes seeds for the targets whose bytes follow the wire format as it is today, so that a change of the format
// does not leave the fuzzer with seeds that are refused at the first field. Run before each fuzzing; the seeds of tests/fuzz/corpus
// stay beside them.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "sync/protocol/enrolment.h"
#include "tests/unit/crypto/seeded_entropy.h"
#include "tests/unit/wire/samples.h"

namespace {

using namespace tirkeu;

// Layout of the clear part and of a bundle's content; see sync/protocol/bundle.h.
constexpr std::size_t kClearBytes = 13;
constexpr std::size_t kSignatureBytes = 64;

class Seeds {
 public:
  explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void write(const std::string& target, const std::string& name, base::ByteView bytes) const {
    std::filesystem::create_directories(folder_ / target);
    std::ofstream(folder_ / target / name, std::ios::binary).write(base::text_of(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  }
  /// For the targets that seal by themselves: the direction as they count it, then what the seal held.
  void write_bundle(const std::string& name, base::ByteView bundle, const crypto::SealingKey& receiver, bool is_up) const {
    const auto content = receiver.open(bundle.subspan(kClearBytes));
    if (!content) throw std::runtime_error("a bundle just written does not open: its layout has changed");
    base::Bytes whole = {static_cast<std::uint8_t>(is_up ? 2 : 1)};
    base::append(whole, *content);
    write("envelope", name, whole);
    base::Bytes behind_signature = {static_cast<std::uint8_t>(is_up ? 1 : 2)};
    base::append(behind_signature, base::ByteView(*content).subspan(kSignatureBytes));
    write("bundle", name, behind_signature);
  }

 private:
  std::filesystem::path folder_;
};

std::vector<base::Bytes> some_entries(const wire::UpHeader& header) {
  std::vector<base::Bytes> entries;
  for (base::Sequence sequence = header.section.first; entries.size() < 3; ++sequence) {
    wire::Entry entry = testing::sample_entry();
    entry.incarnation = header.incarnation;
    entry.sequence = sequence;
    entries.push_back(wire::encode(entry));
  }
  return entries;
}

void write_all(const Seeds& seeds) {
  testing::SeededEntropy entropy(1);
  const crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  const crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  const wire::UpHeader up = testing::sample_up_header();
  wire::UpHeader short_up;
  short_up.incarnation = up.incarnation;
  short_up.sign_key = up.sign_key;
  short_up.section = up.section;
  const wire::DownHeader down = testing::sample_down_header();
  seeds.write("entry", "sample", wire::encode(testing::sample_entry()));
  seeds.write("up_header", "full", wire::encode(up));
  seeds.write("up_header", "short", wire::encode(short_up));
  seeds.write("down_header", "full", wire::encode(down));
  seeds.write("enrolment", "grant", wire::encode(testing::sample_grant()));
  seeds.write("enrolment", "request", protocol::write_request(6, 3, sign, seal.seal_to()));
  const wire::KeyStatement statement{7, sign.verify_key(), seal.seal_to(), testing::sample_grant().issued_at, {}, {{5, sign.verify_key(), {}}}};
  seeds.write("enrolment", "statement", protocol::write_statement_file(statement));
  seeds.write("enrolment", "statement_message", wire::encode(statement));
  seeds.write("enrolment", "message", wire::encode(testing::sample_file()));
  seeds.write_bundle("up", protocol::write_up(up, some_entries(up), sign, seal.seal_to(), entropy), seal, true);
  seeds.write_bundle("up_short", protocol::write_up(short_up, some_entries(short_up), sign, seal.seal_to(), entropy), seal, true);
  seeds.write_bundle("down", protocol::write_down(down, {}, sign, seal.seal_to(), entropy).bundle, seal, false);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "tirkeu-fuzz-seeds DIR\n");
    return 2;
  }
  try {
    crypto::initialise();
    write_all(Seeds(argv[1]));
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
  return 0;
}
