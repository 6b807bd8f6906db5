// What an administrator does with the pairs, and what the offices hear of it.
#include <charconv>
#include <limits>

#include "hub/person_keeper.h"
#include "hub/person_pair.h"
#include "schema/registry/names.h"
#include "schema/registry/offices.h"

namespace tirkeu::hub {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(mark);
    parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

/// "TUR 5678": enough to ask on the telephone, too little to go anywhere with.
std::string shortened(const registry::Document& document) {
  const std::string number = registry::normalise_number(document.number);
  std::size_t from = number.size();
  for (int letters = 0; letters < 4 && from > 0; ++letters) {
    --from;
    while (from > 0 && (static_cast<unsigned char>(number[from]) & 0xc0u) == 0x80u) --from;
  }
  return document.issuing_state + " " + number.substr(from);
}

}  // namespace

base::Bytes identity_of(std::string_view left_traits, std::string_view right_traits) {
  const crypto::Digest left = crypto::digest(crypto::Label::kSchema, base::bytes_of(left_traits));
  const crypto::Digest right = crypto::digest(crypto::Label::kSchema, base::bytes_of(right_traits));
  const crypto::Digest both = crypto::digest(crypto::Label::kSchema, left, right);
  return {both.begin(), both.end()};
}

std::optional<store::PersonJudgement> PersonKeeper::newest_judgement(base::RowId left, base::RowId right) {
  judgement_.bind(1, left.value).bind(2, right.value);
  std::optional<base::RowId> id;
  if (judgement_.step()) id = base::RowId{judgement_.integer(0)};
  judgement_.reset();
  return id ? book_.find<store::PersonJudgement>(*id) : std::nullopt;
}

PersonPair PersonKeeper::read(store::Statement& row) {
  PersonPair pair;
  pair.left = {row.integer(0)};
  pair.right = {row.integer(1)};
  pair.state = row.text(2);
  pair.bits = static_cast<double>(row.integer(3)) / 100;
  for (const std::string_view part : split(row.text_view(4), ',')) {
    const std::vector<std::string_view> words = split(part, ' ');
    if (words.size() == 3)
      pair.parts.push_back({std::string(words[0]), std::string(words[1]),
                            static_cast<double>(number<std::int64_t>(words[2]).value_or(0)) / 100});
  }
  pair.changed_at = base::Instant(base::Milliseconds(row.integer(5)));
  pair.judgement = newest_judgement(pair.left, pair.right);
  return pair;
}

std::optional<PersonPair> PersonKeeper::find(base::RowId left, base::RowId right) {
  pair_.bind(1, left.value).bind(2, right.value);
  std::optional<PersonPair> pair;
  if (pair_.step()) pair = read(pair_);
  pair_.reset();
  return pair;
}

std::optional<PersonPairPage> PersonKeeper::list(const std::string& state, const std::optional<std::string>& cursor, int limit) {
  constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
  std::array<std::int64_t, 3> after{kHighest, kHighest, kHighest};
  if (cursor) {
    const std::vector<std::string_view> words = split(*cursor, '.');
    if (words.size() != after.size()) return std::nullopt;
    for (std::size_t i = 0; i < after.size(); ++i) {
      const std::optional<std::int64_t> value = number<std::int64_t>(words[i]);
      if (!value) return std::nullopt;
      after[i] = *value;
    }
  }
  PersonPairPage page;
  pairs_.bind(1, state).bind(2, after[0]).bind(3, after[1]).bind(4, after[2]).bind(5, static_cast<std::int64_t>(limit) + 1);
  std::string last;
  while (pairs_.step()) {
    if (page.items.size() == static_cast<std::size_t>(limit)) {
      page.next = last;
      pairs_.reset();
      break;
    }
    last = std::to_string(pairs_.integer(3)) + "." + std::to_string(pairs_.integer(0)) + "." + std::to_string(pairs_.integer(1));
    page.items.push_back(read(pairs_));
  }
  return page;
}

std::expected<PersonPair, PersonFault> PersonKeeper::judge(base::RowId left, base::RowId right, const std::string& judgement,
                                                           const std::string& reason, const std::string& administrator,
                                                           const std::function<void(const PersonPair&)>& beside) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) return std::unexpected(PersonFault::kReasonMissing);
  const std::optional<PersonPair> before = find(left, right);
  if (!before) return std::unexpected(PersonFault::kUnknownPair);
  store::Transaction transaction(database_);
  store::PersonJudgement fact;
  fact.decided_at = time_.take();
  fact.decided_by = administrator;
  fact.left = left;
  fact.right = right;
  fact.judgement = judgement;
  fact.reason = reason;
  fact.identity = identity_of(packed(left).value_or(""), packed(right).value_or(""));
  const std::function<void(Ledger::Writing&)> write = [&fact](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().judgements(), fact.decided_at, write);
  judge_pair_.bind(1, judgement == "unsure" ? "open" : "judged")
      .bind(2, static_cast<std::int64_t>(fact.decided_at.time_since_epoch().count()))
      .bind(3, left.value)
      .bind(4, right.value)
      .run();
  tell_offices(transaction, fact);
  PersonPair after = *find(left, right);
  if (beside) beside(after);
  transaction.commit();
  return after;
}

void PersonKeeper::tell_offices(store::Transaction& transaction, const store::PersonJudgement& fact) {
  tell(transaction, fact.left, fact.right, fact);
  tell(transaction, fact.right, fact.left, fact);
}

void PersonKeeper::tell(store::Transaction& transaction, base::RowId application, base::RowId other,
                        const store::PersonJudgement& fact) {
  const std::optional<store::Acceptance> own = book_.acceptance(application), others = book_.acceptance(other);
  const std::optional<registry::Application> particulars = book_.present_application(other);
  const registry::Office* office = own ? registry::find_office(own->office) : nullptr;
  if (!others || !particulars || office == nullptr) return;
  store::PersonNotice notice;
  notice.application = application;
  notice.noticed_at = fact.decided_at;
  notice.other_office = others->office;
  notice.other_ticket_number = others->ticket_number;
  notice.other_document = shortened(particulars->document);
  notice.holds = fact.judgement == "same";
  notice.decided_by = fact.decided_by;
  notice.reason = fact.reason;
  // Said once: again only when it says something else now.
  std::optional<store::PersonNotice> newest;
  for (store::PersonNotice& said : book_.about<store::PersonNotice>(application))
    if (said.other_ticket_number == notice.other_ticket_number) newest = std::move(said);
  if (notice.holds ? newest && newest->holds && newest->other_document == notice.other_document : !newest || !newest->holds) return;
  const std::function<void(Ledger::Writing&)> write = [&notice](Ledger::Writing& writing) {
    notice.id = writing.mint();
    writing.add(notice);
  };
  ledger_.append(transaction, ledger_.numbers().verdicts(office->number), fact.decided_at, write);
}

}  // namespace tirkeu::hub
