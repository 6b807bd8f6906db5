// Idempotency-Key: a browser that lost the answer sends the same write again and must get the same answer, not a second
// registration. The answer is stored under (account, key) with a digest of the request, inside the very transaction that
// does the write: after a power cut either both are there or neither.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.h"
#include "sync/crypto/keys.h"
#include "sync/http/message.h"
#include "sync/store/database.h"

namespace tirkeu::daemon {

/// Answers given. Kept for seven days, and the newest 10,000 for longer: a clock that jumps ahead must not forget
/// yesterday's acceptances.
class AnswerStore {
 public:
  AnswerStore(store::Database& database, base::Clock& clock);
  ~AnswerStore();
  AnswerStore(const AnswerStore&) = delete;
  AnswerStore& operator=(const AnswerStore&) = delete;

  struct Answered {
    crypto::Digest request_digest{};
    int status = 0;
    std::string body;
  };
  std::optional<Answered> find(std::string_view account, std::string_view key);
  /// Inside a Transaction of the caller.
  void record(std::string_view account, std::string_view key, const crypto::Digest& request_digest, int status,
              std::string_view body);
  /// Drops what is older than the rule, a few hundred rows at most per call. In a Transaction of its own.
  void prune();

 private:
  struct Statements;
  store::Database& database_;
  base::Clock& clock_;
  std::unique_ptr<Statements> statements_;
};

/// What identifies a request: method, path and body bytes.
crypto::Digest request_digest(const http::Request& request);
/// 1..200 visible ASCII characters (RFC 9110 section 5.6.2 has no more in one token).
bool is_idempotency_key(std::string_view key);

/// Handed to each handler that writes. The handler builds its answer while its Transaction is open, gives it to record(),
/// commits, and returns the same answer:
///
///   store::Transaction transaction(database);
///   … rows, log entry …
///   http::Response response = answer(201, body);
///   write.record(response);
///   transaction.commit();
///   return response;
///
/// A handler that answers 2xx without having called record() stops the program: a write whose repetition would write
/// again must not pass its first test. Errors are never recorded: they changed nothing, so the same request may be judged
/// anew, and a corrected body may keep its key.
class WriteContext {
 public:
  /// `key` empty: the client sent none; record() then only notes that it was called.
  WriteContext(AnswerStore& answers, store::Database& database, std::string account, std::string key,
               crypto::Digest digest);
  /// Inside an open Transaction, once. The body must be JSON text.
  void record(const http::Response& response);
  /// For a write that touches no row of this database (a round, an import that keeps its own account): records in a
  /// Transaction of its own.
  void record_alone(const http::Response& response);
  bool recorded() const { return recorded_; }
  const std::string& key() const { return key_; }

 private:
  AnswerStore& answers_;
  store::Database& database_;
  std::string account_;
  std::string key_;
  crypto::Digest digest_{};
  bool recorded_ = false;
};

}  // namespace tirkeu::daemon
