#include "sync/store/migration.h"

#include <sqlite3.h>

#include <array>
#include <charconv>
#include <map>

#include "sync/base/invariant.h"
#include "sync/crypto/keys.h"
#include "sync/store/connection.h"
#include "sync/store/fault.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

constexpr std::array<std::string_view, 6> kNodeSets = {"migration", "book", "log", "cases", "service", "node"};
constexpr std::array<std::string_view, 6> kHubSets = {"migration", "book", "log", "cases", "service", "hub"};

struct Step {
  std::string set;
  std::int64_t number = 0;
  std::string_view name;
  std::string_view text;
  crypto::Digest digest{};
};

std::vector<Step> steps_of(DatabaseKind kind, std::span<const sql::EmbeddedFile> files) {
  std::vector<Step> steps;
  for (const std::string_view set : file_sets(kind)) {
    std::map<std::int64_t, Step> numbered;
    for (const sql::EmbeddedFile& file : files) {
      if (!file.name.starts_with(set) || file.name.substr(set.size(), 1) != "/") continue;
      const std::string_view rest = file.name.substr(set.size() + 1);
      std::int64_t number = 0;
      const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), number);
      if (parsed.ec != std::errc{} || number < 1) base::stop("files of schema/sql begin with a number from 1 on");
      Step step{std::string(set), number, file.name, file.bytes,
                crypto::digest(crypto::Label::kSchema, base::bytes_of(file.bytes))};
      if (!numbered.emplace(number, std::move(step)).second) base::stop("two files of schema/sql have one number");
    }
    for (auto& [number, step] : numbered) steps.push_back(std::move(step));
  }
  return steps;
}

struct Done {
  std::string set;
  std::int64_t number = 0;
  base::Bytes digest;
};

std::vector<Done> steps_done(Database& database) {
  Statement exists(database, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'");
  if (first_row(exists, [](Statement& row) { return row.integer(0); }).value_or(0) == 0) return {};
  Statement read(database, "SELECT file_set, number, digest FROM migration ORDER BY file_set, number");
  return all_rows(read, [](Statement& row) { return Done{row.text(0), row.integer(1), row.blob(2)}; });
}

/// The steps that are still to do.
std::vector<Step> pending(const std::vector<Step>& steps, const std::vector<Done>& done, const std::string& path) {
  std::map<std::pair<std::string, std::int64_t>, const Done*> by_number;
  for (const Done& step : done) by_number[{step.set, step.number}] = &step;
  std::vector<Step> rest;
  for (const Step& step : steps) {
    const auto found = by_number.find({step.set, step.number});
    if (found == by_number.end()) {
      rest.push_back(step);
      continue;
    }
    if (!crypto::equal(found->second->digest, step.digest)) {
      throw WrongDatabase(
          path + " was made with another text of " + std::string(step.name) +
          " than this program has, so its tables may differ. Install the program version that made it.");
    }
    by_number.erase(found);
  }
  if (!by_number.empty()) {
    const Done& newer = *by_number.begin()->second;
    throw WrongDatabase(path + " was made or upgraded by a newer version of this program (it has step " +
                        std::to_string(newer.number) + " of " + newer.set + "). Install that version or a newer one.");
  }
  return rest;
}

void execute_steps(Database& database, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    const std::string text(step.text);
    check_result(database.handle(), sqlite3_exec(database.handle(), text.c_str(), nullptr, nullptr, nullptr),
                 step.name);
    Statement record(database, "INSERT INTO migration (file_set, number, digest) VALUES (?1, ?2, ?3)");
    record.bind(1, step.set).bind(2, step.number).bind(3, step.digest).run();
  }
}

}  // namespace

std::span<const std::string_view> file_sets(DatabaseKind kind) {
  if (kind == DatabaseKind::kNode) return kNodeSets;
  return kHubSets;
}

void migrate(Database& database, const std::string& path, const DatabaseOptions& options,
             std::span<const sql::EmbeddedFile> files) {
  const std::vector<Step> steps = steps_of(options.kind, files);
  if (options.read_only) {
    if (!pending(steps, steps_done(database), path).empty()) {
      throw WrongDatabase(
          path + " was made by an older version of this program. Start the service on it once, then copy it again.");
    }
    return;
  }
  // Read inside the transaction: somebody else may have migrated between our opening and our beginning.
  Transaction transaction(database);
  const std::vector<Step> rest = pending(steps, steps_done(database), path);
  if (rest.empty()) return;
  execute_steps(database, rest);
  const std::string mark = "PRAGMA application_id = " + std::to_string(application_id(options.kind));
  check_result(database.handle(), sqlite3_exec(database.handle(), mark.c_str(), nullptr, nullptr, nullptr), mark);
  Statement foreign_keys(database, "PRAGMA foreign_key_check");
  if (first_row(foreign_keys, [](Statement&) { return 0; })) {
    throw WrongDatabase(path +
                        " could not be upgraded: rows would refer to rows that are not there. Nothing was changed.");
  }
  transaction.commit();
}

}  // namespace tirkeu::store
