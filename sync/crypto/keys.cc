#include "sync/crypto/keys.h"

#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "sync/base/invariant.h"

namespace tirkeu::crypto {

namespace {

using namespace std::string_view_literals;

static_assert(std::tuple_size_v<Digest> == crypto_generichash_BYTES);
static_assert(kSealOverhead == crypto_box_SEALBYTES);

/// One BLAKE2b-256 over several pieces, so that nothing is copied together first.
class Hasher {
 public:
  explicit Hasher(Label label, base::ByteView key = {}) {
    crypto_generichash_init(&state_, key.data(), key.size(), crypto_generichash_BYTES);
    add(base::bytes_of(text_of(label)));
  }
  void add(base::ByteView bytes) { crypto_generichash_update(&state_, bytes.data(), bytes.size()); }
  Digest finish() {
    Digest result;
    crypto_generichash_final(&state_, result.data(), result.size());
    return result;
  }

 private:
  crypto_generichash_state state_;
};

base::Bytes labelled(Label label, base::ByteView message) {
  const std::string_view text = text_of(label);
  base::Bytes bytes;
  bytes.reserve(text.size() + message.size());
  base::append(bytes, base::bytes_of(text));
  base::append(bytes, message);
  return bytes;
}

}  // namespace

void initialise() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not start: the machine gives no randomness");
}

void SystemEntropy::fill(std::span<std::uint8_t> target) {
  randombytes_buf(target.data(), target.size());
}

std::string_view text_of(Label label) {
  switch (label) {
    case Label::kEntryDigest:
      return "tirkeu/v1/entry-digest\0"sv;
    case Label::kEntry:
      return "tirkeu/v1/entry\0"sv;
    case Label::kUpBundle:
      return "tirkeu/v1/bundle-up\0"sv;
    case Label::kDownBundle:
      return "tirkeu/v1/bundle-down\0"sv;
    case Label::kGrant:
      return "tirkeu/v1/enrolment-grant\0"sv;
    case Label::kGrantProof:
      return "tirkeu/v1/enrolment-proof\0"sv;
    case Label::kHubKeys:
      return "tirkeu/v1/hub-keys\0"sv;
    case Label::kKeyStatement:
      return "tirkeu/v1/hub-key-statement\0"sv;
    case Label::kRootChange:
      return "tirkeu/v1/root-change\0"sv;
    case Label::kRequest:
      return "tirkeu/v1/enrolment-request\0"sv;
    case Label::kGenesis:
      return "tirkeu/v1/log-genesis\0"sv;
    case Label::kSchema:
      return "tirkeu/v1/schema\0"sv;
    case Label::kKeyId:
      return "tirkeu/v1/key-id\0"sv;
    case Label::kBlindTag:
      return "tirkeu/v1/blind-tag\0"sv;
    case Label::kReceipt:
      return "tirkeu/v1/receipt\0"sv;
    case Label::kLoginToken:
      return "tirkeu/v1/login-token\0"sv;
    case Label::kLoginFailure:
      return "tirkeu/v1/login-failure\0"sv;
    case Label::kStaticFile:
      return "tirkeu/v1/static-file\0"sv;
    case Label::kIdempotency:
      return "tirkeu/v1/idempotency\0"sv;
    case Label::kWitness:
      return "tirkeu/v1/witness\0"sv;
    case Label::kLife:
      return "tirkeu/v1/life\0"sv;
    case Label::kSuccession:
      return "tirkeu/v1/succession\0"sv;
    case Label::kContent:
      return "tirkeu/v1/content\0"sv;
    case Label::kFingerprint:
      return "tirkeu/v1/fingerprint\0"sv;
  }
  base::stop("a label that is none of ours");
}

Digest digest(Label label, base::ByteView bytes) {
  Hasher hasher(label);
  hasher.add(bytes);
  return hasher.finish();
}

Digest digest(Label label, base::ByteView first, base::ByteView second) {
  Hasher hasher(label);
  hasher.add(first);
  hasher.add(second);
  return hasher.finish();
}

Digest keyed_digest(Label label, base::ByteView key, base::ByteView bytes) {
  // BLAKE2b takes an empty key without a word and is then no MAC at all.
  if (key.size() < crypto_generichash_KEYBYTES_MIN || key.size() > crypto_generichash_KEYBYTES_MAX) {
    base::stop("a keyed digest needs a key of 16 to 64 bytes");
  }
  Hasher hasher(label, key);
  hasher.add(bytes);
  return hasher.finish();
}

bool equal(base::ByteView left, base::ByteView right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Secret::Secret(base::ByteView bytes) : size_(bytes.size()) {
  if (bytes.empty()) return;
  // The guarded allocator works only after the library has started; asking again costs nanoseconds.
  initialise();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size_));
  if (data_ == nullptr) throw std::bad_alloc();
  std::memcpy(data_, bytes.data(), size_);
}

