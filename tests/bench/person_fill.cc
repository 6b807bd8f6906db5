#include "tests/bench/person_fill.h"

#include <algorithm>
#include <map>

namespace tirkeu::bench {
namespace {

constexpr std::uint64_t kRowsATransaction = 1u << 19;
constexpr std::int64_t kAllRecords = 0;

}  // namespace

PersonFill::PersonFill(store::Database& database)
    : database_(database),
      put_traits_(database, "INSERT INTO person (application_id, traits) VALUES (?, ?)"),
      put_block_(database, "INSERT INTO person_block (key, application_id) VALUES (?, ?)"),
      put_term_(database, "INSERT INTO person_term (key, records) VALUES (?, ?)") {
  transaction_.emplace(database_);
}

void PersonFill::breathe() {
  if (++written_ % kRowsATransaction != 0) return;
  transaction_->commit();
  transaction_.reset();
  transaction_.emplace(database_);
}

void PersonFill::add(base::RowId application, const registry::PersonTraits& traits) {
  put_traits_.bind(1, application.value).bind(2, registry::pack(traits)).run();
  breathe();
  for (const std::int64_t key : registry::blocking_keys(traits)) keys_.push_back({key, application.value});
  for (const registry::Term term : registry::kTerms)
    if (const std::optional<std::int64_t> key = registry::term_key(traits, term)) {
      const std::uint64_t count = ++terms_[*key];
      if (term == registry::Term::kSurname)
        totals_.most_frequent_surname = std::max(totals_.most_frequent_surname, count);
    }
  ++terms_[kAllRecords];
  ++totals_.records;
}

PersonFill::Totals PersonFill::finish() {
  std::ranges::sort(keys_);
  std::uint64_t block = 0;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    put_block_.bind(1, keys_[i].key).bind(2, keys_[i].application).run();
    breathe();
    block = i > 0 && keys_[i].key == keys_[i - 1].key ? block + 1 : 1;
    totals_.largest_block = std::max(totals_.largest_block, block);
  }
  totals_.keys = keys_.size();
  keys_ = {};
  const std::map<std::int64_t, std::uint64_t> sorted(terms_.begin(), terms_.end());
  for (const auto& [key, records] : sorted) put_term_.bind(1, key).bind(2, static_cast<std::int64_t>(records)).run();
  transaction_->commit();
  transaction_.reset();
  return totals_;
}

}  // namespace tirkeu::bench
