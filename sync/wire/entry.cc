#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/frame.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

namespace {

/// Everything of an entry but its changeset, in bytes; generous, so that later fields fit.
constexpr std::size_t kEntryFrameBytes = 512;

Decoded<Entry> read(capnp_messages::Entry::Reader reader, std::size_t changeset_bytes_max) {
  FieldCheck check("entry");
  Entry entry;
  entry.incarnation = check.incarnation(reader.getIncarnation(), "incarnation");
  entry.sequence = check.sequence(reader.getSequence(), "sequence");
  check.require(entry.sequence > 0, "sequence");
  entry.recorded_at = check.instant(reader.getRecordedAt(), "recordedAt");
  entry.boot_id = check.exactly<16>(reader.getBootId(), "bootId");
  const std::uint64_t boot_time_ms = reader.getBootTime();
  check.require(boot_time_ms < 1ull << 53, "bootTime");
  entry.boot_time = base::Milliseconds{static_cast<std::int64_t>(boot_time_ms & ((1ull << 53) - 1))};
  entry.clock_flags = reader.getClockFlags();
  entry.last_receipt = check.exactly<16>(reader.getLastReceipt(), "lastReceipt");
  entry.schema = check.exactly<8>(reader.getSchema(), "schema");
  entry.changeset = check.data(reader.getChangeset(), changeset_bytes_max, "changeset");
  return check.result(std::move(entry));
}

template <std::size_t N>
std::array<std::uint8_t, N> prefix(base::ByteView digest) {
  std::array<std::uint8_t, N> first;
  std::copy_n(digest.begin(), N, first.begin());
  return first;
}

}  // namespace

Prefix8 prefix8(const crypto::Digest& digest) {
  return prefix<8>(digest);
}
Prefix16 prefix16(const crypto::Digest& digest) {
  return prefix<16>(digest);
}

Mark mark_of(const crypto::Digest& digest) {
  return prefix<4>(digest);
}
Mark mark_of(const crypto::KeyId& key) {
  return prefix<4>(key);
}

base::Bytes encode(const Entry& entry) {
  const std::size_t words_max = words_of(kEntryFrameBytes) + words_of(entry.changeset.size());
  return write_flat<capnp_messages::Entry>(words_max, [&](capnp_messages::Entry::Builder builder) {
    builder.setIncarnation(entry.incarnation);
    builder.setSequence(entry.sequence);
    builder.setRecordedAt(entry.recorded_at.time_since_epoch().count());
    builder.setBootId(data_of(entry.boot_id));
    builder.setBootTime(static_cast<std::uint64_t>(entry.boot_time.count()));
    builder.setClockFlags(entry.clock_flags);
    builder.setLastReceipt(data_of(entry.last_receipt));
    builder.setSchema(data_of(entry.schema));
    builder.setChangeset(data_of(entry.changeset));
  });
}

Decoded<Entry> decode_entry(base::ByteView bytes, const base::Limits& limits) {
  const std::size_t size_max = kEntryFrameBytes + limits.changeset_bytes_max;
  return read_flat<capnp_messages::Entry>(bytes, size_max, "entry", [&](capnp_messages::Entry::Reader reader) {
    return read(reader, limits.changeset_bytes_max);
  });
}

crypto::Digest entry_digest(const crypto::Digest& previous, base::ByteView entry) {
  return crypto::digest(crypto::Label::kEntryDigest, previous, entry);
}

crypto::Digest genesis_digest(const Epoch& epoch, base::Incarnation incarnation, LogKind kind) {
  base::Bytes bytes(epoch.begin(), epoch.end());
  base::append_le(bytes, incarnation, 4);
  base::append_le(bytes, static_cast<std::uint64_t>(kind), 1);
  return crypto::digest(crypto::Label::kGenesis, bytes);
}

crypto::Digest grant_digest(base::ByteView grant) {
  return crypto::digest(crypto::Label::kGrant, grant);
}
Prefix16 piece_mark(base::ByteView bytes) { return prefix16(crypto::digest(crypto::Label::kContent, bytes)); }

crypto::Digest life_digest(const crypto::Digest& grant, base::Incarnation incarnation) {
  base::Bytes number;
  base::append_le(number, incarnation, 4);
  return crypto::digest(crypto::Label::kLife, grant, number);
}

}  // namespace tirkeu::wire