Secret::~Secret() {
  sodium_free(data_);
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

base::ByteView Secret::view() const {
  return {data_, size_};
}

bool VerifyKey::verify(Label label, base::ByteView message, const SignatureBytes& signature) const {
  const base::Bytes signed_bytes = labelled(label, message);
  return crypto_sign_verify_detached(signature.data(), signed_bytes.data(), signed_bytes.size(), bytes.data()) == 0;
}

SigningKey SigningKey::generate(base::Entropy& entropy) {
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed;
  entropy.fill(seed);
  SigningKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SigningKey SigningKey::from_seed(base::ByteView seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) base::stop("the seed of a signing key is 32 bytes");
  SigningKey key;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(key.public_.bytes.data(), secret.data(), seed.data());
  key.secret_ = Secret(secret);
  sodium_memzero(secret.data(), secret.size());
  return key;
}

SignatureBytes SigningKey::sign(Label label, base::ByteView message) const {
  const base::Bytes signed_bytes = labelled(label, message);
  SignatureBytes signature;
  crypto_sign_detached(signature.data(), nullptr, signed_bytes.data(), signed_bytes.size(), secret_.view().data());
  return signature;
}

base::ByteView SigningKey::seed() const {
  // libsodium keeps seed ‖ public key as the secret key.
  return secret_.view().first(crypto_sign_SEEDBYTES);
}

bool SealTo::usable() const {
  std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> any_scalar{1};
  std::array<std::uint8_t, crypto_scalarmult_BYTES> point;
  return crypto_scalarmult(point.data(), any_scalar.data(), bytes.data()) == 0;
}

SealingKey SealingKey::generate(base::Entropy& entropy) {
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret;
  entropy.fill(secret);
  SealingKey key = from_secret(secret);
  sodium_memzero(secret.data(), secret.size());
  return key;
}

SealingKey SealingKey::from_secret(base::ByteView secret) {
  if (secret.size() != crypto_box_SECRETKEYBYTES) base::stop("the secret of a sealing key is 32 bytes");
  SealingKey key;
  key.secret_ = Secret(secret);
  crypto_scalarmult_base(key.public_.bytes.data(), secret.data());
  return key;
}

std::optional<base::Bytes> SealingKey::open(base::ByteView sealed) const {
  if (sealed.size() < kSealOverhead) return std::nullopt;
  base::Bytes message(sealed.size() - kSealOverhead);
  if (crypto_box_seal_open(message.data(), sealed.data(), sealed.size(), public_.bytes.data(), secret_.view().data()) !=
      0) {
    return std::nullopt;
  }
  return message;
}

base::ByteView SealingKey::secret() const {
  return secret_.view();
}

base::Bytes seal(base::ByteView message, const SealTo& receiver, base::Entropy& entropy) {
  // On the stack: it lives for this call only, and locking a page for it costs more than the box.
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> ephemeral_secret;
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> ephemeral_public;
  entropy.fill(ephemeral_secret);
  crypto_scalarmult_base(ephemeral_public.data(), ephemeral_secret.data());
  // The nonce of libsodium's sealed box: unlabelled BLAKE2b-192 over both public keys. The ephemeral key makes it
  // fresh.
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, nonce.size());
  crypto_generichash_update(&state, ephemeral_public.data(), ephemeral_public.size());
  crypto_generichash_update(&state, receiver.bytes.data(), receiver.bytes.size());
  crypto_generichash_final(&state, nonce.data(), nonce.size());

  base::Bytes sealed(message.size() + kSealOverhead);
  std::memcpy(sealed.data(), ephemeral_public.data(), ephemeral_public.size());
  const int failed = crypto_box_easy(sealed.data() + ephemeral_public.size(), message.data(), message.size(),
                                     nonce.data(), receiver.bytes.data(), ephemeral_secret.data());
  sodium_memzero(ephemeral_secret.data(), ephemeral_secret.size());
  if (failed != 0) {
    throw std::invalid_argument("cannot seal to this key: it is a point of small order, whose box anyone could open");
  }
  return sealed;
}

KeyId key_id(base::ByteView public_key) {
  const Digest full = digest(Label::kKeyId, public_key);
  KeyId id;
  std::copy_n(full.begin(), id.size(), id.begin());
  return id;
}

std::string fingerprint(base::ByteView public_keys) {
  const Digest full = digest(Label::kFingerprint, public_keys);
  constexpr std::size_t kGroups = 6;
  constexpr std::size_t kBytesPerGroup = 5;
  std::string text;
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < kBytesPerGroup; ++i) number = number << 8 | full[group * kBytesPerGroup + i];
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), "%05u", static_cast<unsigned>(number % 100000));
    if (group > 0) text += ' ';
    text += digits.data();
  }
  return text;
}

}  // namespace tirkeu::crypto
