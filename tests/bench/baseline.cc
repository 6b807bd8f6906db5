#include "tests/bench/baseline.h"

#include <zstd.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "schema/registry/application_json.h"
#include "sync/base/civil_time.h"

namespace tirkeu::bench {
namespace {

namespace json = boost::json;

/// Without members that hold nothing.
json::value sparing(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    json::object kept;
    for (const auto& member : *object)
      if (!member.value().is_null()) kept[member.key()] = sparing(member.value());
    return kept;
  }
  return value;
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(json::value_from(*value)) : json::value(nullptr);
}

store::DatabaseOptions made_new() {
  store::DatabaseOptions options;
  options.create = true;
  return options;
}

std::string insert_of(store::Database& database) {
  std::string marks = "?";
  for (std::size_t i = 1; i < database.book()[database.book_table("application")].columns.size(); ++i) marks += ", ?";
  return "INSERT INTO application VALUES (" + marks + ")";
}

}  // namespace

json::value json_of(const store::Acceptance& fact) {
  return sparing(json::object{{"id", fact.id.value},
                              {"office", fact.office},
                              {"ticket_number", fact.ticket_number},
                              {"accepted_at", base::format_utc(fact.accepted_at)},
                              {"clerk", fact.clerk},
                              {"rule_set", fact.rule_set},
                              {"despite_reason", or_null(fact.despite_reason)},
                              {"application", registry::to_json(fact.application)}});
}

json::value json_of(const store::Verdict& fact) {
  json::value first_id = fact.first ? json::value(fact.first->value) : json::value(nullptr);
  json::value first_at =
      fact.first_accepted_at ? json::value(base::format_utc(*fact.first_accepted_at)) : json::value(nullptr);
  return sparing(json::object{{"id", fact.id.value},
                              {"application", fact.application.value},
                              {"decided_at", base::format_utc(fact.decided_at)},
                              {"outcome", fact.outcome},
                              {"grade", fact.grade},
                              {"first", std::move(first_id)},
                              {"first_office", or_null(fact.first_office)},
                              {"first_ticket_number", or_null(fact.first_ticket_number)},
                              {"first_accepted_at", std::move(first_at)},
                              {"reason", fact.reason_key},
                              {"reason_arguments", json::parse(fact.reason_arguments)},
                              {"evidence", fact.evidence}});
}

std::size_t zstd_bytes(base::ByteView content, int level) {
  base::Bytes frame(ZSTD_compressBound(content.size()));
  const std::size_t size = ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), level);
  if (ZSTD_isError(size)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size));
  return size;
}

std::size_t json_zstd_bytes(const json::array& records) {
  const std::string text = json::serialize(records);
  return zstd_bytes(base::bytes_of(text), 19);
}

EntryRows::EntryRows(std::vector<base::Bytes> entries, const std::vector<wire::TableShape>& shapes,
                     std::uint32_t department) {
  const base::Limits limits;
  for (const base::Bytes& bytes : entries) {
    wire::Decoded<wire::Entry> entry = wire::decode_entry(bytes, limits);
    if (!entry) throw std::runtime_error("an entry just written cannot be read");
    changesets_.push_back(std::move(entry->changeset));
    auto rows = wire::read_changeset(changesets_.back(), shapes, department, entry->incarnation, limits);
    if (!rows) throw std::runtime_error("a changeset just written cannot be read");
    rows_.insert(rows_.end(), rows->begin(), rows->end());
  }
}

BareDatabase::BareDatabase(const std::filesystem::path& file)
    : database_(file.string(), made_new()), insert_(store::Statement::computed(database_, insert_of(database_))) {}

void BareDatabase::insert(const std::vector<wire::Row>& rows) {
  store::Transaction transaction(database_);
  for (const wire::Row& row : rows) {
    for (std::size_t i = 0; i < row.values.size(); ++i) insert_.bind(static_cast<int>(i) + 1, row.values[i]);
    insert_.run();
  }
  transaction.commit();
}

}  // namespace tirkeu::bench
