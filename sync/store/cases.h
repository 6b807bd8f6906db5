// Cases: the present state of each application, folded from the book's facts. The same fold at node and hub.
//
// The book only ever grows, so "what holds now" is computed: the state from the newest decision or withdrawal, the
// confirmation from the newest verdict (none: pending), particulars from the newest correction, newest meaning greatest
// id. It is kept in tables because lists and searches need it, in the same transaction as the fact, and can be made
// anew from the book at any time; a difference between the two means that somebody wrote into the file, or a bug.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
  std::string text;  ///< names in any script, document, card or ticket numbers; words are ANDed, each a prefix
  std::optional<std::string> state;
  std::optional<std::string> confirmation;
  std::optional<std::string> office;
  std::optional<base::Instant> from, until;  ///< accepted_at in [from, until)
  std::optional<std::string>
      cursor;  ///< CasePage::next of the page before; one that is_case_cursor() refuses gives an empty page
  int limit = 50;
};
struct CasePage {
  std::vector<CaseState> items;     ///< newest first
  std::optional<std::string> next;  ///< nothing on the last page
};
/// True when `text` has the form of a cursor; what comes from a browser is checked with it first.
bool is_case_cursor(std::string_view text);

class Cases {
 public:
  Cases(Database& database, Book& book);
  ~Cases();
  /// Folds the application's facts anew; inside the transaction that added one. Facts about an application that is not
  /// in the book (yet) leave no case.
  void refresh(base::RowId application);
  /// The same, cheaper, for an application that was inserted just now, by somebody who has it at hand. Returns its case.
  CaseState begin(const Acceptance& accepted);
  /// The same for a verdict that was inserted just now, so that none is newer.
  void note(const Verdict& verdict);
  std::optional<CaseState> find(base::RowId application);
  /// Newest first.
  std::vector<CaseState> with_document(const std::string& document_key);
  /// A page after a cursor begins behind the last case of the page before it, whatever was added meanwhile.
  CasePage search(const CaseQuery& query);
  std::int64_t count(const std::string& confirmation);
  /// Folds everything anew, in the open transaction or one of its own. Returns the first application whose stored state
  /// differed, if any.
  std::optional<base::RowId> rebuild();
  /// The same comparison without writing: for verify on a read-only snapshot.
  std::optional<base::RowId> first_difference();

 private:
  struct Statements;
  /// What the fold makes of an application: its state and what a search finds it by.
  struct Folded;
  std::optional<Folded> fold(base::RowId application);
  std::vector<std::string> stored_words(base::RowId application);
  bool differs(base::RowId application, const std::optional<Folded>& folded);
  void store(base::RowId application, const std::optional<Folded>& folded);
  void put(const CaseState& state);
  /// Ids of all applications and of all cases, ascending, each once, a few at a time.
  std::vector<base::RowId> ids_after(base::RowId last);
  Database& database_;
  Book& book_;
  std::unique_ptr<Statements> statements_;
};

/// Issuing state, blank, normalised number.
std::string document_key(const registry::Document& document);

}  // namespace tirkeu::store
