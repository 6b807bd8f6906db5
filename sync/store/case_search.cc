#include "sync/store/cases.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>
#include <utility>

#include "schema/registry/names.h"
#include "sync/store/case_rows.h"
#include "sync/store/statement_rows.h"

// Search: each word of the query must be the beginning of some word of the case. Typed words are matched as they stand
// (folded), as Latin transliteration, and as a number without separators; any of the three will do.

namespace tirkeu::store {
namespace {

/// Beyond so many words with that beginning, listing them costs more than asking each case in turn.
constexpr std::int64_t kDense = 20'000;
/// Longer queries are cut: nobody types so many words, and every one costs a look-up.
constexpr std::size_t kWordsMax = 8;
constexpr int kPageMax = 500;

struct Position {
  std::int64_t accepted_at = 0;
  std::int64_t application = 0;
};

std::optional<Position> parse_cursor(std::string_view text) {
  Position position;
  const std::size_t separator = text.find('.');
  if (separator == std::string_view::npos) return std::nullopt;
  const std::string_view first = text.substr(0, separator);
  const std::string_view second = text.substr(separator + 1);
  const auto read = [](std::string_view digits, std::int64_t& value) {
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return result.ec == std::errc{} && result.ptr == digits.data() + digits.size();
  };
  if (!read(first, position.accepted_at) || !read(second, position.application)) return std::nullopt;
  return position;
}

std::string cursor_of(const CaseState& state) {
  return std::to_string(state.accepted_at.time_since_epoch().count()) + "." + state.application.to_string();
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  std::string part;
  for (const char letter : text) {
    if (separators.find(letter) == std::string_view::npos) {
      part.push_back(letter);
    } else if (!part.empty()) {
      parts.push_back(std::exchange(part, {}));
    }
  }
  if (!part.empty()) parts.push_back(part);
  return parts;
}

/// One condition of the query: some word of the case begins with one of these.
using Beginnings = std::set<std::string>;

/// The smallest text that is greater than every text beginning with `beginning`. UTF-8 has no byte 0xff, so there
/// always is one.
std::string after(std::string beginning) {
  beginning.push_back(static_cast<char>(0xff));
  return beginning;
}

/// The whole of a typed word as a number, or else each of its parts as a name: "KZ-06" is one number, "Әлия-Нұр" two
/// names.
std::vector<Beginnings> conditions_of(const std::string& typed) {
  std::vector<std::string> parts = split(typed, "-'.,;:/()");
  const std::string number = registry::normalise_number(typed);
  const bool has_digit = typed.find_first_of("0123456789") != std::string::npos;
  if (has_digit || parts.size() <= 1) {
    Beginnings one;
    if (!number.empty()) one.insert(number);
    for (const std::string& word : registry::search_words(typed)) {
      if (!has_digit) one.insert(word);
    }
    return {one};
  }
  std::vector<Beginnings> all;
  for (const std::string& part : parts) {
    const std::vector<std::string> words = registry::search_words(part);
    all.emplace_back(words.begin(), words.end());
  }
  return all;
}

std::vector<Beginnings> conditions_of_text(const std::string& text) {
  std::vector<Beginnings> all;
  for (const std::string& typed : split(text, " \t\r\n")) {
    for (Beginnings& condition : conditions_of(typed)) {
      if (all.size() < kWordsMax && !condition.empty()) all.push_back(std::move(condition));
    }
  }
  return all;
}

/// Builds the statement's text from fixed parts only, and keeps the values to bind in their order.
class SearchText {
 public:
  explicit SearchText(Database& database) : database_(database) {}

  void add(std::string_view condition) { text_.append(" AND ").append(condition); }
  void value(wire::Value value) { values_.push_back(value); }

  void add_words(const Beginnings& beginnings) {
    std::string ranges;
    for (std::size_t index = 0; index < beginnings.size(); ++index) {
      ranges.append(index == 0 ? "" : " OR ").append("(word >= ? AND word < ?)");
    }
    // A frequent beginning is asked of each case, newest first, until the page is full; a rare one is listed.
    const bool dense = count(beginnings) >= kDense;
    text_.append(dense ? " AND EXISTS (SELECT 1 FROM case_word WHERE application_id = case_state.application_id AND ("
                       : " AND application_id IN (SELECT application_id FROM case_word WHERE (");
    text_.append(ranges).append("))");
    for (const std::string& beginning : beginnings) {
      texts_.push_back(std::make_unique<std::string>(beginning));
      value(std::string_view(*texts_.back()));
      texts_.push_back(std::make_unique<std::string>(after(beginning)));
      value(std::string_view(*texts_.back()));
    }
  }

  std::vector<CaseState> run(std::int64_t limit) {
    Statement statement =
        Statement::computed(database_, "SELECT " TIRKEU_CASE_COLUMNS " FROM case_state WHERE 1" + text_ +
                                           " ORDER BY accepted_at DESC, application_id DESC LIMIT ?");
    int index = 1;
    for (const wire::Value& value : values_) statement.bind(index++, value);
    statement.bind(index, limit);
    return all_rows(statement, read_case);
  }

 private:
  std::int64_t count(const Beginnings& beginnings) {
    std::int64_t sum = 0;
    Statement statement(database_,
                        "SELECT count(*) FROM (SELECT 1 FROM case_word WHERE word >= ?1 AND word < ?2 LIMIT ?3)");
    for (const std::string& beginning : beginnings) {
      statement.bind(1, beginning).bind(2, after(beginning)).bind(3, kDense);
      sum += first_row(statement, [](Statement& row) { return row.integer(0); }).value_or(0);
    }
    return sum;
  }

  Database& database_;
  std::string text_;
  std::vector<wire::Value> values_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

std::int64_t number(base::Instant instant) {
  return instant.time_since_epoch().count();
}

}  // namespace

bool is_case_cursor(std::string_view text) {
  return parse_cursor(text).has_value();
}

CasePage Cases::search(const CaseQuery& query) {
  SearchText text(database_);
  if (query.cursor) {
    const std::optional<Position> position = parse_cursor(*query.cursor);
    if (!position) return {};
    text.add("(accepted_at, application_id) < (?, ?)");
    text.value(position->accepted_at);
    text.value(position->application);
  }
  const auto equal = [&text](std::string_view condition, const std::optional<std::string>& wanted) {
    if (!wanted) return;
    text.add(condition);
    text.value(std::string_view(*wanted));
  };
  // As a literal, because the index of what is undecided is a partial one: a bound value would not find it.
  if (query.state == "accepted")
    text.add("state = 'accepted'");
  else
    equal("state = ?", query.state);
  equal("confirmation = ?", query.confirmation);
  equal("office = ?", query.office);
  if (query.from) {
    text.add("accepted_at >= ?");
    text.value(number(*query.from));
  }
  if (query.until) {
    text.add("accepted_at < ?");
    text.value(number(*query.until));
  }
  const std::vector<Beginnings> conditions = conditions_of_text(query.text);
  const bool typed = query.text.find_first_not_of(" \t\r\n") != std::string::npos;
  if (typed && conditions.empty()) return {};  // only signs that no word has
  for (const Beginnings& condition : conditions) text.add_words(condition);

  const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, kPageMax));
  CasePage page;
  // One more than asked for, to know whether there is another page.
  page.items = text.run(static_cast<std::int64_t>(limit) + 1);
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next = cursor_of(page.items.back());
  }
  return page;
}

}  // namespace tirkeu::store
