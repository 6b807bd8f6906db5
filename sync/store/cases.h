// Cases: the present state of each application, folded from the book's facts. The same fold at node and hub.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/store/applier.h"
#include "sync/store/book.h"

namespace tirkeu::store {

struct CaseState {
  base::RowId application;
  std::string office;
  std::string ticket_number;
  base::Instant accepted_at{};
  std::string state;         ///< accepted, registered, refused, withdrawn
  std::string confirmation;  ///< pending, confirmed, annulled, review
  std::string document_key;  ///< issuing state, blank, normalised number
  std::string card_key;
  std::string entry_date;
  std::string birth_date;
  std::optional<std::string> departed_on;
  base::Instant changed_at{};
  bool operator==(const CaseState&) const = default;
};

struct CaseQuery {
  std::string text;                         ///< names in any script, document, card or ticket numbers; words are ANDed, each a prefix
  std::optional<std::string> state;
  std::optional<std::string> confirmation;
  std::optional<std::string> office;
  std::optional<base::Instant> from, until;  ///< accepted_at in [from, until)
  std::optional<std::string> cursor;         ///< of the page before
  int limit = 50;
};
struct CasePage {
  std::vector<CaseState> items;              ///< newest first
  std::optional<std::string> next;
};

class Cases {
 public:
  Cases(Database& database, Book& book);
  ~Cases();
  /// Folds the application's facts anew; inside the transaction that added one.
  void refresh(base::RowId application);
  std::optional<CaseState> find(base::RowId application);
  std::vector<CaseState> with_document(const std::string& document_key);
  CasePage search(const CaseQuery& query);
  std::int64_t count(const std::string& confirmation);
  /// Folds everything anew. Returns the first application whose stored state differed, if any.
  std::optional<base::RowId> rebuild();

 private:
  struct Statements;
  Database& database_;
  Book& book_;
  std::unique_ptr<Statements> statements_;
};

/// Issuing state, blank, normalised number.
std::string document_key(const registry::Document& document);

}  // namespace tirkeu::store
