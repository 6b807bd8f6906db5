#include "sync/protocol/runs.h"

#include <algorithm>

#include "sync/wire/learned.h"
#include "sync/wire/tight.h"

namespace tirkeu::protocol {

namespace {

/// So much is learned from in a few milliseconds, whatever the line; more only where the line is slower than that.
constexpr std::size_t kLearnedAlways = 8u << 10;

std::size_t bytes_of(std::span<const OutgoingRun> runs) {
  std::size_t sum = 0;
  for (const OutgoingRun& run : runs)
    for (const base::Bytes& entry : run.entries) sum += entry.size();
  return sum;
}

wire::RunContext context_of(const wire::Section& section, const std::vector<base::Bytes>& before, const std::optional<wire::Prefix16>& receipt) {
  return {{section.incarnation, section.first, receipt}, before};
}

std::optional<base::Bytes> learned(std::span<const OutgoingRun> runs, const std::optional<wire::Prefix16>& receipt) {
  wire::TightWriter out;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::optional<base::Bytes> packed = wire::pack_run(runs[i].entries, context_of(runs[i].section, runs[i].before, receipt));
    if (!packed) return std::nullopt;
    if (i + 1 < runs.size()) out.number(packed->size());
    out.bytes(*packed);
  }
  return out.take();
}

/// Chains and decodes `entries` of one section. The chain comes first: an entry is decoded only when the signed head covers
/// its bytes.
Opened<Run> read_run(const wire::Section& section, std::vector<base::Bytes> entries, const crypto::Digest& base, const base::Limits& limits) {
  Run run;
  run.section = section;
  run.entries.reserve(entries.size());
  crypto::Digest digest = base;
  for (base::Bytes& bytes : entries) {
    digest = wire::entry_digest(digest, bytes);
    ChainedEntry& entry = run.entries.emplace_back();
    entry.sequence = section.first + (run.entries.size() - 1);
    entry.digest = digest;
    entry.bytes = std::move(bytes);
  }
  if (wire::prefix16(digest) != section.head) return std::unexpected(BundleFault::kBrokenChain);
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

Opened<std::vector<Run>> read_learned(base::ByteView bytes, std::span<const wire::Section> sections, const StandingOf& standing_of,
                                      const base::Limits& limits) {
  std::vector<Run> runs;
  std::size_t left = limits.entries_bytes_max;
  wire::TightReader in(bytes);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::uint64_t length = i + 1 < sections.size() ? in.number() : in.rest().size();
    const std::optional<base::ByteView> own = in.view(length);
    if (!own) return std::unexpected(BundleFault::kMalformedEntries);
    const std::optional<Standing> standing = standing_of(sections[i]);
    if (!standing) continue;
    wire::Decoded<std::vector<base::Bytes>> entries =
        wire::unpack_run(*own, sections[i].count, context_of(sections[i], standing->before, standing->receipt), left);
    // The seal and the signature hold, so the sender coded this on another history than ours.
    if (!entries) return std::unexpected(BundleFault::kBrokenChain);
    for (const base::Bytes& entry : *entries) left -= entry.size();
    Opened<Run> run = read_run(sections[i], *std::move(entries), standing->digest, limits);
    if (!run) return std::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return runs;
}

}  // namespace

wire::Compressed write_runs(std::span<const OutgoingRun> runs, const std::optional<wire::Prefix16>& receipt, Packing packing) {
  const std::size_t size = bytes_of(runs);
  const bool short_enough = packing == Packing::kLearnedForASlowLine || (packing == Packing::kLearned && size <= kLearnedAlways);
  if (short_enough) {
    std::optional<base::Bytes> packed = learned(runs, receipt);
    if (packed) return {wire::Codec::kLearned1, *std::move(packed)};
  }
  std::vector<base::Bytes> entries;
  for (const OutgoingRun& run : runs) entries.insert(entries.end(), run.entries.begin(), run.entries.end());
  return wire::compress(wire::join_entries(entries));
}

Opened<std::vector<Run>> read_runs(wire::Codec codec, base::ByteView compressed, std::span<const wire::Section> sections,
                                   const StandingOf& standing_of, const base::Limits& limits) {
  if (codec == wire::Codec::kLearned1) return read_learned(compressed, sections, standing_of, limits);
  std::size_t announced = 0;
  for (const wire::Section& section : sections) announced += section.count;
  const auto content = wire::decompress(codec, compressed, limits.entries_bytes_max);
  if (!content) return std::unexpected(BundleFault::kMalformedEntries);
  const wire::Decoded<std::vector<base::ByteView>> entries = wire::split_entries(*content, announced);
  if (!entries || entries->size() != announced) return std::unexpected(BundleFault::kMalformedEntries);
  std::vector<Run> runs;
  std::span<const base::ByteView> rest = *entries;
  for (const wire::Section& section : sections) {
    std::vector<base::Bytes> own;
    for (const base::ByteView entry : rest.first(section.count)) own.emplace_back(entry.begin(), entry.end());
    rest = rest.subspan(section.count);
    const std::optional<Standing> standing = standing_of(section);
    if (!standing) continue;
    Opened<Run> run = read_run(section, std::move(own), standing->digest, limits);
    if (!run) return std::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return runs;
}

}  // namespace tirkeu::protocol
