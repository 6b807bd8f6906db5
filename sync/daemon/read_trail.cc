#include "sync/daemon/read_trail.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sync/daemon/read_members.h"

namespace tirkeu::daemon {
namespace {

constexpr std::array<std::string_view, 8> kSheets = {"ticket",        "mark",   "refusal", "referral",
                                                     "arrival_sheet", "coupon", "label",   "card"};

}  // namespace

ReadTrail::ReadTrail(store::Database& database)
    : add_(database, "INSERT INTO audit_pending (recorded_at, account, action, record_id, detail) VALUES (?, ?, ?, ?, ?)"),
      pending_(database,
               "SELECT number, recorded_at, account, action, record_id, detail FROM audit_pending ORDER BY number LIMIT ?"),
      any_pending_(database, "SELECT EXISTS (SELECT 1 FROM audit_pending)"),
      remove_(database, "DELETE FROM audit_pending WHERE number <= ?") {}

void ReadTrail::note(base::Instant at, const Reading& reading) {
  add_.bind(1, std::int64_t{at.time_since_epoch().count()}).bind(2, reading.account).bind(3, reading.action);
  add_.bind(4, reading.record ? std::optional(reading.record->value) : std::nullopt).bind(5, reading.detail).run();
}

bool ReadTrail::waits() {
  any_pending_.step();
  const bool any = any_pending_.integer(0) != 0;
  any_pending_.reset();
  return any;
}

std::vector<store::Audit> ReadTrail::take(const std::string& office) {
  std::vector<store::Audit> facts;
  std::int64_t newest = 0;
  pending_.bind(1, std::int64_t{kReadsPerEntry});
  while (pending_.step()) {
    newest = pending_.integer(0);
    store::Audit fact;
    fact.office = office;
    fact.recorded_at = base::Instant(base::Milliseconds(pending_.integer(1)));
    fact.account = pending_.text(2);
    fact.action = pending_.text(3);
    if (const std::optional<std::int64_t> record = pending_.optional_integer(4)) fact.record = base::RowId{*record};
    fact.detail = pending_.optional_text(5);
    facts.push_back(std::move(fact));
  }
  if (!facts.empty()) remove_.bind(1, newest).run();
  return facts;
}

std::expected<std::string, registry::Findings> read_printed(const boost::json::value& body) {
  return read_members<std::string>(body, [](registry::MemberReader& reader, registry::Findings& findings) {
    std::string what = reader.text("what");
    if (!what.empty() && std::ranges::find(kSheets, what) == kSheets.end())
      findings.push_back(registry::make_finding(registry::Severity::kError, "what", "unknown_code"));
    return what;
  });
}

}  // namespace tirkeu::daemon
