#include "sync/store/database.h"

#include <filesystem>
#include <fstream>

#include "schema/sql/files.h"
#include "store_fixture.h"

namespace tirkeu::store {
namespace {

DatabaseOptions on(const FaultDisk& disk, DatabaseKind kind = DatabaseKind::kNode, bool create = false) {
  return {kind, create, false, disk.vfs(), 100};
}

std::string complaint(const std::string& path, const DatabaseOptions& options) {
  try {
    const Database database(path, options);
  } catch (const WrongDatabase& wrong) {
    return wrong.what();
  }
  return "";
}

std::int64_t number(Database& database, std::string_view sql) {
  Statement statement = Statement::computed(database, sql);
  EXPECT_TRUE(statement.step());
  const std::int64_t value = statement.integer(0);
  statement.reset();
  return value;
}

TEST(Database, IsNeverMadeAnewSilently) {
  FaultDisk disk("missing");
  EXPECT_NE(complaint("node.db", on(disk)).find("There is no database"), std::string::npos);
  { const Database made("node.db", on(disk, DatabaseKind::kNode, true)); }
  EXPECT_EQ(complaint("node.db", on(disk)), "");
}

TEST(Database, RefusesAnEmptyFileUnlessItMayCreate) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tirkeu_empty";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "node.db").flush();
  DatabaseOptions options;
  EXPECT_NE(complaint(folder / "node.db", options).find("is empty"), std::string::npos);
  options.create = true;
  EXPECT_EQ(complaint(folder / "node.db", options), "");
}

TEST(Database, RefusesTheOtherProgramsDatabaseAndForeignFiles) {
  FaultDisk disk("other");
  { const Database made("node.db", on(disk, DatabaseKind::kNode, true)); }
  { const Database made("hub.db", on(disk, DatabaseKind::kHub, true)); }
  EXPECT_NE(complaint("node.db", on(disk, DatabaseKind::kHub)).find("of a node"), std::string::npos);
  EXPECT_NE(complaint("hub.db", on(disk)).find("of a hub"), std::string::npos);

  const auto folder = std::filesystem::path(testing::TempDir()) / "tirkeu_foreign";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "text.db") << std::string(4096, 'x');
  EXPECT_NE(complaint(folder / "text.db", {}).find("is no database"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(folder / "text.db"), 4096u);
}

TEST(Database, SetsWhatMakesACommitDurable) {
  FaultDisk disk("pragmas");
  Database database("node.db", on(disk, DatabaseKind::kNode, true));
  EXPECT_EQ(number(database, "PRAGMA synchronous"), 2);
  EXPECT_EQ(number(database, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(number(database, "PRAGMA recursive_triggers"), 1);
  EXPECT_EQ(number(database, "PRAGMA trusted_schema"), 0);
  EXPECT_EQ(number(database, "PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(number(database, "PRAGMA application_id"), 0x5469724e);
  // A misspelt column in double quotes must be an error, not a text.
  EXPECT_THROW(Statement(database, "SELECT \"no such column\" FROM setting"), StoreError);
}

TEST(Migration, RemembersEveryFileOnce) {
  FaultDisk disk("migrations");
  { const Database made("node.db", on(disk, DatabaseKind::kNode, true)); }
  Database database("node.db", on(disk));
  std::int64_t expected = 0;
  for (const sql::EmbeddedFile& file : sql::files()) expected += file.name.starts_with("hub/") ? 0 : 1;
  EXPECT_EQ(number(database, "SELECT count(*) FROM migration"), expected);
  EXPECT_EQ(number(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'enrolment'"), 0);
}

TEST(Migration, RefusesADatabaseOfANewerProgram) {
  FaultDisk disk("newer");
  {
    Database database("node.db", on(disk, DatabaseKind::kNode, true));
    database.execute("INSERT INTO migration (file_set, number, digest) VALUES ('book', 99, x'00')");
  }
  const std::string text = complaint("node.db", on(disk));
  EXPECT_NE(text.find("newer version"), std::string::npos) << text;
  EXPECT_NE(text.find("step 99 of book"), std::string::npos) << text;
}

TEST(Migration, RefusesAFrozenFileWithAnotherText) {
  FaultDisk disk("changed");
  {
    Database database("node.db", on(disk, DatabaseKind::kNode, true));
    database.execute("UPDATE migration SET digest = zeroblob(32) WHERE file_set = 'log' AND number = 1");
  }
  EXPECT_NE(complaint("node.db", on(disk)).find("another text of log/001_log.sql"), std::string::npos);
}

TEST(Migration, LeavesNothingHalfMadeWhenPowerFailsMeanwhile) {
  FaultDisk counting("count");
  { const Database made("node.db", on(counting, DatabaseKind::kNode, true)); }
  const std::uint64_t operations = counting.operations();
  ASSERT_GT(operations, 10u);
  for (std::uint64_t at = 1; at <= operations; ++at) {
    FaultDisk disk("migrate" + std::to_string(at));
    disk.fail_at(at, FaultDisk::Fault::kCrash, FaultDisk::Duration::kForEver);
    try {
      const Database made("node.db", on(disk, DatabaseKind::kNode, true));
    } catch (const StoreError&) {
    }
    SeededEntropy keep(at);
    disk.crash(&keep);
    Database database("node.db", on(disk, DatabaseKind::kNode, true));
    EXPECT_EQ(database.check(), std::nullopt) << "power failed at operation " << at;
    EXPECT_EQ(database.book().size(), 28u);
  }
}

TEST(Book, HasTheSameFingerprintAtNodeAndHub) {
  FaultDisk disk("fingerprint");
  const Database node("node.db", on(disk, DatabaseKind::kNode, true));
  const Database hub("hub.db", on(disk, DatabaseKind::kHub, true));
  EXPECT_EQ(node.book_fingerprint(), hub.book_fingerprint());
  EXPECT_NE(node.book_fingerprint(), wire::SchemaFingerprint{});
  EXPECT_EQ(node.book()[node.book_table("application")].columns.size(), 51u);
  EXPECT_FALSE(node.book()[0].columns[0].nullable);
}

TEST(Guards, NoStatementChangesOrRemovesARowOfTheBookOrTheLog) {
  FaultDisk disk("guards");
  Office office(disk, "node.db");
  office.accept("YILMAZ", "U1", 1);
  const auto refused = [&](std::string_view sql) {
    try {
      Statement::computed(office.database, sql).run();
    } catch (const StoreError& fault) {
      return fault.kind() == StoreError::Kind::kConstraint;
    }
    return false;
  };
  for (const wire::TableShape& table : office.database.book()) {
    Statement triggers(office.database, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1");
    triggers.bind(1, table.name);
    ASSERT_TRUE(triggers.step());
    EXPECT_EQ(triggers.integer(0), 2) << table.name;
    triggers.reset();
  }
  EXPECT_TRUE(refused("UPDATE application SET surname = 'X'"));
  EXPECT_TRUE(refused("DELETE FROM application"));
  EXPECT_TRUE(refused("INSERT OR REPLACE INTO application SELECT * FROM application"));
  EXPECT_TRUE(refused("UPDATE entry SET bytes = x'00'"));
  EXPECT_TRUE(refused("UPDATE entry SET applied = 0"));
  EXPECT_TRUE(refused("DELETE FROM entry"));
  EXPECT_EQ(office.rows("application"), 1);
}

TEST(Transaction, RollsBackUnlessCommitted) {
  FaultDisk disk("rollback");
  Database database("node.db", on(disk, DatabaseKind::kNode, true));
  {
    const Transaction transaction(database);
    database.execute("INSERT INTO setting (name, value) VALUES ('a', x'01')");
  }
  EXPECT_EQ(number(database, "SELECT count(*) FROM setting"), 0);
  Transaction transaction(database);
  {
    const Savepoint inner(database);
    database.execute("INSERT INTO setting (name, value) VALUES ('b', x'01')");
  }
  {
    Savepoint inner(database);
    database.execute("INSERT INTO setting (name, value) VALUES ('c', x'01')");
    inner.release();
  }
  transaction.commit();
  EXPECT_EQ(number(database, "SELECT count(*) FROM setting WHERE name = 'c'"), 1);
  EXPECT_EQ(number(database, "SELECT count(*) FROM setting"), 1);
}

TEST(Statement, KeepsEmptyTextAndEmptyBlobApartFromNull) {
  FaultDisk disk("empty values");
  Database database("node.db", on(disk, DatabaseKind::kNode, true));
  Statement types(database, "SELECT typeof(?1), typeof(?2), typeof(?3)");
  types.bind(1, std::string_view()).bind(2, base::ByteView()).bind_null(3);
  ASSERT_TRUE(types.step());
  EXPECT_EQ(types.text(0), "text");
  EXPECT_EQ(types.text(1), "blob");
  EXPECT_EQ(types.text(2), "null");
  types.reset();
}

TEST(Statement, AFaultNamesWhatHappenedButNoValue) {
  FaultDisk disk("no values");
  Database database("node.db", on(disk, DatabaseKind::kNode, true));
  Statement insert(database, "INSERT INTO setting (name, value) VALUES (?1, ?2)");
  insert.bind(1, "secret name").bind(2, base::Bytes{1}).run();
  try {
    insert.bind(1, "secret name").bind(2, base::Bytes{1}).run();
    FAIL() << "a second row with that name must be refused";
  } catch (const StoreError& fault) {
    EXPECT_EQ(fault.kind(), StoreError::Kind::kConstraint);
    EXPECT_FALSE(fault.fatal());
    EXPECT_EQ(std::string(fault.what()).find("secret"), std::string::npos) << fault.what();
  }
}

TEST(Database, CheckpointsByItselfAndKeepsTheWalSmall) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tirkeu_checkpoint";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  DatabaseOptions options;
  options.create = true;
  const auto wal_bytes_after = [&](const std::string& name, int checkpoint_every_commits) {
    options.checkpoint_every_commits = checkpoint_every_commits;
    Database database(folder / name, options);
    Statement put(database, "INSERT OR REPLACE INTO setting (name, value) VALUES ('x', ?1)");
    for (int round = 0; round < 60; ++round) {
      Transaction transaction(database);
      put.bind(1, base::Bytes(3000, static_cast<std::uint8_t>(round))).run();
      transaction.commit();
    }
    EXPECT_EQ(database.checkpoint_fault(), std::nullopt);
    return std::filesystem::file_size(folder / (name + "-wal"));
  };
  const auto never = wal_bytes_after("never.db", 1000);
  const auto often = wal_bytes_after("often.db", 5);
  EXPECT_GT(never, 60u * 4096u);
  // The creation's own frames remain in the file; the commits reuse their place.
  EXPECT_LT(often, never);
  EXPECT_FALSE(std::filesystem::exists(folder / "often.db-wal")) << "closing leaves one file";
}

TEST(Database, IsCopiedByAReaderWhileItIsWritten) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tirkeu_copy_beside";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  DatabaseOptions options;
  options.create = true;
  Database writer(folder / "node.db", options);
  writer.execute("INSERT INTO setting (name, value) VALUES ('a', x'01')");
  DatabaseOptions reading;
  reading.read_only = true;
  Database reader(folder / "node.db", reading);
  Transaction open(writer);
  writer.execute("INSERT INTO setting (name, value) VALUES ('b', x'02')");
  reader.copy_to(folder / "copy.db");
  open.commit();
  EXPECT_THROW(reader.execute("DELETE FROM setting"), StoreError);
  Database copy(folder / "copy.db", reading);
  EXPECT_EQ(number(copy, "SELECT count(*) FROM setting"), 1) << "what was committed, and nothing else";
  EXPECT_EQ(number(reader, "SELECT count(*) FROM setting"), 2);
}

TEST(Database, CopiesItselfConsistentlyAndNeverOverAFile) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tirkeu_copy";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  DatabaseOptions options;
  options.create = true;
  Database database(folder / "node.db", options);
  database.execute("INSERT INTO setting (name, value) VALUES ('a', x'0102')");
  database.copy_to(folder / "copy.db");
  EXPECT_THROW(database.copy_to(folder / "copy.db"), StoreError);
  DatabaseOptions reading;
  reading.read_only = true;
  Database copy(folder / "copy.db", reading);
  EXPECT_EQ(number(copy, "SELECT length(value) FROM setting"), 2);
  EXPECT_EQ(copy.check(), std::nullopt);
  EXPECT_THROW(copy.execute("DELETE FROM setting"), StoreError);
}

}  // namespace
}  // namespace tirkeu::store
