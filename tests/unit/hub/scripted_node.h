// A node played by a test: a book, a log and keys like a real one's, bundles written by hand, and the liberty to lie.
//
// The hub's tests do not use the real node on purpose: it would refuse to do most of what is tested here.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/protocol/enrolment.h"
#include "sync/protocol/succession.h"
#include "sync/store/applier.h"
#include "sync/store/book.h"
#include "sync/store/change_recorder.h"
#include "sync/store/fault_vfs.h"
#include "sync/store/log_author.h"
#include "tests/unit/crypto/seeded_entropy.h"

namespace tirkeu::hub {

/// The clock of a whole test: hub and nodes read the same one unless a test gives a node another.
struct HandClock final : base::Clock {
  base::ClockReading reading;
  base::ClockReading read() override { return reading; }
  void pass(base::Milliseconds time) {
    reading.wall += time;
    reading.since_boot += time;
  }
};

inline registry::Application application_of(const std::string& document_number, const std::string& card = "7654321") {
  registry::Application application;
  application.applicant.surname = "YILMAZ";
  application.applicant.given_names = "MEHMET";
  application.applicant.birth_date = "1984-03-09";
  application.applicant.sex = "M";
  application.applicant.citizenship = "TUR";
  application.document = {"passport", "TUR", document_number, std::nullopt, "2031-05-01"};
  application.migration_card = {card, std::nullopt, "2026-11-19"};
  application.stay = {"private", "2026-11-19", "2026-12-10", {"KZ-06-03", "Индербор", std::nullopt, std::nullopt, std::nullopt}};
  application.documents = {"application", "identity_document", "migration_card"};
  return application;
}

class ScriptedNode {
 public:
  /// `life`: another number of the grant than its first, for a life that took over.
  ScriptedNode(const base::Bytes& enrolment_file, const std::string& office_code, HandClock& clock, std::uint64_t seed,
               std::optional<base::Incarnation> life = {})
      : office(office_code),
        entropy(seed),
        sign(crypto::SigningKey::generate(entropy)),
        seal(crypto::SealingKey::generate(entropy)),
        enrolment(protocol::read_enrolment(enrolment_file).value()),
        incarnation(life.value_or(enrolment.grant.first_incarnation)),
        disk_("hub-test-node-" + std::to_string(seed)),
        database("node.db", options()),
        book(database),
        logs(database),
        applier_(database, enrolment.grant.department, limits),
        author_(database, logs, enrolment.grant.department, incarnation, sign, limits),
        clock_(&clock) {
    store::Transaction transaction(database);
    const crypto::Digest base =
        protocol::base_of_life(wire::grant_digest(enrolment.grant_bytes), enrolment.grant.first_incarnation, incarnation);
    logs.add_log({incarnation, wire::LogKind::kOffice, enrolment.grant.office, sign.verify_key(), base, true});
    for (const wire::LogBase& log : enrolment.grant.hub_logs)
      logs.add_log({log.incarnation, log.kind, -1, enrolment.grant.hub_sign_key, log.base, false});
    transaction.commit();
  }

  /// This life ends here, and `next` goes on.
  void name_successor(ScriptedNode& next) { name_successor(next, logs.head(incarnation)); }
  void name_successor(ScriptedNode& next, const store::Head& head) const {
    next.succession = protocol::claim_of(enrolment.grant.id, {next.incarnation, next.sign.verify_key(), next.seal.seal_to()},
                                         {incarnation, head.sequence, head.digest}, sign);
  }

