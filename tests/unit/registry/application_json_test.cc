#include "schema/registry/application_json.h"

#include <boost/json/serialize.hpp>

#include "yilmaz.h"

namespace tirkeu::registry::test {
namespace {

using boost::json::value;

// The body with one member replaced; the path is a JSON pointer.
value body_with(std::string_view pointer, value replacement) {
  value body = yilmaz_body();
  set_at(body, pointer, std::move(replacement));
  return body;
}

// The only finding of the body.
Finding only_finding(const value& body) {
  const ReadApplication read = read_application(body);
  EXPECT_EQ(read.findings.size(), 1u) << describe(read.findings);
  return read.findings.empty() ? Finding() : read.findings.front();
}

TEST(ApplicationJson, ReadsTheBodyOfTheContract) {
  const Application application = yilmaz();
  EXPECT_EQ(application.applicant.surname, "YILMAZ");
  EXPECT_EQ(application.applicant.given_names_local, "Мехмет");
  EXPECT_EQ(application.applicant.patronymic, std::nullopt);
  EXPECT_EQ(application.document.number, "U12345678");
  EXPECT_FALSE(application.visa);
  EXPECT_EQ(application.migration_card.border_point, "Бейнеу");
  EXPECT_EQ(application.stay.address.office, "KZ-06-03");
  EXPECT_EQ(application.host->number, "061211600012");
  EXPECT_EQ(application.documents, (std::vector<std::string>{"application", "identity_document", "migration_card"}));
}

TEST(ApplicationJson, WritesTheMembersInTheOrderOfTheContractAndReadsThemBack) {
  Application application = yilmaz();
  const boost::json::object written = to_json(application);
  std::vector<std::string> names;
  for (const auto& member : written) names.emplace_back(member.key());
  EXPECT_EQ(names, (std::vector<std::string>{"applicant", "document", "visa", "migration_card", "stay", "host",
                                             "category", "documents"}));
  EXPECT_TRUE(written.at("visa").is_null());
  EXPECT_EQ(parse_application(written).value(), application);

  application.visa = Visa{"0012345", "C3", "2026-11-01", "2027-02-01"};
  application.host.reset();
  application.category = "annex2-5";
  application.mrz = "P<TURYILMAZ<<MEHMET\nU12345678";
  EXPECT_EQ(parse_application(to_json(application)).value(), application);
}

TEST(ApplicationJson, TrimsTextAndUpperCasesNamesNumbersAndCodes) {
  value body = body_with("/applicant/surname", " yilmaz\u00a0");
  set_at(body, "/document/number", "u12345678");
  set_at(body, "/document/issuing_state", "tur");
  set_at(body, "/stay/address/street", "   ");
  const Application application = parse_application(body).value();
  EXPECT_EQ(application.applicant.surname, "YILMAZ");
  EXPECT_EQ(application.document.number, "U12345678");
  EXPECT_EQ(application.document.issuing_state, "TUR");
  EXPECT_EQ(application.stay.address.street, std::nullopt);
}

TEST(ApplicationJson, GivesGermanyOneSpelling) {
  EXPECT_EQ(parse_application(body_with("/applicant/citizenship", "D"))->applicant.citizenship, "DEU");
  EXPECT_EQ(parse_application(body_with("/document/issuing_state", "DEU"))->document.issuing_state, "DEU");
}

TEST(ApplicationJson, NamesThePathOfWhatIsMissing) {
  for (const std::string_view pointer : {"/applicant/surname",
                                         "/applicant/birth_date",
                                         "/applicant/sex",
                                         "/applicant/citizenship",
                                         "/document/type",
                                         "/document/issuing_state",
                                         "/document/number",
                                         "/migration_card/entry_date",
                                         "/migration_card/number",
                                         "/stay/purpose",
                                         "/stay/from",
                                         "/stay/until",
                                         "/stay/address/office",
                                         "/stay/address/locality",
                                         "/host/kind",
                                         "/host/name",
                                         "/documents",
                                         "/applicant",
                                         "/document",
                                         "/migration_card",
                                         "/stay"}) {
    const Finding finding = only_finding(body_with(pointer, nullptr));
    std::string path(pointer.substr(1));
    std::ranges::replace(path, '/', '.');
    EXPECT_EQ(finding.path, path);
    EXPECT_EQ(finding.code, "required");
    EXPECT_EQ(finding.severity, Severity::kError);
  }
}

TEST(ApplicationJson, LetsOptionalMembersBeAbsent) {
  value body = yilmaz_body();
  body.as_object().erase("visa");
  body.as_object().erase("category");
  body.at("applicant").as_object().erase("patronymic");
  body.at("stay").at("address").as_object().erase("flat");
  EXPECT_EQ(parse_application(body).value(), yilmaz());
}

TEST(ApplicationJson, AcceptsAnEmptyCardNumberOnlyWithoutTheCard) {
  value body = body_with("/migration_card/number", "");
  EXPECT_EQ(only_finding(body).path, "migration_card.number");
  set_at(body, "/documents", {"identity_document", "application"});
  EXPECT_EQ(parse_application(body)->migration_card.number, "");
}

TEST(ApplicationJson, RefusesWhatIsNotOfTheRightForm) {
  const struct {
    std::string_view pointer;
    value replacement;
    std::string_view path, code;
  } cases[] = {
      {"/document/number", 12345678, "document.number", "not_text"},
      {"/applicant", "YILMAZ", "applicant", "not_an_object"},
      {"/visa", boost::json::array(), "visa", "not_an_object"},
      {"/documents", "identity_document", "documents", "not_a_list"},
      {"/documents", boost::json::array(33, "application"), "documents", "too_many"},
      {"/documents", {"application", 7}, "documents", "not_text"},
      {"/applicant/surname", boost::json::string(501, 'A'), "applicant.surname", "too_long"},
      {"/applicant/surname", "YIL\x01MAZ", "applicant.surname", "bad_characters"},
      {"/applicant/surname", "YIL\u202eMAZ", "applicant.surname", "bad_characters"},
      {"/applicant/surname", "YIL\u0085MAZ", "applicant.surname", "bad_characters"},
      {"/stay/address/locality", "Индер\nбор", "stay.address.locality", "bad_characters"},
      {"/stay/until", "2026-02-30", "stay.until", "not_a_date"},
      {"/stay/until", "18.12.2026", "stay.until", "not_a_date"},
      {"/stay/until", "2226-12-18", "stay.until", "not_a_date"},
      {"/document/expires", "2031-13-01", "document.expires", "not_a_date"},
      {"/applicant/birth_date", "1984-13", "applicant.birth_date", "not_a_birth_date"},
      {"/applicant/birth_date", "09.03.1984", "applicant.birth_date", "not_a_birth_date"},
      {"/applicant/nickname", "MEMO", "applicant.nickname", "unknown_member"},
      {"/despite", boost::json::object(), "despite", "unknown_member"},
  };
  for (const auto& one : cases) {
    const Finding finding = only_finding(body_with(one.pointer, one.replacement));
    EXPECT_EQ(finding.path, one.path);
    EXPECT_EQ(finding.code, one.code) << one.pointer;
  }
}

TEST(ApplicationJson, PassesOverMembersOfTheRequest) {
  const value body = body_with("/despite", boost::json::object{{"reason", "another person"}});
  EXPECT_EQ(parse_application(body, {"despite"}).value(), yilmaz());
}

TEST(ApplicationJson, ReadsBirthDatesThatAreKnownInPart) {
  EXPECT_EQ(parse_application(body_with("/applicant/birth_date", "1984"))->applicant.birth_date, "1984");
  EXPECT_EQ(parse_application(body_with("/applicant/birth_date", "1984-03"))->applicant.birth_date, "1984-03");
}

TEST(ApplicationJson, KeepsWhatIsReadableOfAHalfTypedBody) {
  const value body = boost::json::parse(R"({"applicant":{"surname":"KAYA","citizenship":"KAZ"},"documents":[]})");
  EXPECT_FALSE(parse_application(body));
  const ReadApplication read = read_application(body);
  EXPECT_EQ(read.application.applicant.surname, "KAYA");
  EXPECT_EQ(read.application.applicant.citizenship, "KAZ");
  EXPECT_TRUE(has_errors(read.findings));
  EXPECT_FALSE(parse_application(value("text")));
  EXPECT_FALSE(parse_application(value(nullptr)));
}

TEST(ApplicationJson, SortsPapersAndKeepsEachOnce) {
  const value body = body_with("/documents", {"visa", "application", "visa"});
  EXPECT_EQ(parse_application(body)->documents, (std::vector<std::string>{"application", "visa"}));
}

}  // namespace
}  // namespace tirkeu::registry::test
