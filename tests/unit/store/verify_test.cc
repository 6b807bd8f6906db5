#include "sync/store/verify.h"

#include "store_fixture.h"

namespace tirkeu::store {
namespace {

/// An office with three applications and a decision, and the log of another that was received.
struct Verified {
  explicit Verified(const std::string& name)
      : disk(name), office(disk, "node.db"), cases(office.database, office.book) {
    for (int number = 1; number <= 3; ++number)
      ids.push_back(office.accept("YILMAZ", "U" + std::to_string(number), number));
    Transaction transaction(office.database);
    office.author.append(transaction, reading_at(at_minute(5)), {}, [&] {
      office.book.insert(Decision{office.author.mint(), ids[0], at_minute(5), "aigerim", "registered", {}, {}, {}});
    });
    for (const base::RowId id : ids) cases.refresh(id);
    transaction.commit();
    receive();
  }

  void receive() {
    Office other(disk, "other.db", kOtherOffice);
    other.accept("DEMIR", "V1", 7);
    other.accept("KAYA", "V2", 8);
    Transaction transaction(office.database);
    office.logs.add_log(office_log(kOtherOffice, false));
    for (base::Sequence sequence = 1; sequence <= 2; ++sequence) {
      StoredEntry entry = other.logs.entry(kOtherOffice, sequence).value();
      entry.signature.reset();
      entry.received_at = at_minute(9);
      office.logs.append(kOtherOffice, entry);
      const auto applied = office.applier.apply(other.entry(kOtherOffice, sequence), wire::LogKind::kOffice);
      ASSERT_TRUE(applied);
      for (const AppliedRow& row : *applied) cases.refresh(row.application);
    }
    office.logs.add_transfer(kOtherOffice, 2, base::Bytes{1, 2, 3}, {});
    transaction.commit();
  }

  VerifyReport verify(CheckTransfer check = {}) {
    return Verifier(office.database, kDepartment, base::Limits{}, std::move(check)).run();
  }

  /// Does to the file what only somebody with an editor does: the guards are gone first.
  VerifyReport after(std::string_view trigger, std::string_view damage) {
    Statement::computed(office.database, "DROP TRIGGER " + std::string(trigger)).run();
    EXPECT_EQ(Statement::computed(office.database, damage).run(), 1);
    return verify();
  }

  FaultDisk disk;
  Office office;
  Cases cases;
  std::vector<base::RowId> ids;
};

TEST(Verify, FindsNothingWhereNothingIsWrong) {
  Verified database("verify honest");
  const VerifyReport report = database.verify();
  EXPECT_FALSE(report.first) << report.first->what;
  EXPECT_EQ(report.logs, 2u);
  EXPECT_EQ(report.entries, 6u);
  EXPECT_EQ(report.rows, 6u);
  EXPECT_EQ(report.signatures, 4u);
  EXPECT_EQ(report.transfers, 0u);
  EXPECT_EQ(report.faults, 0u);
}

TEST(Verify, NamesTheEntryOfWhichAByteWasFlipped) {
  Verified database("verify byte");
  const base::Bytes bytes = database.office.logs.entry(kOffice, 2)->bytes;
  // Every byte of the entry, one at a time, put back afterwards.
  database.office.database.execute("DROP TRIGGER entry_no_update");
  Statement put(database.office.database, "UPDATE entry SET bytes = ?1 WHERE position = ?2");
  const std::int64_t position = (static_cast<std::int64_t>(kOffice) << 40) | 2;
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    base::Bytes flipped = bytes;
    flipped[at] ^= 0x10;
    put.bind(1, flipped).bind(2, position).run();
    const VerifyReport report = database.verify();
    ASSERT_TRUE(report.first) << "byte " << at;
    EXPECT_EQ(report.first->incarnation, kOffice);
    EXPECT_EQ(report.first->sequence, 2u);
  }
  put.bind(1, bytes).bind(2, position).run();
  EXPECT_FALSE(database.verify().first);
}

TEST(Verify, FindsARowOfTheBookThatWasChanged) {
  Verified database("verify row");
  const VerifyReport report =
      database.after("application_no_update", "UPDATE application SET house = '8' WHERE document_number = 'U2'");
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.first->sequence, 2u);
  EXPECT_NE(report.first->what.find("another house"), std::string::npos) << report.first->what;
  EXPECT_EQ(report.faults, 1u);
}

