// What the tests of the store share: a database on a disk in memory, invented people, and one office's log ready to
// write.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sync/crypto/keys.h"
#include "sync/store/applier.h"
#include "sync/store/book.h"
#include "sync/store/database.h"
#include "sync/store/fault_vfs.h"
#include "sync/store/log_author.h"
#include "sync/store/log_store.h"

namespace tirkeu::store {

inline constexpr std::uint32_t kDepartment = 6;
inline constexpr base::Incarnation kOffice = 1024;
inline constexpr base::Incarnation kOtherOffice = 1032;

/// Bytes that follow from a seed alone.
class SeededEntropy final : public base::Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed * 2 + 1) {}
  void fill(std::span<std::uint8_t> target) override {
    for (std::uint8_t& byte : target) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;
      byte = static_cast<std::uint8_t>(state_ >> 56);
    }
  }

 private:
  std::uint64_t state_;
};

inline base::Instant at_minute(std::int64_t minute) {
  return base::Instant(base::Milliseconds(1'779'000'000'000 + minute * 60'000));
}

inline crypto::SigningKey key_of(base::Incarnation incarnation) {
  crypto::initialise();
  SeededEntropy entropy(incarnation);
  return crypto::SigningKey::generate(entropy);
}

inline base::ClockReading reading_at(base::Instant wall) {
  base::ClockReading reading;
  reading.wall = wall;
  reading.boot_id[0] = 7;
  reading.since_boot = base::Milliseconds(60'000);
  return reading;
}

inline registry::Application application_of(const std::string& surname, const std::string& number) {
  registry::Application application;
  application.applicant = {surname, "ELIF", "Йылмаз", "Әлия", std::nullopt, "1984-03", "F", "TUR", std::nullopt};
  application.document = {"passport", "TUR", number, "2021-02-03", "2031-02-02"};
  application.visa = registry::Visa{"V-77", "C3", "2026-05-01", "2026-08-01"};
  application.migration_card = {"1234567", std::nullopt, "2026-05-10"};
  application.stay = {"work", "2026-05-10", "2026-08-01", {"KZ-06-02", "Индер", "Қонаев", "7", std::nullopt}};
  application.host = registry::Host{"organisation", "Тас ЖШС", "120140001234", std::nullopt, "+7 712 000 00 00"};
  application.documents = {"card", "passport"};
  return application;
}

inline LogRecord office_log(base::Incarnation incarnation, bool own) {
  LogRecord log;
  log.incarnation = incarnation;
  log.office = static_cast<int>(incarnation % 100);
  log.sign_key = key_of(incarnation).verify_key();
  log.base.fill(static_cast<std::uint8_t>(incarnation));
  log.own = own;
  return log;
}

/// One office: database, book, log, author. `path` names the file on `disk`.
struct Office {
  Office(FaultDisk& disk, const std::string& path, base::Incarnation incarnation = kOffice, bool create = true,
         int checkpoint_every = 100)
      : database(path, DatabaseOptions{DatabaseKind::kNode, create, false, disk.vfs(), checkpoint_every}),
        book(database),
        logs(database),
        applier(database, kDepartment, base::Limits{}),
        key(key_of(incarnation)),
        author(database, logs, kDepartment, incarnation, key, base::Limits{}) {
    if (logs.log(incarnation)) return;
    Transaction transaction(database);
    logs.add_log(office_log(incarnation, true));
    transaction.commit();
  }

  Acceptance acceptance(const std::string& surname, const std::string& number, std::int64_t minute) {
    Acceptance fact;
    fact.id = author.mint();
    fact.office = "KZ-06-02";
    fact.ticket_number = "KZ-06-02/2026/QF-" + std::to_string(100'000 + minute) + "-7";
    fact.accepted_at = at_minute(minute);
    fact.clerk = "aigerim";
    fact.rule_set = "2013-07-23";
    fact.application = application_of(surname, number);
    return fact;
  }

  /// Accepts one application in a transaction of its own.
  base::RowId accept(const std::string& surname, const std::string& number, std::int64_t minute) {
    Transaction transaction(database);
    base::RowId id;
    author.append(transaction, reading_at(at_minute(minute)), {}, [&] {
      const Acceptance fact = acceptance(surname, number, minute);
      book.insert(fact);
      id = fact.id;
    });
    transaction.commit();
    return id;
  }

  /// The stored entry, decoded.
  wire::Entry entry(base::Incarnation incarnation, base::Sequence sequence) {
    return wire::decode_entry(logs.entry(incarnation, sequence)->bytes, base::Limits{}).value();
  }

  std::int64_t rows(const std::string& table) {
    Statement count = Statement::computed(database, "SELECT count(*) FROM " + table);
    count.step();
    const std::int64_t number = count.integer(0);
    count.reset();
    return number;
  }

  Database database;
  Book book;
  LogStore logs;
  Applier applier;
  crypto::SigningKey key;
  LogAuthor author;
};

}  // namespace tirkeu::store
