// Who read whose data (cl. 17), from the read until it is in the log. A read is durable here before its answer leaves, in a local
// table, because a log entry for every opened record would double the log; whoever writes entries takes what waits along as facts,
// and from then on it is as safe from later hands as everything else in the log.
//
// Ids and counts only: never a person's data, and never the words that were searched for.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "schema/registry/finding.h"
#include "sync/store/day_facts.h"
#include "sync/store/database.h"

namespace tirkeu::daemon {

struct Reading {
  std::string account;
  std::string action;  ///< "read", "search", "print", "export"
  std::optional<base::RowId> record;
  std::optional<std::string> detail;
};

class ReadTrail {
 public:
  /// So many reads go into one entry; the rest waits for the next.
  static constexpr int kReadsPerEntry = 200;

  explicit ReadTrail(store::Database& database);
  /// Inside a Transaction.
  void note(base::Instant at, const Reading& reading);
  bool waits();
  /// The oldest of what waits, as facts of `office` that still need their ids; they wait no more. Inside the transaction of the entry
  /// that they go into.
  std::vector<store::Audit> take(const std::string& office);

 private:
  store::Statement add_;
  store::Statement pending_;
  store::Statement any_pending_;
  store::Statement remove_;
};

/// {"what": …}: which sheet about an application was printed; one of ticket, mark, refusal, referral, arrival_sheet, coupon, label,
/// card. Prints are made by the screens, so it is they who tell.
std::expected<std::string, registry::Findings> read_printed(const boost::json::value& body);

}  // namespace tirkeu::daemon
