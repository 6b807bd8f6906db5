#include "sync/store/applier.h"

#include <array>

#include "sync/base/invariant.h"
#include "sync/store/earlier_books.h"
#include "sync/store/row_insert.h"

namespace tirkeu::store {
namespace {

constexpr std::array<std::string_view, 16> kOfficeTables = {
    "application",    "correction",     "later_papers", "decision", "withdrawal", "departure", "extension",
    "address_change", "duplicate_card", "custody",      "visit",    "complaint",  "feedback",  "audit", "attachment",
    "restated"};
constexpr std::array<std::string_view, 2> kDepartmentTables = {"rule_set", "revocation"};
constexpr std::array<std::string_view, 2> kIndexTables = {"index_entry", "index_ended"};
constexpr std::array<std::string_view, 5> kVerdictTables = {"verdict", "index_key", "complaint_step", "person_notice", "portal_request"};
constexpr std::array<std::string_view, 7> kJudgementTables = {"judgement", "person_judgement", "place_transfer", "complaint",
                                                              "complaint_step", "feedback", "audit"};

struct Target {
  Statement insert;
  std::string_view name;
  std::optional<std::size_t> application_column;  ///< 0 for the applications themselves
  std::optional<std::size_t> office_column;       ///< of an application, or of a row that is about none
  std::vector<std::size_t> time_columns;
};

Target target_of(Database& database, const wire::TableShape& table) {
  std::optional<std::size_t> column;
  if (table.name == "application") column = 0;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    if (table.columns[index].name == "application_id") column = index;
  }
  std::optional<std::size_t> office;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    if ((!column || column == 0u) && table.columns[index].name == "office") office = index;
  }
  std::vector<std::size_t> times;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    if (table.columns[index].name.ends_with("_at")) times.push_back(index);
  }
  return {Statement::computed(database, insert_text(table)), table.name, column, office, std::move(times)};
}

std::int64_t integer_at(const wire::Row& row, std::size_t column) {
  const auto* value = std::get_if<std::int64_t>(&row.values[column]);
  return value != nullptr ? *value : 0;
}

/// The years 1 to 9999: what every calendar function downstream can print.
bool is_instant(std::int64_t milliseconds) {
  using std::chrono::sys_days;
  using std::chrono::year;
  const base::Instant instant{base::Milliseconds(milliseconds)};
  return instant >= base::Instant(sys_days(year(1) / 1 / 1)) && instant < base::Instant(sys_days(year(10000) / 1 / 1));
}

}  // namespace

struct Applier::Statements {
  std::vector<Target> targets;                                                 ///< in the order of the book
  std::vector<std::vector<bool>> allowed = std::vector<std::vector<bool>>(6);  ///< by LogKind, by table
};

std::span<const std::string_view> tables_of(wire::LogKind kind) {
  switch (kind) {
    case wire::LogKind::kOffice:
      return kOfficeTables;
    case wire::LogKind::kDepartment:
      return kDepartmentTables;
    case wire::LogKind::kIndex:
      return kIndexTables;
    case wire::LogKind::kVerdicts:
      return kVerdictTables;
    case wire::LogKind::kJudgements:
      return kJudgementTables;
  }
  return {};
}

Applier::Applier(Database& database, std::uint32_t department, const base::Limits& limits)
    : database_(database), department_(department), limits_(limits), statements_(std::make_unique<Statements>()) {
  for (const wire::TableShape& table : database.book()) statements_->targets.push_back(target_of(database, table));
  for (std::size_t kind = 0; kind < statements_->allowed.size(); ++kind) {
    statements_->allowed[kind].assign(database.book().size(), false);
    for (const std::string_view table : tables_of(static_cast<wire::LogKind>(kind))) {
      statements_->allowed[kind][database.book_table(table)] = true;
    }
  }
}

Applier::~Applier() = default;

std::expected<std::vector<AppliedRow>, ApplyRefusal> Applier::apply(const wire::Entry& entry, wire::LogKind kind) {
  if (!database_.in_transaction()) base::stop("entries are applied inside a Transaction");
  const std::vector<wire::TableShape>* const book = book_of(database_, entry.schema);
  if (book == nullptr) return std::unexpected(ApplyRefusal{ApplyFault::kUnknownSchema, "schema " + base::to_hex(entry.schema)});
  auto rows = wire::read_changeset(entry.changeset, *book, department_, entry.incarnation, limits_);
  if (!rows) {
    const std::string where = rows.error().what + " at byte " + std::to_string(rows.error().offset);
    return std::unexpected(ApplyRefusal{ApplyFault::kRefused, where});
  }
  if (rows->empty()) return std::unexpected(ApplyRefusal{ApplyFault::kRefused, "no rows"});
  if (book != &database_.book()) rows = in_present_book(*std::move(rows), *book, database_.book());
  for (const wire::Row& row : *rows) {
    const auto number = static_cast<std::size_t>(kind);
    if (number < statements_->allowed.size() && statements_->allowed[number][row.table]) continue;
    return std::unexpected(ApplyRefusal{ApplyFault::kForbiddenTable, database_.book()[row.table].name});
  }
  return insert_all(*rows);
}

std::expected<std::vector<AppliedRow>, ApplyRefusal> Applier::insert_all(const std::vector<wire::Row>& rows) {
  // A single row is there or not by itself, and a savepoint makes SQLite copy every page that it touches.
  std::optional<Savepoint> savepoint;
  if (rows.size() > 1) savepoint.emplace(database_);
  std::vector<AppliedRow> applied;
  applied.reserve(rows.size());
  for (const wire::Row& row : rows) {
    Target& target = statements_->targets[row.table];
    for (std::size_t column = 0; column < row.values.size(); ++column) {
      target.insert.bind(static_cast<int>(column) + 1, row.values[column]);
    }
    const base::RowId id{integer_at(row, 0)};
    for (const std::size_t column : target.time_columns) {
      if (std::holds_alternative<std::monostate>(row.values[column]) || is_instant(integer_at(row, column))) continue;
      target.insert.reset();
      return std::unexpected(ApplyRefusal{ApplyFault::kRefused, std::string(target.name) + " " + id.to_string() + ": no time"});
    }
    try {
      if (target.insert.run() != 1) base::stop("an INSERT that succeeded inserts one row");
    } catch (const StoreError& fault) {
      if (fault.kind() != StoreError::Kind::kConstraint) throw;
      return std::unexpected(ApplyRefusal{ApplyFault::kConflict, std::string(target.name) + " " + id.to_string()});
    }
    const base::RowId application{target.application_column ? integer_at(row, *target.application_column) : 0};
    std::string office;
    if (target.office_column) {
      if (const auto* text = std::get_if<std::string_view>(&row.values[*target.office_column])) office = *text;
    }
    applied.push_back({target.name, id, application, std::move(office)});
  }
  if (applied.size() != rows.size()) base::stop("as many rows are applied as the changeset holds");
  if (savepoint) savepoint->release();
  return applied;
}

}  // namespace tirkeu::store
