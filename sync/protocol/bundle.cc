#include "sync/protocol/bundle.h"

#include <array>
#include <utility>

#include "sync/base/invariant.h"
#include "sync/protocol/envelope.h"
#include "sync/protocol/runs.h"

namespace tirkeu::protocol {

namespace {

/// The sections of an up bundle in the order of their entries: the sender's own, then what comes back to the hub.
std::vector<wire::Section> sections_of(const wire::UpHeader& header) {
  std::vector<wire::Section> sections{header.section};
  for (const wire::ReturnedRun& run : header.returned) sections.push_back(run.section);
  return sections;
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
  // The mark in the header must be this key's too. (That a signature holds under one key alone is Ed25519's own, strictly verified.)
  if (wire::mark_of(crypto::key_id(sender.bytes)) != header_.sign_key ||
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

Opened<Run> AuthenticUp::entries(const Standing& standing, const base::Limits& limits) const {
  const StandingOf standing_of = [&standing](const wire::Section& section) {
    return section.kind == wire::LogKind::kOffice ? std::optional<Standing>(standing) : std::nullopt;
  };
  Opened<std::vector<Run>> runs = read_runs(header_.codec, compressed_, sections_of(header_), standing_of, limits);
  if (!runs) return std::unexpected(runs.error());
  return std::move(runs->front());
}

Opened<std::vector<Run>> AuthenticUp::returned(const std::function<std::optional<crypto::Digest>(const wire::Section&)>& base_of,
                                               const base::Limits& limits) const {
  const StandingOf standing_of = [&base_of](const wire::Section& section) -> std::optional<Standing> {
    const std::optional<crypto::Digest> base = section.kind == wire::LogKind::kOffice ? std::nullopt : base_of(section);
    return base ? std::optional<Standing>(Standing{*base, {}, {}}) : std::nullopt;
  };
  return read_runs(header_.codec, compressed_, sections_of(header_), standing_of, limits);
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

Opened<AuthenticDown> AuthenticDown::open(base::ByteView bundle, const crypto::SealingKey& mine, const TrustedKeys& hub,
                                          const base::Limits& limits) {
  Opened<AuthenticDown> trusted = open(bundle, mine, hub.sign_key, limits);
  if (trusted || trusted.error() != BundleFault::kWrongSignature) return trusted;
  const Opened<Envelope> envelope = open_envelope(bundle, Direction::kDown, mine, limits);
  const wire::Decoded<wire::DownHeader> header = wire::decode_down_header(envelope->header(), limits);
  if (!header || !header->hub_keys) return trusted;
  const std::expected<TrustedKeys, StatementFault> changed = follow(hub, *header->hub_keys);
  if (!changed) return trusted;
  Opened<AuthenticDown> authentic = open(bundle, mine, changed->sign_key, limits);
  if (authentic) authentic->changed_keys_ = *changed;
  return authentic;
}

crypto::Digest AuthenticDown::receipt_digest() const {
  return digest_of_receipt(signed_bytes_, signature_);
}

Opened<std::vector<Run>> AuthenticDown::runs(const StandingOf& standing_of, const base::Limits& limits) const {
  return read_runs(header_.codec, compressed_, header_.sections, standing_of, limits);
}

base::Bytes write_up(wire::UpHeader header, const std::vector<base::Bytes>& entries, const crypto::SigningKey& key,
                     const crypto::SealTo& hub, base::Entropy& entropy, const std::optional<Standing>& learn_from,
                     const std::vector<base::Bytes>& returned) {
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
  const bool plain = !learn_from || !returned.empty();
  const Packing packing = plain ? Packing::kPlain : header.slow_line ? Packing::kLearnedForASlowLine : Packing::kLearned;
  const OutgoingRun own{header.section, entries, learn_from ? learn_from->before : std::vector<base::Bytes>{}};
  const std::array<OutgoingRun, 2> runs = {own, OutgoingRun{{}, returned, {}}};
  const std::span<const OutgoingRun> sent(runs.data(), returned.empty() ? 1 : 2);
  const wire::Compressed compressed = write_runs(sent, learn_from ? learn_from->receipt : std::nullopt, packing);
  header.codec = compressed.codec;
  return seal_envelope(Direction::kUp, wire::encode(header), compressed.bytes, key, hub, entropy).bundle;
}

WrittenDown write_down(wire::DownHeader header, const std::vector<OutgoingRun>& runs, const crypto::SigningKey& hub_key,
                       const crypto::SealTo& node, base::Entropy& entropy, Packing packing) {
  header.sections.clear();
  for (const OutgoingRun& run : runs) {
    base::require(run.section.count == run.entries.size(), "a section announces exactly the entries of its run");
    header.sections.push_back(run.section);
  }
  const wire::Compressed compressed = write_runs(runs, std::nullopt, packing);
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
