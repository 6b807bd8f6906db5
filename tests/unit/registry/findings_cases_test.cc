// Runs the table cases/findings.md: the law in rows, the line number in every complaint.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "yilmaz.h"

namespace tirkeu::registry::test {
namespace {

using Row = std::map<std::string, std::string>;

struct Case {
  int line = 0;
  Row cells;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    const std::size_t begin = part.find_first_not_of(' ');
    if (begin == std::string::npos) continue;
    parts.push_back(part.substr(begin, part.find_last_not_of(' ') - begin + 1));
  }
  return parts;
}

std::vector<Case> read_cases() {
  std::ifstream file(std::string(TIRKEU_CASES) + "/findings.md");
  EXPECT_TRUE(file) << "the table is not at " << TIRKEU_CASES;
  std::vector<Case> cases;
  std::vector<std::string> columns;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!line.starts_with("|")) columns.clear();
    if (!line.starts_with("| ")) continue;
    const std::vector<std::string> cells = split(line, '|');
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    Case one{number, {}};
    EXPECT_EQ(cells.size(), columns.size()) << "line " << number << " has another number of cells than its heading";
    for (std::size_t place = 0; place < std::min(cells.size(), columns.size()); ++place) one.cells[columns[place]] = cells[place];
    cases.push_back(std::move(one));
  }
  return cases;
}

/// Takes cells out of the row, so that a column with a misspelt heading is noticed.
class Cells {
 public:
  explicit Cells(Row row) : row_(std::move(row)) {}
  std::string take(const std::string& name, std::string otherwise) {
    const auto found = row_.find(name);
    if (found == row_.end()) return otherwise;
    std::string value = found->second;
    row_.erase(found);
    return value == "-" ? "" : value;
  }
  std::string rest() const { return row_.empty() ? "" : row_.begin()->first; }

 private:
  Row row_;
};

std::optional<std::string> present(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::vector<std::string> papers_of(const std::string& text) {
  std::vector<std::string> papers;
  for (const std::string& word : split(text, ' ')) {
    std::vector<std::string> meant = {word};
    if (word == "none") meant.clear();
    if (word == "base") meant = {"identity_document", "migration_card", "application"};
    if (word == "long") meant = {"arrival_sheet_1", "arrival_sheet_2", "statistical_coupon", "photo"};
    papers.insert(papers.end(), meant.begin(), meant.end());
  }
  std::ranges::sort(papers);
  return papers;
}

Application application_of(Cells& cells) {
  Application application = yilmaz();
  Applicant& person = application.applicant;
  person.citizenship = cells.take("citizen", "TUR");
  person.birth_date = cells.take("born", "1984-03-09");
  person.sex = cells.take("sex", "M");
  person.iin = present(cells.take("iin", ""));
  application.document.issuing_state = cells.take("issuer", person.citizenship);
  application.document.type = cells.take("document", "passport");
  application.document.issued = present(cells.take("issued", "2010-05-01"));
  application.document.expires = present(cells.take("expires", "2031-05-01"));
  if (const std::string visa = cells.take("visa", ""); !visa.empty())
    application.visa = Visa{"0012345", "C3", visa.substr(0, 10), visa.substr(12)};
  application.migration_card.entry_date = cells.take("entry", "2026-11-20");
  application.stay.from = cells.take("from", application.migration_card.entry_date);
  application.stay.until = cells.take("until", "2026-12-18");
  application.stay.address.office = cells.take("place", "KZ-06-03");
  application.stay.address.locality = cells.take("locality", "Индер");
  const std::string host = cells.take("host", "organisation");
  if (host.empty())
    application.host.reset();
  else
    application.host->kind = host;
  application.category = present(cells.take("category", ""));
  return application;
}

/// "warning visa_required (cl. 11)".
std::set<std::string> told(const Findings& findings) {
  std::set<std::string> result;
  for (const Finding& finding : findings)
    result.insert(std::string(code_of(finding.severity)) + " " + finding.code +
                  (finding.clause.empty() ? "" : " (" + finding.clause + ")"));
  return result;
}

std::string joined(const std::set<std::string>& parts) {
  std::string result;
  for (const std::string& part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

void expect_case(const Case& one) {
  Cells cells(one.cells);
  const std::string id = cells.take("rules", "2013-07-23");
  const RuleSet* rules = nullptr;
  for (const RuleSet& known : embedded_rule_sets())
    if (known.id == id) rules = &known;
  const std::optional<base::Date> today = base::parse_date(cells.take("today", "2026-11-21"));
  ASSERT_TRUE(rules && today) << "line " << one.line;
  Application application = application_of(cells);
  std::vector<std::string> asked = checklist(application, *rules);
  const std::string papers = cells.take("papers", "all");
  application.documents = papers == "all" ? asked : papers_of(papers);
  const std::string own = cells.take("own", "KZ-06-03");
  std::ranges::sort(asked);
  EXPECT_EQ(asked, papers_of(cells.take("asks", "base"))) << "line " << one.line << " asks for other papers";

  const Findings findings = judge(application, *rules, own, *today);
  const std::vector<std::string> expected = split(cells.take("findings", ""), ',');
  EXPECT_EQ(joined(told(findings)), joined({expected.begin(), expected.end()})) << "line " << one.line;
  EXPECT_EQ(cells.rest(), "") << "line " << one.line << " has a column that nobody reads";
  for (const Finding& finding : findings)
    for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
      const std::string sentence = text(language, finding.message);
      EXPECT_TRUE(sentence != finding.message.key && sentence.find('{') == std::string::npos) << "line " << one.line << ": " << sentence;
    }
}

TEST(FindingsTable, EveryRowHolds) {
  const std::vector<Case> cases = read_cases();
  EXPECT_GE(cases.size(), 150u);
  for (const Case& one : cases) expect_case(one);
}

}  // namespace
}  // namespace tirkeu::registry::test
