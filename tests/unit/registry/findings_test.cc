#include <functional>
#include <set>

#include <boost/json/parse.hpp>

#include "schema/messages/files.h"
#include "yilmaz.h"

namespace tirkeu::registry::test {
namespace {

struct Case {
  std::string_view what;
  std::function<void(Application&)> change;
  Severity severity;
  std::string_view path, code, clause;
};

constexpr Severity kError = Severity::kError;
constexpr Severity kWarning = Severity::kWarning;
constexpr Severity kNotice = Severity::kNotice;

void expect_case(const Case& one) {
  Application application = yilmaz();
  one.change(application);
  const Findings findings = judge(application, newest_rule_set(), "KZ-06-03", kFilingDay);
  const Finding* found = find_code(findings, one.code);
  ASSERT_NE(found, nullptr) << one.what << "; found:\n" << describe(findings);
  EXPECT_EQ(code_of(found->severity), code_of(one.severity)) << one.what;
  EXPECT_EQ(found->path, one.path) << one.what;
  EXPECT_EQ(found->clause, one.clause) << one.what;
  for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
    const std::string sentence = text(language, found->message);
    EXPECT_EQ(sentence.find('{'), std::string::npos) << one.code << " leaves a placeholder open: " << sentence;
    EXPECT_NE(sentence, found->message.key);
  }
}

void set_visa(Application& application, std::string from, std::string until) {
  application.applicant.citizenship = "CHN";
  application.document.issuing_state = "CHN";
  application.visa = Visa{"0012345", "C3", std::move(from), std::move(until)};
  application.documents.push_back("visa");
}

TEST(Findings, HaveNothingAgainstTheBodyOfTheContract) {
  EXPECT_EQ(describe(judge(yilmaz(), newest_rule_set(), "KZ-06-03", kFilingDay)), "");
}

TEST(Findings, HaveNothingAgainstAValidVisa) {
  Application application = yilmaz();
  set_visa(application, "2026-11-01", "2027-02-01");
  EXPECT_EQ(describe(judge(application, newest_rule_set(), "KZ-06-03", kFilingDay)), "");
}

TEST(Findings, OnTheApplicant) {
  const Case cases[] = {
      {"own citizen", [](Application& a) { a.applicant.citizenship = "KAZ"; }, kError, "applicant.citizenship",
       "citizen_of_kazakhstan", "cl. 6"},
      {"no such state", [](Application& a) { a.applicant.citizenship = "ZZZ"; }, kError, "applicant.citizenship",
       "unknown_country", ""},
      {"organisation", [](Application& a) { a.applicant.citizenship = "UNO"; }, kError, "applicant.citizenship",
       "not_a_citizenship", "cl. 6"},
      {"specimen", [](Application& a) { a.applicant.citizenship = "UTO"; }, kError, "applicant.citizenship",
       "specimen_document", ""},
      {"sex", [](Application& a) { a.applicant.sex = "Z"; }, kError, "applicant.sex", "unknown_sex", ""},
      {"Cyrillic in the Latin name", [](Application& a) { a.applicant.surname = "YILМAZ"; }, kWarning,
       "applicant.surname", "name_not_latin", ""},
      {"digit in the name", [](Application& a) { a.applicant.given_names = "MEHMET2"; }, kWarning,
       "applicant.given_names", "name_not_latin", ""},
      {"one name", [](Application& a) { a.applicant.given_names = ""; }, kNotice, "applicant.given_names",
       "one_name_only", ""},
      {"year of birth only", [](Application& a) { a.applicant.birth_date = "1984"; }, kNotice, "applicant.birth_date",
       "birth_date_in_part", ""},
      {"born after the entry", [](Application& a) { a.applicant.birth_date = "2026-11-21"; }, kError,
       "applicant.birth_date", "born_after_entry", ""},
      {"born in a later year", [](Application& a) { a.applicant.birth_date = "2027"; }, kError, "applicant.birth_date",
       "born_after_entry", ""},
      {"born tomorrow",
       [](Application& a) {
         a.applicant.birth_date = "2026-11-22";
         a.migration_card.entry_date = "";
       },
       kWarning, "applicant.birth_date", "born_in_future", ""},
      {"122 years", [](Application& a) { a.applicant.birth_date = "1904-11-01"; }, kWarning, "applicant.birth_date",
       "improbable_age", ""},
  };
  for (const Case& one : cases) expect_case(one);
}

TEST(Findings, OnTheDocument) {
  const Case cases[] = {
      {"type", [](Application& a) { a.document.type = "paper"; }, kError, "document.type", "unknown_document_type",
       "cl. 11"},
      {"state", [](Application& a) { a.document.issuing_state = "ZZZ"; }, kError, "document.issuing_state",
       "unknown_country", ""},
      {"specimen", [](Application& a) { a.document.issuing_state = "UTO"; }, kError, "document.issuing_state",
       "specimen_document", ""},
      {"no state", [](Application& a) { a.document.issuing_state = "XXA"; }, kWarning, "document.issuing_state",
       "issuer_is_no_state", ""},
      {"other state", [](Application& a) { a.document.issuing_state = "DEU"; }, kNotice, "document.issuing_state",
       "issuer_is_another_state", ""},
      {"no number in it", [](Application& a) { a.document.number = "---"; }, kError, "document.number",
       "number_unreadable", ""},
      {"Cyrillic А", [](Application& a) { a.document.number = "А1234567"; }, kNotice, "document.number",
       "number_has_cyrillic", ""},
      {"older than its holder", [](Application& a) { a.document.issued = "1984-03-08"; }, kError, "document.issued",
       "issued_before_birth", ""},
      {"issued tomorrow", [](Application& a) { a.document.issued = "2026-11-22"; }, kWarning, "document.issued",
       "issued_in_future", ""},
      {"reversed", [](Application& a) { a.document.expires = "2021-04-30"; }, kError, "document.expires",
       "expires_before_issue", ""},
      {"expired yesterday", [](Application& a) { a.document.expires = "2026-11-20"; }, kWarning, "document.expires",
       "document_expired", "cl. 11"},
      {"expires in the stay", [](Application& a) { a.document.expires = "2026-12-17"; }, kWarning, "document.expires",
       "document_expires_during_stay", "cl. 11"},
      {"no expiry", [](Application& a) { a.document.expires.reset(); }, kNotice, "document.expires",
       "document_without_expiry", "cl. 11"},
  };
  for (const Case& one : cases) expect_case(one);
}

TEST(Findings, OnTheVisa) {
  const auto chinese = [](Application& a) { a.applicant.citizenship = "CHN"; };
  const Case cases[] = {
      {"needed", chinese, kWarning, "visa", "visa_required", "cl. 11"},
      {"needed by the stateless", [](Application& a) { a.applicant.citizenship = "XXA"; }, kWarning, "visa",
       "visa_required", "cl. 11"},
      {"paper without particulars", [](Application& a) { a.documents.push_back("visa"); }, kWarning, "visa",
       "visa_paper_without_visa", "cl. 11"},
      {"reversed", [](Application& a) { set_visa(a, "2027-01-01", "2026-01-01"); }, kError, "visa.valid_until",
       "visa_ends_before_it_begins", ""},
      {"later than entry", [](Application& a) { set_visa(a, "2026-11-21", "2027-01-01"); }, kWarning, "visa",
       "visa_not_valid_at_entry", "cl. 11"},
      {"ended before entry", [](Application& a) { set_visa(a, "2026-10-01", "2026-11-19"); }, kWarning, "visa",
       "visa_not_valid_at_entry", "cl. 11"},
      {"ends in the stay", [](Application& a) { set_visa(a, "2026-11-01", "2026-12-17"); }, kWarning,
       "visa.valid_until", "visa_ends_during_stay", "cl. 11"},
      {"a month and a day", [](Application& a) { a.stay.until = "2026-12-21"; }, kWarning, "stay.until",
       "visa_free_term_exceeded", "Annex 3"},
      {"91 days",
       [](Application& a) {
         a.applicant.citizenship = "UKR";
         a.stay.until = "2027-02-19";
       },
       kWarning, "stay.until", "visa_free_term_exceeded", "Annex 3"},
  };
  for (const Case& one : cases) expect_case(one);
}

TEST(Findings, LeaveVisaFreeTermsAloneThatAreKeptOrUnlimited) {
  Application application = yilmaz();
  application.stay.until = "2026-12-20";
  EXPECT_EQ(find_code(judge(application, newest_rule_set(), "KZ-06-03", kFilingDay), "visa_free_term_exceeded"),
            nullptr);
  application.applicant.citizenship = "RUS";
  application.stay.until = "2027-05-20";
  EXPECT_EQ(find_code(judge(application, newest_rule_set(), "KZ-06-03", kFilingDay), "visa_free_term_exceeded"),
            nullptr);
  application.applicant.citizenship = "TUR";
  application.visa = Visa{"0012345", "C3", "2026-11-01", "2027-06-01"};
  EXPECT_EQ(find_code(judge(application, newest_rule_set(), "KZ-06-03", kFilingDay), "visa_free_term_exceeded"),
            nullptr);
}

TEST(Findings, OnTheCardAndTheStay) {
  const Case cases[] = {
      {"no card", [](Application& a) { a.migration_card.number = ""; }, kWarning, "migration_card.number",
       "card_number_missing", "cl. 11"},
      {"card without a number", [](Application& a) { a.migration_card.number = "№"; }, kError, "migration_card.number",
       "number_unreadable", ""},
      {"entry tomorrow", [](Application& a) { a.migration_card.entry_date = "2026-11-22"; }, kWarning,
       "migration_card.entry_date", "entry_in_future", "cl. 11"},
      {"reversed", [](Application& a) { a.stay.until = "2026-11-19"; }, kError, "stay.until", "until_before_from", ""},
      {"over before entry",
       [](Application& a) {
         a.stay.from = "2026-11-01";
         a.stay.until = "2026-11-10";
       },
       kError, "stay.until", "leaves_before_entry", ""},
      {"over",
       [](Application& a) {
         a.migration_card.entry_date = a.stay.from = "2026-10-20";
         a.stay.until = "2026-11-20";
       },
       kWarning, "stay.until", "stay_is_over", ""},
      {"begins before entry", [](Application& a) { a.stay.from = "2026-11-19"; }, kWarning, "stay.from",
       "stay_begins_before_entry", ""},
      {"no such office", [](Application& a) { a.stay.address.office = "KZ-06-09"; }, kError, "stay.address.office",
       "unknown_office", "cl. 13"},
      {"other district", [](Application& a) { a.stay.address.office = "KZ-06-02"; }, kWarning, "stay.address.office",
       "other_district", "cl. 13"},
  };
  for (const Case& one : cases) expect_case(one);
}

TEST(Findings, OnWhoFilesAndWhatIsHandedIn) {
  const Case cases[] = {
      {"nobody", [](Application& a) { a.host.reset(); }, kWarning, "category", "no_host_no_category", "cl. 11"},
      {"repealed category", [](Application& a) { a.category = "annex2-1"; }, kError, "category", "unknown_category",
       "Annex 2"},
      {"tourist without a visa", [](Application& a) { a.category = "annex2-2"; }, kWarning, "category",
       "category_needs_visa", "Annex 2"},
      {"host kind", [](Application& a) { a.host->kind = "firm"; }, kError, "host.kind", "unknown_host_kind", ""},
      {"host number short", [](Application& a) { a.host->number = "12345"; }, kWarning, "host.number",
       "identity_number_form", ""},
      {"host number wrong", [](Application& a) { a.host->number = "061211600013"; }, kWarning, "host.number",
       "identity_number_check_digit", ""},
      {"unknown paper", [](Application& a) { a.documents.push_back("letter"); }, kError, "documents", "unknown_paper",
       "cl. 11"},
      {"nothing handed in", [](Application& a) { a.documents.clear(); }, kWarning, "documents", "papers_missing",
       "cl. 16"},
  };
  for (const Case& one : cases) expect_case(one);
}

TEST(Findings, NameTheOfficeThatTheAddressBelongsTo) {
  const Findings findings = judge(yilmaz(), newest_rule_set(), "KZ-06-02", kFilingDay);
  const Finding* found = find_code(findings, "other_district");
  ASSERT_NE(found, nullptr);
  const std::string sentence = text(Language::kRussian, found->message);
  for (const std::string_view part :
       {"KZ-06-03", "Индер ауданының ішкі істер бөлімі", "Нысанбаев көшесі, 9", "2-13-65"})
    EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
}

TEST(Findings, LetTheDepartmentsOwnCounterAcceptForItsWholeDepartment) {
  EXPECT_TRUE(judge(yilmaz(), newest_rule_set(), "KZ-06", kFilingDay).empty());
  EXPECT_NE(find_code(judge(yilmaz(), newest_rule_set(), "KZ-07", kFilingDay), "other_district"), nullptr);
  EXPECT_TRUE(judge(yilmaz(), newest_rule_set(), "", kFilingDay).empty());
}

TEST(Findings, NeverBlockAcceptanceBecauseOfTheClock) {
  for (const base::Date today :
       {base::Date(std::chrono::year(2025) / 11 / 21), base::Date(std::chrono::year(2038) / 1 / 19),
        base::Date(std::chrono::year(1970) / 1 / 1)})
    EXPECT_FALSE(has_errors(judge(yilmaz(), newest_rule_set(), "KZ-06-03", today))) << base::format_date(today);
}

TEST(Findings, NeverBlockAcceptanceBecauseOfPapers) {
  Application application = yilmaz();
  application.applicant.citizenship = "CHN";
  application.migration_card.number = "";
  application.host.reset();
  application.documents.clear();
  EXPECT_FALSE(has_errors(judge(application, newest_rule_set(), "KZ-06-03", kFilingDay)));
}

TEST(Findings, PassOverWhatIsNotTypedYet) {
  EXPECT_FALSE(has_errors(judge(Application(), newest_rule_set(), "KZ-06-03", kFilingDay)));
  const ReadApplication read = read_application(boost::json::parse(R"({"applicant":{"citizenship":"KAZ"}})"));
  EXPECT_NE(find_code(judge(read.application, newest_rule_set(), "KZ-06-03", kFilingDay), "citizen_of_kazakhstan"),
            nullptr);
}

}  // namespace
}  // namespace tirkeu::registry::test