  /// Appends one honest entry with the rows that `write` inserts.
  void append(const std::function<void()>& write) {
    store::Transaction transaction(database);
    author_.append(transaction, clock_->read(), cited.value_or(newest_cited()), write);
    transaction.commit();
  }
  store::Acceptance acceptance(const registry::Application& application) {
    store::Acceptance fact;
    fact.id = author_.mint();
    fact.office = office;
    fact.ticket_number = office + "/2026/QF-" + std::to_string(++tickets_) + "-7";
    fact.accepted_at = clock_->now();
    fact.clerk = "aigerim";
    fact.rule_set = "2013-07-23";
    fact.application = application;
    return fact;
  }
  store::Acceptance accept(const registry::Application& application, const std::optional<std::string>& despite = {}) {
    store::Acceptance fact;
    append([&] {
      fact = acceptance(application);
      fact.despite_reason = despite;
      book.insert(fact);
    });
    return fact;
  }
  void correct(base::RowId id, const registry::Application& application) {
    append([&] { book.insert(store::Correction{author_.mint(), id, clock_->now(), "aigerim", "as the document has it", application}); });
  }
  void withdraw(base::RowId id) {
    append([&] { book.insert(store::Withdrawal{author_.mint(), id, clock_->now(), "aigerim", "asked for it"}); });
  }
  void depart(base::RowId id, const std::string& day) {
    append([&] { book.insert(store::Departure{author_.mint(), id, clock_->now(), "aigerim", day, std::nullopt}); });
  }
  void decide(base::RowId id) {
    append([&] { book.insert(store::Decision{author_.mint(), id, clock_->now(), "aigerim", "registered", {}, {}, {}}); });
  }
  base::RowId mint() { return author_.mint(); }

  /// What rows of any table look like as a changeset; nothing is kept of them.
  template <class Write>
  base::Bytes changeset_of(wire::LogKind kind, const Write& write) {
    store::Transaction transaction(database);
    store::ChangeRecorder recorder(database, store::tables_of(kind));
    write();
    return recorder.changeset();
  }
  /// Appends an entry with any changeset and schema, past all of the author's own checks.
  void append_raw(const base::Bytes& changeset, std::optional<wire::SchemaFingerprint> schema = {}) {
    wire::Entry entry;
    const store::Head head = logs.head(incarnation);
    entry.incarnation = incarnation;
    entry.sequence = head.sequence + 1;
    entry.recorded_at = clock_->now();
    entry.last_receipt = newest_cited();
    entry.schema = schema.value_or(database.book_fingerprint());
    entry.changeset = changeset;
    store::StoredEntry stored;
    stored.sequence = entry.sequence;
    stored.bytes = wire::encode(entry);
    stored.digest = wire::entry_digest(head.digest, stored.bytes);
    stored.recorded_at = entry.recorded_at;
    store::Transaction transaction(database);
    logs.append(incarnation, stored);
    transaction.commit();
  }

  /// The header of the next bundle; entries from `first` (default: what no receipt covers) on.
  wire::UpHeader header(std::optional<base::Sequence> first = {}) {
    wire::UpHeader header;
    header.incarnation = incarnation;
    header.sign_key = wire::mark_of(crypto::key_id(sign.verify_key().bytes));
    header.program = "scripted";
    header.sent_at = clock_->now();
    header.complete = true;
    const std::optional<store::StoredReceipt> receipt = logs.newest_receipt(incarnation);
    if (receipt) {
      header.last_receipt_number = receipt->number;
      header.hub_epoch = receipt->epoch;
    }
    for (const wire::LogBase& log : enrolment.grant.hub_logs) {
      const store::Head head = logs.head(log.incarnation);
      header.cursors.push_back({log.incarnation, head.sequence, wire::mark_of(head.digest)});
    }
    for (const store::LogRecord& log : logs.logs()) {
      if (log.own || log.kind != wire::LogKind::kOffice) continue;
      const store::Head head = logs.head(log.incarnation);
      header.cursors.push_back({log.incarnation, head.sequence, wire::mark_of(head.digest)});
    }
    header.succession = succession;
    if (!succession) header.enrolment = protocol::claim_of(enrolment, sign.verify_key(), seal.seal_to());
    header.section.first = first.value_or(receipt ? receipt->held_through + 1 : 1);
    return header;
  }
  /// Shows the newest receipt, as a node does whom a restored hub does not believe.
  wire::Proof proof() {
    const store::StoredReceipt receipt = logs.newest_receipt(incarnation).value();
    wire::Proof proof;
    proof.receipts.push_back({receipt.signed_bytes, receipt.signature});
    return proof;
  }
  base::Bytes up(std::optional<base::Sequence> first = {}) { return up(header(first)); }
  base::Bytes up(wire::UpHeader header) { return up(std::move(header), logs.head(incarnation).sequence); }
  /// Entries up to `last` and no further.
  base::Bytes up(wire::UpHeader header, base::Sequence last) {
    std::vector<base::Bytes> entries;
    header.section.head = wire::prefix16(logs.digest_at(incarnation, last).value());
    for (base::Sequence sequence = header.section.first; sequence <= last; ++sequence)
      entries.push_back(logs.entry(incarnation, sequence)->bytes);
    return protocol::write_up(header, entries, sign, enrolment.grant.hub_seal_key, entropy);
  }

