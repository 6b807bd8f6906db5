#include "sync/protocol/bundle.h"

#include <array>
#include <utility>

#include "sync/base/invariant.h"
#include "sync/protocol/envelope.h"
#include "sync/wire/compression.h"

namespace tirkeu::protocol {

namespace {

/// Chains and decodes `entries` of one section, standing on `base`. The chain comes first: an entry is decoded only
/// when the signed head covers its bytes.
Opened<Run> read_run(const wire::Section& section, std::span<const base::ByteView> entries, const crypto::Digest& base,
                     const base::Limits& limits) {
  Run run;
  run.section = section;
  run.entries.reserve(entries.size());
  crypto::Digest digest = base;
  for (const base::ByteView bytes : entries) {
    digest = wire::entry_digest(digest, bytes);
    ChainedEntry& entry = run.entries.emplace_back();
    entry.sequence = section.first + (run.entries.size() - 1);
    entry.digest = digest;
    entry.bytes.assign(bytes.begin(), bytes.end());
  }
  if (digest != section.head) return std::unexpected(BundleFault::kBrokenChain);
  for (ChainedEntry& entry : run.entries) {
    wire::Decoded<wire::Entry> decoded = wire::decode_entry(entry.bytes, limits);
    if (!decoded) return std::unexpected(BundleFault::kMalformedEntries);
    if (decoded->incarnation != section.incarnation || decoded->sequence != entry.sequence) {
      return std::unexpected(BundleFault::kBrokenChain);
    }
    entry.entry = *std::move(decoded);
  }
  return run;
}

/// Bytes of all entries, whose number the signed header announced. The views point into `content`.
Opened<std::vector<base::ByteView>> split(base::ByteView content, std::size_t announced) {
  wire::Decoded<std::vector<base::ByteView>> entries = wire::split_entries(content, announced);
  if (!entries || entries->size() != announced) return std::unexpected(BundleFault::kMalformedEntries);
  return *std::move(entries);
}

using BaseOf = std::function<std::optional<crypto::Digest>(const wire::Section&)>;

/// The runs of `sections`, whose entries lie one run after the other in `entries`; those without a base are left out.
Opened<std::vector<Run>> read_runs(const std::vector<wire::Section>& sections, std::span<const base::ByteView> entries,
                                   const BaseOf& base_of, const base::Limits& limits) {
  std::vector<Run> runs;
  for (const wire::Section& section : sections) {
    const std::span<const base::ByteView> own = entries.first(section.count);
    entries = entries.subspan(section.count);
    const std::optional<crypto::Digest> base = base_of(section);
    if (!base) continue;
    Opened<Run> run = read_run(section, own, *base, limits);
    if (!run) return std::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return runs;
}

/// How many entries an up bundle holds.
std::size_t announced(const wire::UpHeader& header) {
  std::size_t count = header.section.count;
  for (const wire::ReturnedRun& run : header.returned) count += run.section.count;
  return count;
}

}  // namespace

std::string_view code_of(BundleFault fault) {
  constexpr std::array<std::string_view, 10> kCodes = {
      "too_large", "not_a_bundle", "unknown_version", "wrong_direction", "wrong_receiver",
      "damaged",   "malformed",    "wrong_signature", "broken_chain",    "malformed_entries"};
  return kCodes.at(static_cast<std::size_t>(fault));
}

Opened<OpenedUp> OpenedUp::open(base::ByteView bundle, const crypto::SealingKey& mine, const base::Limits& limits) {
  Opened<Envelope> envelope = open_envelope(bundle, Direction::kUp, mine, limits);
  if (!envelope) return std::unexpected(envelope.error());
  wire::Decoded<wire::UpHeader> header = wire::decode_up_header(envelope->header(), limits);
  if (!header) return std::unexpected(BundleFault::kMalformed);
  OpenedUp opened;
  opened.header_ = *std::move(header);
  opened.signature_ = envelope->signature;
  opened.signed_bytes_ = std::move(envelope->signed_bytes);
  opened.compressed_ = std::move(envelope->compressed);
  return opened;
}

Opened<AuthenticUp> OpenedUp::authenticate(const crypto::VerifyKey& sender) const {
  // The key id in the header must be this key's too, so that one bundle never speaks for two keys.
  if (crypto::key_id(sender.bytes) != header_.sign_key ||
      !sender.verify(label_of(Direction::kUp), signed_bytes_, signature_)) {
    return std::unexpected(BundleFault::kWrongSignature);
  }
  AuthenticUp authentic;
  authentic.header_ = header_;
  authentic.signature_ = signature_;
  authentic.signed_bytes_ = signed_bytes_;
  authentic.compressed_ = compressed_;
  return authentic;
}

Opened<Run> AuthenticUp::entries(const crypto::Digest& base, const base::Limits& limits) const {
  const auto content = wire::decompress(header_.codec, compressed_, limits.entries_bytes_max);
  if (!content) return std::unexpected(BundleFault::kMalformedEntries);
  const Opened<std::vector<base::ByteView>> entries = split(*content, announced(header_));
  if (!entries) return std::unexpected(entries.error());
  return read_run(header_.section, std::span(*entries).first(header_.section.count), base, limits);
}

Opened<std::vector<Run>> AuthenticUp::returned(const BaseOf& base_of, const base::Limits& limits) const {
  const auto content = wire::decompress(header_.codec, compressed_, limits.entries_bytes_max);
  if (!content) return std::unexpected(BundleFault::kMalformedEntries);
  const Opened<std::vector<base::ByteView>> entries = split(*content, announced(header_));
  if (!entries) return std::unexpected(entries.error());
  std::vector<wire::Section> sections;
  for (const wire::ReturnedRun& run : header_.returned) sections.push_back(run.section);
  return read_runs(sections, std::span(*entries).subspan(header_.section.count), base_of, limits);
}

Opened<AuthenticDown> AuthenticDown::open(base::ByteView bundle, const crypto::SealingKey& mine,
                                          const crypto::VerifyKey& hub, const base::Limits& limits) {
  Opened<Envelope> envelope = open_envelope(bundle, Direction::kDown, mine, limits);
  if (!envelope) return std::unexpected(envelope.error());
  // The only key that may have signed it is known, so nothing is decoded before the signature holds.
  if (!hub.verify(label_of(Direction::kDown), envelope->signed_bytes, envelope->signature)) {
    return std::unexpected(BundleFault::kWrongSignature);
  }
  wire::Decoded<wire::DownHeader> header = wire::decode_down_header(envelope->header(), limits);
  if (!header) return std::unexpected(BundleFault::kMalformed);
  AuthenticDown authentic;
  authentic.header_ = *std::move(header);
  authentic.signature_ = envelope->signature;
  authentic.signed_bytes_ = std::move(envelope->signed_bytes);
  authentic.compressed_ = std::move(envelope->compressed);
  return authentic;
}

crypto::Digest AuthenticDown::receipt_digest() const {
  return digest_of_receipt(signed_bytes_, signature_);
}

Opened<std::vector<Run>> AuthenticDown::runs(
    const std::function<std::optional<crypto::Digest>(const wire::Section&)>& base_of,
    const base::Limits& limits) const {
  std::size_t announced = 0;
  for (const wire::Section& section : header_.sections) announced += section.count;
  const auto content = wire::decompress(header_.codec, compressed_, limits.entries_bytes_max);
  if (!content) return std::unexpected(BundleFault::kMalformedEntries);
  const Opened<std::vector<base::ByteView>> entries = split(*content, announced);
  if (!entries) return std::unexpected(entries.error());

  return read_runs(header_.sections, *entries, base_of, limits);
}

base::Bytes write_up(wire::UpHeader header, const std::vector<base::Bytes>& entries, const crypto::SigningKey& key,
                     const crypto::SealTo& hub, base::Entropy& entropy, const std::vector<base::Bytes>& returned) {
  header.section.incarnation = header.incarnation;
  header.section.kind = wire::LogKind::kOffice;
  header.section.count = static_cast<std::uint32_t>(entries.size());
  if (!entries.empty()) {
    base::Limits limits;
    limits.changeset_bytes_max = entries.front().size();
    const wire::Decoded<wire::Entry> first = wire::decode_entry(entries.front(), limits);
    base::require(first.has_value(), "a node sends only entries that it can read itself");
    header.section.first = first->sequence;
  }
  base::Bytes content = wire::join_entries(entries);
  if (!returned.empty()) base::append(content, wire::join_entries(returned));
  const wire::Compressed compressed = wire::compress(content);
  header.codec = compressed.codec;
  return seal_envelope(Direction::kUp, wire::encode(header), compressed.bytes, key, hub, entropy).bundle;
}

WrittenDown write_down(wire::DownHeader header, const std::vector<OutgoingRun>& runs, const crypto::SigningKey& hub_key,
                       const crypto::SealTo& node, base::Entropy& entropy) {
  header.sections.clear();
  std::vector<base::Bytes> entries;
  for (const OutgoingRun& run : runs) {
    base::require(run.section.count == run.entries.size(), "a section announces exactly the entries of its run");
    header.sections.push_back(run.section);
    entries.insert(entries.end(), run.entries.begin(), run.entries.end());
  }
  const wire::Compressed compressed = wire::compress(wire::join_entries(entries));
  header.codec = compressed.codec;
  SealedEnvelope sealed =
      seal_envelope(Direction::kDown, wire::encode(header), compressed.bytes, hub_key, node, entropy);
  WrittenDown written;
  written.receipt_digest = digest_of_receipt(sealed.signed_bytes, sealed.signature);
  written.bundle = std::move(sealed.bundle);
  written.signed_bytes = std::move(sealed.signed_bytes);
  written.signature = sealed.signature;
  return written;
}

}  // namespace tirkeu::protocol
