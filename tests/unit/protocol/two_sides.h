// A hub and a node with keys, a short log of the node and two of the hub: what the protocol's tests talk about.
#pragma once

#include "sync/protocol/bundle.h"
#include "sync/protocol/envelope.h"
#include "sync/wire/compression.h"
#include "tests/unit/crypto/seeded_entropy.h"
#include "tests/unit/wire/samples.h"

namespace tirkeu::testing {

/// Consecutive entries of one log and the digests that they stand on.
struct Chain {
  crypto::Digest base{};
  std::vector<base::Bytes> entries;
  crypto::Digest head{};
};

inline Chain chain_of(base::Incarnation incarnation, base::Sequence first, int count, const crypto::Digest& base) {
  Chain chain{base, {}, base};
  for (int i = 0; i < count; ++i) {
    wire::Entry entry = sample_entry();
    entry.incarnation = incarnation;
    entry.sequence = first + static_cast<base::Sequence>(i);
    entry.changeset.assign(40 + static_cast<std::size_t>(i), static_cast<std::uint8_t>('a' + i));
    chain.entries.push_back(wire::encode(entry));
    chain.head = wire::entry_digest(chain.head, chain.entries.back());
  }
  return chain;
}

struct TwoSides {
  SeededEntropy entropy{2105};
  crypto::SigningKey node_sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey node_seal = crypto::SealingKey::generate(entropy);
  crypto::SigningKey hub_sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey hub_seal = crypto::SealingKey::generate(entropy);
  crypto::SigningKey stranger_sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey stranger_seal = crypto::SealingKey::generate(entropy);
  base::Limits limits;

  Chain office = chain_of(1024, 18, 3, counting<32>(1));
  Chain department = chain_of(1, 901, 2, counting<32>(2));
  Chain index = chain_of(2, 1, 1, counting<32>(3));

  wire::UpHeader up_header() {
    wire::UpHeader header = sample_up_header();
    header.sign_key = wire::mark_of(crypto::key_id(node_sign.verify_key().bytes));
    header.section.first = 18;
    header.section.head = wire::prefix16(office.head);
    return header;
  }
  base::Bytes up() { return protocol::write_up(up_header(), office.entries, node_sign, hub_seal.seal_to(), entropy); }

  wire::DownHeader down_header() {
    wire::DownHeader header = sample_down_header();
    header.sections.clear();
    return header;
  }
  std::vector<protocol::OutgoingRun> down_runs() const {
    return {{{1, wire::LogKind::kDepartment, 901, 2, wire::prefix16(department.head)}, department.entries},
            {{2, wire::LogKind::kIndex, 1, 1, wire::prefix16(index.head)}, index.entries}};
  }
  protocol::WrittenDown written_down() {
    return protocol::write_down(down_header(), down_runs(), hub_sign, node_seal.seal_to(), entropy);
  }
  base::Bytes down() { return written_down().bundle; }

  std::optional<protocol::Standing> base_of(const wire::Section& section) const {
    if (section.incarnation == 1) return protocol::Standing{department.base, {}, {}};
    if (section.incarnation == 2) return protocol::Standing{index.base, {}, {}};
    return std::nullopt;
  }

  /// What comes of a bundle at the hub: the fault, or the code "taken".
  std::string take_up(base::ByteView bundle) {
    const auto opened = protocol::OpenedUp::open(bundle, hub_seal, limits);
    if (!opened) return std::string(code_of(opened.error()));
    const auto authentic = opened->authenticate(node_sign.verify_key());
    if (!authentic) return std::string(code_of(authentic.error()));
    const auto run = authentic->entries({office.base, {}, {}}, limits);
    return run ? "taken" : std::string(code_of(run.error()));
  }
  /// And at the node.
  std::string take_down(base::ByteView bundle) {
    const auto opened = protocol::AuthenticDown::open(bundle, node_seal, hub_sign.verify_key(), limits);
    if (!opened) return std::string(code_of(opened.error()));
    const auto runs = opened->runs([&](const wire::Section& section) { return base_of(section); }, limits);
    return runs ? "taken" : std::string(code_of(runs.error()));
  }

  /// A bundle whose parts need not fit together: header and compressed part as given, honestly signed and sealed.
  base::Bytes up_of(const wire::UpHeader& header, base::ByteView compressed) {
    return protocol::seal_envelope(protocol::Direction::kUp, wire::encode(header), compressed, node_sign,
                                   hub_seal.seal_to(), entropy)
        .bundle;
  }
  base::Bytes up_of_entries(wire::UpHeader header, const std::vector<base::Bytes>& entries, std::uint32_t count) {
    header.codec = wire::Codec::kStored;
    header.section.count = count;
    return up_of(header, wire::join_entries(entries));
  }
};

}  // namespace tirkeu::testing
