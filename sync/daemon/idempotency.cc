#include "sync/daemon/idempotency.h"

#include <algorithm>

#include "sync/base/invariant.h"
#include "sync/daemon/own_transaction.h"

namespace tirkeu::daemon {
namespace {

constexpr base::Milliseconds kKeptFor = std::chrono::days(7);
constexpr std::int64_t kKeptAlways = 10'000;
constexpr std::int64_t kPrunedAtOnce = 500;
constexpr std::size_t kKeyBytesMax = 200;

}  // namespace

struct AnswerStore::Statements {
  explicit Statements(store::Database& db)
      : find(db, "SELECT request_digest, status, body FROM answered WHERE account = ? AND key = ?"),
        put(db, "INSERT INTO answered (account, key, request_digest, status, body, answered_at) VALUES (?, ?, ?, ?, ?, ?)"),
        count(db, "SELECT count(*) FROM answered"),
        prune(db, "DELETE FROM answered WHERE (account, key) IN "
                  "(SELECT account, key FROM answered WHERE answered_at < ? ORDER BY answered_at LIMIT ?)") {}
  store::Statement find, put, count, prune;
};

AnswerStore::AnswerStore(store::Database& database, base::Clock& clock)
    : database_(database), clock_(clock), statements_(std::make_unique<Statements>(database)) {}
AnswerStore::~AnswerStore() = default;

std::optional<AnswerStore::Answered> AnswerStore::find(std::string_view account, std::string_view key) {
  store::Statement& row = statements_->find.bind(1, account).bind(2, key);
  if (!row.step()) return std::nullopt;
  Answered answered;
  const base::ByteView digest = row.blob_view(0);
  base::require(digest.size() == answered.request_digest.size(), "a stored answer has a digest of another length");
  std::ranges::copy(digest, answered.request_digest.begin());
  answered.status = static_cast<int>(row.integer(1));
  answered.body = row.text(2);
  row.reset();
  return answered;
}

void AnswerStore::record(std::string_view account, std::string_view key, const crypto::Digest& request_digest,
                         int status, std::string_view body) {
  base::require(database_.in_transaction(), "an answer is recorded inside the transaction of its write");
  const std::int64_t now = clock_.now().time_since_epoch().count();
  statements_->put.bind(1, account).bind(2, key).bind(3, request_digest).bind(4, std::int64_t{status}).bind(5, body).bind(6, now).run();
}

void AnswerStore::prune() {
  statements_->count.step();
  const std::int64_t beyond = statements_->count.integer(0) - kKeptAlways;
  statements_->count.reset();
  if (beyond <= 0) return;
  OwnTransaction transaction(database_);
  const std::int64_t before = (clock_.now() - kKeptFor).time_since_epoch().count();
  statements_->prune.bind(1, before).bind(2, std::min(beyond, kPrunedAtOnce)).run();
  transaction.commit();
}

crypto::Digest request_digest(const http::Request& request) {
  // NUL cannot stand in a method or path, so the three parts have one reading.
  std::string head = request.method;
  head.push_back('\0');
  head += request.path;
  head.push_back('\0');
  return crypto::digest(crypto::Label::kIdempotency, base::bytes_of(head), request.body);
}

bool is_idempotency_key(std::string_view key) {
  const auto visible = [](char letter) { return letter > 0x20 && letter < 0x7f; };
  return !key.empty() && key.size() <= kKeyBytesMax && std::ranges::all_of(key, visible);
}

WriteContext::WriteContext(AnswerStore& answers, store::Database& database, std::string account, std::string key,
                           crypto::Digest digest)
    : answers_(answers), database_(database), account_(std::move(account)), key_(std::move(key)), digest_(digest) {}

void WriteContext::record(const http::Response& response) {
  base::require(!recorded_, "a write recorded its answer twice");
  base::require(database_.in_transaction(), "an answer is recorded inside the transaction of its write");
  if (!key_.empty()) answers_.record(account_, key_, digest_, response.status, response.body_text());
  recorded_ = true;
}

void WriteContext::record_alone(const http::Response& response) {
  OwnTransaction transaction(database_);
  record(response);
  transaction.commit();
}

}  // namespace tirkeu::daemon
