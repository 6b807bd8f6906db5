// What one registration and a thousand cost on a line, part by part: 25 fields of registrations.h through the programs' own
// round, cold TCP (each round connects anew), warm cursors (the office has exchanged before).
#include "sync/wire/compression.h"
#include "tests/bench/baseline.h"
#include "tests/bench/line.h"
#include "tests/bench/measures.h"
#include "tests/bench/registrations.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kBatch = 100;
constexpr unsigned kLinkKbps = 64;
/// Clear part, ephemeral key and MAC, signature, length of the header: what every bundle has.
constexpr double kEnvelope = 13 + 48 + 64 + 2;
/// Of the narrowest line, and of its round trip; a connection costs one before the first byte.
struct Link {
  double bits_per_s;
  double turn_s;
  double seconds(double bytes) const { return 2 * turn_s + 8 * bytes / bits_per_s; }
};

/// One office that has worked for a day and exchanged before.
class Office {
 public:
  explicit Office(const std::filesystem::path& folder) : department_(options(folder)), people_(department_.dice().fork(), code(), "Сарыағаш") {
    for (int i = 0; i < 40; ++i) accept();
    department_.settle();
    line_.emplace(department_, 0, kLinkKbps);
    line_->round();
  }
  void accept() {
    department_.pass(std::chrono::seconds(people_.pause_s()));
    const base::Date today = base::Date(std::chrono::floor<std::chrono::days>(department_.now()));
    node::Counter& counter = department_.node(0).counter();
    const auto accepted = counter.accept(people_.next(today), std::nullopt, people_.clerk());
    if (!accepted) throw std::runtime_error("an invented registration was not accepted");
  }
  struct Bytes {
    double up = 0, down = 0, wire = 0, up_header = 0, down_header = 0, turns = 0;
    Bytes& operator+=(const Bytes& more) {
      turns += more.turns, up += more.up, down += more.down, wire += more.wire, up_header += more.up_header, down_header += more.down_header;
      return *this;
    }
  };
  /// `registrations` accepted and brought to the hub in one round.
  Bytes round(std::size_t registrations) {
    for (std::size_t i = 0; i < registrations; ++i) accept();
    const Line::Round round = line_->round();
    store::LogStore& logs = department_.hub().logs();
    const base::Incarnation own = department_.node(0).identity().incarnation();
    return {static_cast<double>(round.bundle_up), static_cast<double>(round.bundle_down), static_cast<double>(round.wire),
            static_cast<double>(logs.transfers(own).back().signed_bytes.size() - 13),
            static_cast<double>(logs.newest_receipt(own)->signed_bytes.size() - 13), static_cast<double>(round.exchanges)};
  }
  /// The changesets of the newest `count` entries under zstd -19 with the program's dictionary, a hundred together.
  double changesets_bytes(std::size_t count) {
    store::LogStore& logs = department_.node(0).logs();
    const base::Incarnation own = department_.node(0).identity().incarnation();
    const base::Sequence head = logs.head(own).sequence;
    double bytes = 0;
    for (base::Sequence first = head - count + 1; first <= head; first += kBatch) {
      base::Bytes content;
      for (const store::StoredEntry& entry : logs.entries_from(own, first, 64u << 20, kBatch))
        base::append(content, wire::decode_entry(entry.bytes, {})->changeset);
      bytes += static_cast<double>(wire::compress(content, wire::embedded_dictionary()).bytes.size());
    }
    return bytes;
  }
  double bits() const { return people_.bits(); }

 private:
  static DepartmentOptions options(const std::filesystem::path& folder) {
    DepartmentOptions options;
    options.folder = folder;
    options.offices = {2};
    options.seed = 23;
    return options;
  }
  static std::string code() { return "KZ-06-02"; }

  Department department_;
  Registrations people_;
  std::optional<Line> line_;
};

void add_parts(const Report& report, const std::string& name, double count, const Office::Bytes& bytes) {
  const auto add = [&](const char* part, const char* what, double value) {
    report.add({"registration." + name + "." + part, name + ": " + what, value / count, "B", {}});
  };
  report.add({"registration." + name + ".turns", name + ": turns of a round", bytes.turns / (name == "one" ? count : 1), "", {}});
  add("heads", "heads of HTTP", bytes.wire - bytes.up - bytes.down);
  add("envelopes", "keys, seals and signatures of both bundles", 2 * kEnvelope * bytes.turns);
  add("up_header", "header up", bytes.up_header);
  add("down_header", "header down with the receipt", bytes.down_header);
  add("up_entries", "entries up", bytes.up - kEnvelope * bytes.turns - bytes.up_header);
  add("down_entries", "entries down", bytes.down - kEnvelope * bytes.turns - bytes.down_header);
}

}  // namespace

void measure_registrations(const std::filesystem::path& folder, const Report& report) {
  report.section("Registrations of 25 fields over a slow line: both ways, with HTTP, signed, sealed, receipt and verdicts");
  constexpr Link kModem{9'600, 0.6}, kTelephone{64'000, 0.6};
  constexpr int kRounds = 40;
  constexpr std::size_t kMany = 1000;
  Office office(folder / "registrations");
  const double before = office.bits();
  Office::Bytes one;
  for (int i = 0; i < kRounds; ++i) one += office.round(1);
  const double told = (office.bits() - before) / 8 / kRounds;
  report.add({"registration.one", "one registration, a round of its own", one.wire / kRounds, "B", {{"what it tells", told}}});
  add_parts(report, "one", kRounds, one);
  report.add({"registration.one.s", "the same at 9.6 kbit/s and 600 ms, until the receipt is back", kModem.seconds(one.wire / kRounds), "s", {}});
  const Office::Bytes many = office.round(kMany);
  const double each = many.wire / kMany;
  report.add({"registration.1000", "each of 1,000 in one round", each, "B", {{"changesets under zstd -19, dictionary, batches of 100", office.changesets_bytes(kMany) / kMany}}});
  add_parts(report, "1000", kMany, many);
  report.add({"registration.1000.s", "1,000 at 64 kbit/s and 600 ms", kTelephone.seconds(many.wire), "s", {}});
}

}  // namespace tirkeu::bench