TEST(Verify, FindsARowOfTheBookThatWasRemoved) {
  Verified database("verify removed");
  const VerifyReport report = database.after("decision_no_delete", "DELETE FROM decision");
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.first->sequence, 4u);
  EXPECT_NE(report.first->what.find("is not in the book"), std::string::npos) << report.first->what;
}

TEST(Verify, FindsARowThatNoEntryBrought) {
  Verified database("verify extra");
  Office& office = database.office;
  office.book.insert(
      Withdrawal{base::RowId::make(kDepartment, kOtherOffice, 50), database.ids[1], at_minute(1), "x", "x"});
  const VerifyReport report = database.verify();
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.first->incarnation, kOtherOffice);
  EXPECT_NE(report.first->what.find("no entry brought the row withdrawal"), std::string::npos) << report.first->what;
  EXPECT_EQ(report.faults, 2u) << "and the case does not show it";
}

TEST(Verify, FindsACaseThatIsNotWhatItsFactsSay) {
  Verified database("verify case");
  database.office.database.execute("UPDATE case_state SET state = 'registered' WHERE document_key = 'TUR U2'");
  const VerifyReport report = database.verify();
  ASSERT_TRUE(report.first);
  EXPECT_NE(report.first->what.find(database.ids[1].to_string()), std::string::npos);
}

TEST(Verify, FindsAMissingEntryAndAMissingOrForeignSignature) {
  Verified gap("verify gap");
  VerifyReport report =
      gap.after("entry_no_delete", "DELETE FROM entry WHERE position & 1023 = 2 AND signature IS NOT NULL");
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.first->sequence, 2u);
  EXPECT_EQ(report.first->what, "the entry is missing");

  Verified unsigned_entry("verify signature");
  report = unsigned_entry.after(
      "entry_no_update",
      "UPDATE entry SET signature = zeroblob(64) WHERE position & 1023 = 3 AND signature IS NOT NULL");
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.first->sequence, 3u);
  EXPECT_EQ(report.first->what, "its signature is wrong");
}

TEST(Verify, AsksForASignedTransferOverEveryReceivedEntry) {
  Verified database("verify transfer");
  VerifyReport report =
      database.verify([](const LogRecord& log, const LogStore::Transfer& transfer, const crypto::Digest&) {
        EXPECT_EQ(log.incarnation, kOtherOffice);
        EXPECT_EQ(transfer.signed_bytes, (base::Bytes{1, 2, 3}));
        return std::optional<std::string>();
      });
  EXPECT_FALSE(report.first);
  EXPECT_EQ(report.transfers, 1u);
  report = database.verify([](const LogRecord&, const LogStore::Transfer&, const crypto::Digest&) {
    return std::optional<std::string>("the signature is wrong");
  });
  ASSERT_TRUE(report.first);
  EXPECT_EQ(report.faults, 2u) << "the transfer itself, and that nothing covers the entries";
}

TEST(Verify, WorksOnAReadOnlyCopy) {
  Verified database("verify copy");
  database.office.database.copy_to("copy.db");
  Database copy("copy.db", DatabaseOptions{DatabaseKind::kNode, false, true, database.disk.vfs(), 100});
  const VerifyReport report = Verifier(copy, kDepartment, base::Limits{}).run();
  EXPECT_FALSE(report.first) << report.first->what;
  EXPECT_EQ(report.rows, 6u);
}

}  // namespace
}  // namespace tirkeu::store
