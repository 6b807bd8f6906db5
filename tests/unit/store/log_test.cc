// Appending to a log, applying it elsewhere, and everything that must be refused on the way.
#include "sync/store/log_author.h"

#include "store_fixture.h"

namespace tirkeu::store {
namespace {

/// Two offices' databases and the entry that the first wrote.
struct TwoOffices {
  explicit TwoOffices(const std::string& name)
      : disk(name), author(disk, "author.db"), reader(disk, "reader.db", kOtherOffice) {
    id = author.accept("YILMAZ", "U10", 1);
  }
  ApplyRefusal refusal(const wire::Entry& entry, wire::LogKind kind = wire::LogKind::kOffice) {
    Transaction transaction(reader.database);
    const auto applied = reader.applier.apply(entry, kind);
    transaction.commit();
    EXPECT_FALSE(applied.has_value());
    return applied ? ApplyRefusal{} : applied.error();
  }

  FaultDisk disk;
  Office author;
  Office reader;
  base::RowId id;
};

/// One row's changeset in the extension's own format, with whatever table, id and extra columns a forger likes.
base::Bytes forged(const std::string& table, std::int64_t id, std::size_t texts, bool and_time = false) {
  base::Bytes bytes = {'T', static_cast<std::uint8_t>(texts + (and_time ? 2 : 1)), 1};
  bytes.insert(bytes.end(), texts + (and_time ? 1 : 0), 0);
  bytes.insert(bytes.end(), table.begin(), table.end());
  bytes.insert(bytes.end(), {0, 0x12, 0, 1});
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(id >> shift));
  for (std::size_t text = 0; text < texts; ++text) bytes.insert(bytes.end(), {3, 1, 'x'});
  if (and_time) bytes.insert(bytes.end(), {1, 0, 0, 0, 0, 0, 0, 0, 9});
  return bytes;
}

TEST(LogAuthor, WritesRowsAndASignedEntryInOneTransaction) {
  FaultDisk disk("append");
  Office office(disk, "node.db");
  const base::RowId id = office.accept("YILMAZ", "U10", 3);
  EXPECT_EQ(id, base::RowId::make(kDepartment, kOffice, 1));
  const auto stored = office.logs.entry(kOffice, 1);
  ASSERT_TRUE(stored);
  const crypto::Digest base = office.logs.digest_at(kOffice, 0).value();
  EXPECT_EQ(stored->digest, wire::entry_digest(base, stored->bytes));
  EXPECT_TRUE(office.key.verify_key().verify(crypto::Label::kEntry, stored->digest, stored->signature.value()));
  const wire::Entry entry = office.entry(kOffice, 1);
  EXPECT_EQ(entry.recorded_at, at_minute(3));
  EXPECT_EQ(entry.schema, office.database.book_fingerprint());
  office.accept("DEMIR", "U11", 4);
  EXPECT_EQ(office.logs.head(kOffice).digest, wire::entry_digest(stored->digest, office.logs.entry(kOffice, 2)->bytes));
  EXPECT_TRUE(stored->applied);
}

TEST(LogAuthor, LeavesNothingWhenTheWriterThrows) {
  FaultDisk disk("throwing");
  Office office(disk, "node.db");
  try {
    Transaction transaction(office.database);
    office.author.append(transaction, reading_at(at_minute(1)), {}, [&] {
      office.book.insert(office.acceptance("YILMAZ", "U10", 1));
      throw std::runtime_error("the clerk's cat");
    });
    transaction.commit();
    FAIL();
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(office.rows("application"), 0);
  EXPECT_EQ(office.rows("entry"), 0);
  EXPECT_EQ(office.accept("YILMAZ", "U10", 1).counter(), 1u) << "the number of the rolled-back row is given again";
}

TEST(LogAuthor, RefusesAnEntryWithoutRowsAndRowsOfAnotherLog) {
  FaultDisk disk("trespass");
  Office office(disk, "node.db");
  const auto append = [&](const std::function<void()>& write) {
    Transaction transaction(office.database);
    office.author.append(transaction, reading_at(at_minute(1)), {}, write);
    transaction.commit();
  };
  EXPECT_THROW(append([] {}), StoreError);
  EXPECT_THROW(append([&] { office.book.insert(RuleSetIssue{office.author.mint(), "forged", "{}"}); }), StoreError);
  EXPECT_THROW(append([&] {
                 Acceptance fact = office.acceptance("YILMAZ", "U10", 1);
                 fact.id = base::RowId::make(kDepartment, kOtherOffice, 1);
                 office.book.insert(fact);
               }),
               StoreError)
      << "an id that another author mints";
  EXPECT_EQ(office.rows("entry"), 0);
  EXPECT_EQ(office.rows("rule_set"), 0);
  EXPECT_EQ(office.rows("application"), 0);
}

TEST(LogAuthor, CountsRowsThatTheSessionsExtensionDidNotRecord) {
  FaultDisk disk("count");
  Office office(disk, "node.db");
  Transaction transaction(office.database);
  EXPECT_THROW(office.author.append(transaction, reading_at(at_minute(1)), {},
                                    [&] {
                                      office.book.insert(office.acceptance("YILMAZ", "U10", 1));
                                      // Written and taken back: the changeset holds one row less than was inserted.
                                      Savepoint undone(office.database);
                                      office.book.insert(office.acceptance("DEMIR", "U11", 2));
                                    }),
               StoreError);
}

TEST(Applier, BringsTheSameRowsToAnotherDatabase) {
  TwoOffices both("round trip");
  const base::RowId id = both.id;
  {
    Transaction transaction(both.author.database);
    both.author.author.append(transaction, reading_at(at_minute(2)), {}, [&] {
      Correction correction{both.author.author.mint(),           id, at_minute(2), "aigerim", "spelling",
                            application_of("YILMAZ-KAYA", "U10")};
      correction.corrected.visa.reset();
      correction.corrected.host.reset();
      both.author.book.insert(correction);
      both.author.book.insert(LaterPapers{both.author.author.mint(), id, at_minute(2), "aigerim", {"photo"}});
      both.author.book.insert(Decision{
          both.author.author.mint(), id, at_minute(2), "aigerim", "refused", "papers", std::nullopt, {"fee", "lease"}});
      both.author.book.insert(Withdrawal{both.author.author.mint(), id, at_minute(2), "aigerim", ""});
      both.author.book.insert(Departure{both.author.author.mint(), id, at_minute(2), "aigerim", "2026-06-01", "train"});
    });
    transaction.commit();
  }
  Transaction transaction(both.reader.database);
  const auto first = both.reader.applier.apply(both.author.entry(kOffice, 1), wire::LogKind::kOffice);
  ASSERT_TRUE(first) << first.error().detail;
  ASSERT_EQ(first->size(), 1u);
  EXPECT_EQ(first->front().table, "application");
  EXPECT_EQ(first->front().application, id);
  const auto second = both.reader.applier.apply(both.author.entry(kOffice, 2), wire::LogKind::kOffice);
  ASSERT_TRUE(second) << second.error().detail;
  EXPECT_EQ(second->size(), 5u);
  for (const AppliedRow& row : *second) EXPECT_EQ(row.application, id);
  transaction.commit();

  Book& book = both.reader.book;
  const auto accepted = book.acceptance(id);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->application, application_of("YILMAZ", "U10"));
  EXPECT_EQ(accepted->accepted_at, at_minute(1));
  EXPECT_EQ(book.decisions(id).at(0).missing, (std::vector<std::string>{"fee", "lease"}));
  EXPECT_EQ(book.withdrawals(id).at(0).reason, "");
  EXPECT_EQ(book.departures(id).at(0).note, "train");
  const auto present = book.present_application(id);
  ASSERT_TRUE(present);
  EXPECT_EQ(present->applicant.surname, "YILMAZ-KAYA");
  EXPECT_EQ(present->visa, std::nullopt);
  EXPECT_EQ(present->host, std::nullopt);
  EXPECT_EQ(present->documents, (std::vector<std::string>{"card", "passport", "photo"}));
  for (const std::string table : {"application", "correction", "later_papers", "decision", "withdrawal", "departure"}) {
    EXPECT_EQ(both.reader.rows(table), both.author.rows(table)) << table;
  }
}

TEST(Applier, AnswersConflictAndChangesNothingWhenARowIsThereAlready) {
  TwoOffices both("conflict");
  wire::Entry entry = both.author.entry(kOffice, 1);
  {
    Transaction transaction(both.reader.database);
    ASSERT_TRUE(both.reader.applier.apply(entry, wire::LogKind::kOffice));
    transaction.commit();
  }
  const ApplyRefusal refusal = both.refusal(entry);
  EXPECT_EQ(refusal.fault, ApplyFault::kConflict);
  EXPECT_NE(refusal.detail.find(both.id.to_string()), std::string::npos);
  EXPECT_EQ(both.reader.rows("application"), 1);
}

TEST(Applier, UndoesTheWholeEntryWhenItsLastRowConflicts) {
  TwoOffices both("partial");
  {
    // A row that a later entry will bring too, written past the log.
    Transaction transaction(both.reader.database);
    both.reader.book.insert(Withdrawal{base::RowId::make(kDepartment, kOffice, 4), both.id, at_minute(1), "x", "x"});
    transaction.commit();
  }
  {
    Transaction transaction(both.author.database);
    both.author.author.append(transaction, reading_at(at_minute(2)), {}, [&] {
      both.author.book.insert(both.author.acceptance("DEMIR", "U11", 2));
      both.author.book.insert(both.author.acceptance("KAYA", "U12", 3));
      both.author.book.insert(Withdrawal{both.author.author.mint(), both.id, at_minute(2), "aigerim", "moved"});
    });
    transaction.commit();
  }
  EXPECT_EQ(both.refusal(both.author.entry(kOffice, 2)).fault, ApplyFault::kConflict);
  EXPECT_EQ(both.reader.rows("application"), 0);
  EXPECT_EQ(both.reader.rows("withdrawal"), 1);
}

TEST(Applier, RefusesForeignTablesAuthorsColumnsAndSchemas) {
  TwoOffices both("forged");
  const wire::Entry honest = both.author.entry(kOffice, 1);
  const std::int64_t own = base::RowId::make(kDepartment, kOffice, 77).value;
  wire::Entry entry = honest;
  for (const std::string table : {"entry", "sqlite_schema", "account", "setting", "log", "migration", "case_state"}) {
    entry.changeset = forged(table, own, 2);
    EXPECT_EQ(both.refusal(entry).fault, ApplyFault::kRefused) << table;
  }
  entry.changeset = forged("rule_set", own, 3, true);
  EXPECT_EQ(both.refusal(entry).fault, ApplyFault::kForbiddenTable);
  entry.changeset = forged("rule_set", own, 4, true);
  EXPECT_EQ(both.refusal(entry, wire::LogKind::kDepartment).fault, ApplyFault::kRefused) << "one column more";
  entry.changeset = forged("rule_set", base::RowId::make(kDepartment, kOtherOffice, 1).value, 3, true);
  EXPECT_EQ(both.refusal(entry, wire::LogKind::kDepartment).fault, ApplyFault::kRefused) << "another author's row";
  entry.changeset = {'T', 1};
  EXPECT_EQ(both.refusal(entry).fault, ApplyFault::kRefused);
  entry.changeset = {};
  EXPECT_EQ(both.refusal(entry).fault, ApplyFault::kRefused);
  entry = honest;
  entry.schema[0] ^= 1;
  EXPECT_EQ(both.refusal(entry).fault, ApplyFault::kUnknownSchema);
  EXPECT_EQ(both.refusal(honest, wire::LogKind::kVerdicts).fault, ApplyFault::kForbiddenTable);
  EXPECT_EQ(both.refusal(honest, static_cast<wire::LogKind>(200)).fault, ApplyFault::kForbiddenTable);

  entry.schema = honest.schema;
  entry.changeset = forged("rule_set", own, 3, true);
  Transaction transaction(both.reader.database);
  EXPECT_TRUE(both.reader.applier.apply(entry, wire::LogKind::kDepartment)) << "the forger's format itself is right";
}

TEST(LogStore, GivesEntriesWithinABudgetButAlwaysOne) {
  FaultDisk disk("budget");
  Office office(disk, "node.db");
  for (int number = 1; number <= 5; ++number) office.accept("YILMAZ", "U" + std::to_string(number), number);
  const std::size_t one = office.logs.entry(kOffice, 1)->bytes.size();
  EXPECT_EQ(office.logs.entries_from(kOffice, 1, 1'000'000, 100).size(), 5u);
  EXPECT_EQ(office.logs.entries_from(kOffice, 2, 1'000'000, 2).size(), 2u);
  EXPECT_EQ(office.logs.entries_from(kOffice, 3, 1, 100).size(), 1u);
  EXPECT_EQ(office.logs.entries_from(kOffice, 1, 2 * one + 8, 100).size(), 2u);
  EXPECT_TRUE(office.logs.entries_from(kOffice, 6, 1'000'000, 100).empty());
  EXPECT_EQ(office.logs.entries_from(kOffice, 4, 1'000'000, 100).front().sequence, 4u);
}

TEST(LogStore, KnowsWhatIsHeldButNotApplied) {
  FaultDisk disk("held");
  Office office(disk, "node.db");
  Transaction transaction(office.database);
  office.logs.add_log(office_log(kOtherOffice, false));
  for (base::Sequence sequence = 1; sequence <= 3; ++sequence) {
    StoredEntry entry{sequence, {}, {1, 2, 3}, std::nullopt, at_minute(1), at_minute(2), sequence == 1};
    entry.digest[0] = static_cast<std::uint8_t>(sequence);
    office.logs.append(kOtherOffice, entry);
  }
  EXPECT_EQ(office.logs.first_unapplied(kOtherOffice), 2u);
  EXPECT_EQ(office.logs.first_unapplied(kOffice), std::nullopt);
  office.logs.mark_applied(kOtherOffice, 2);
  EXPECT_EQ(office.logs.first_unapplied(kOtherOffice), 3u);
  office.logs.mark_applied(kOtherOffice, 3);
  office.logs.mark_applied(kOtherOffice, 3);
  EXPECT_EQ(office.logs.first_unapplied(kOtherOffice), std::nullopt);
  EXPECT_EQ(office.logs.head(kOtherOffice).sequence, 3u);
  EXPECT_EQ(office.logs.digest_at(kOtherOffice, 4), std::nullopt);
  transaction.commit();
}

TEST(LogStore, FindsAReceiptByTheFirstHalfOfItsDigest) {
  FaultDisk disk("receipts");
  Office office(disk, "node.db");
  StoredReceipt receipt;
  receipt.incarnation = kOffice;
  receipt.number = 1;
  receipt.digest.fill(0xff);
  receipt.held_through = 4;
  receipt.hub_time = at_minute(9);
  receipt.signed_bytes = {1, 2};
  office.logs.add_receipt(receipt);
  office.logs.add_receipt(receipt);
  StoredReceipt second = receipt;
  second.number = 2;
  second.digest.fill(0x10);
  office.logs.add_receipt(second);
  EXPECT_EQ(office.logs.newest_receipt(kOffice)->number, 2u);
  EXPECT_EQ(office.logs.receipt_by_prefix(wire::prefix16(receipt.digest))->number, 1u);
  EXPECT_EQ(office.logs.receipt_by_prefix(wire::prefix16(second.digest))->held_through, 4u);
  EXPECT_EQ(office.logs.receipt_by_prefix({}), std::nullopt);
  second.digest.fill(0x11);
  EXPECT_THROW(office.logs.add_receipt(second), StoreError) << "two receipts with one number";
}

}  // namespace
}  // namespace tirkeu::store