  /// Opens an answer without believing its content.
  protocol::AuthenticDown open(base::ByteView answer) const {
    return protocol::AuthenticDown::open(answer, seal, enrolment.grant.hub_sign_key, limits).value();
  }
  /// Keeps the receipt and applies the runs, as a real node does. Returns the header.
  wire::DownHeader take(base::ByteView answer) {
    const protocol::AuthenticDown down = open(answer);
    const wire::Receipt& receipt = down.header().receipt;
    if (receipt.number == 0) return down.header();
    for (const wire::LogIntroduction& log : down.header().introduced)
      if (!logs.log(log.incarnation)) logs.add_log({log.incarnation, log.kind, log.office, log.sign_key, log.base, false});
    const auto standing_of = [&](const wire::Section& section) -> std::optional<protocol::Standing> {
      const std::optional<crypto::Digest> digest = logs.digest_at(section.incarnation, section.first - 1);
      if (!digest) return std::nullopt;
      return protocol::Standing{*digest, logs.entries_before(section.incarnation, section.first, wire::kEntriesBefore), {}};
    };
    const std::vector<protocol::Run> runs = down.runs(standing_of, limits).value();
    store::Transaction transaction(database);
    for (const protocol::Run& run : runs) take_run(run);
    store::StoredReceipt stored{incarnation,           receipt.number,   down.receipt_digest(), receipt.epoch, receipt.held_through,
                                receipt.applied_through, receipt.hub_time, down.signed_bytes(),   down.signature()};
    logs.add_receipt(stored);
    transaction.commit();
    return down.header();
  }
  wire::Prefix16 newest_cited() {
    const std::optional<store::StoredReceipt> receipt = logs.newest_receipt(incarnation);
    return wire::prefix16(receipt ? receipt->digest : wire::grant_digest(enrolment.grant_bytes));
  }
  void use(HandClock& clock) { clock_ = &clock; }

  base::Limits limits;
  std::string office;
  testing::SeededEntropy entropy;
  crypto::SigningKey sign;
  crypto::SealingKey seal;
  protocol::Enrolment enrolment;
  base::Incarnation incarnation = 0;
  /// Travels instead of the enrolment claim.
  std::optional<wire::SuccessionClaim> succession;
  /// Cited by the next entries instead of the newest receipt.
  std::optional<wire::Prefix16> cited;

 private:
  store::DatabaseOptions options() const {
    store::DatabaseOptions options;
    options.kind = store::DatabaseKind::kNode;
    options.create = true;
    options.vfs = disk_.vfs();
    return options;
  }
  void take_run(const protocol::Run& run) {
    for (const protocol::ChainedEntry& chained : run.entries) {
      if (chained.sequence <= logs.head(run.section.incarnation).sequence) continue;
      store::StoredEntry stored;
      stored.sequence = chained.sequence;
      stored.digest = chained.digest;
      stored.bytes = chained.bytes;
      stored.recorded_at = chained.entry.recorded_at;
      logs.append(run.section.incarnation, stored);
      const auto rows = applier_.apply(chained.entry, run.section.kind);
      EXPECT_TRUE(rows) << "what the hub writes must be applicable everywhere";
    }
  }

  store::FaultDisk disk_;

 public:
  store::Database database;
  store::Book book;
  store::LogStore logs;

 private:
  store::Applier applier_;
  store::LogAuthor author_;
  HandClock* clock_;
  int tickets_ = 0;
};

}  // namespace tirkeu::hub
