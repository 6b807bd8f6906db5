// The indicators at the department: whose they are, who may see them, and what the hub alone knows.
#include <set>

#include "tests/unit/hub/api_fixture.h"

namespace tirkeu::hub {
namespace {

class HubIndicators : public HubApiTest {
 protected:
  std::string figure(std::string_view code, Query query = {}) {
    const json::value body = got("/api/v1/indicators", std::move(query));
    for (const json::value& row : body.at("rows").as_array())
      if (row.at("code").as_string() == code)
        return std::to_string(row.at("count").as_int64()) + "/" + std::to_string(row.at("of").as_int64());
    return "no such row";
  }
  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
  int people_ = 0;
};

TEST_F(HubIndicators, TheDepartmentIsItsOfficesTogetherAndEachByItself) {
  for (ScriptedNode* office : {inder.get(), makhambet.get(), makhambet.get()}) {
    ++people_;
    const store::Acceptance accepted = office->accept(application_of("U" + std::to_string(people_), std::to_string(100 + people_)));
    office->decide(accepted.id);
  }
  EXPECT_EQ(figure("4.1"), "0/0") << "what no bundle brought is not known";
  round(*inder);
  round(*makhambet);
  EXPECT_EQ(figure("4.1"), "0/3");
  EXPECT_EQ(figure("1.1"), "3/3") << "decided before they were due";
  EXPECT_EQ(figure("4.1", {{"office", "KZ-06-04"}}), "0/2");
  EXPECT_EQ(figure("4.1", {{"office", "KZ-06"}}), "0/0");
  const std::string offices = std::to_string(registry::offices_of(6).size());
  EXPECT_EQ(figure("3.2"), "2/" + offices) << "two nodes serve the page";
  EXPECT_EQ(figure("3.2", {{"office", "KZ-06-03"}}), "1/1");
  EXPECT_EQ(figure("3.2", {{"office", "KZ-06-03"}, {"from", "2026-10-01"}, {"until", "2026-11-01"}}), "0/1") << "not yet then";
  EXPECT_EQ(get("/api/v1/indicators", {{"office", "KZ-07-01"}}).status, 422);
}

TEST_F(HubIndicators, AreForAdministratorsAndAuditorsAndTheirExportIsNoted) {
  EXPECT_EQ(get("/api/v1/indicators", {}, "sys").status, 403);
  EXPECT_EQ(get("/api/v1/indicators/1.1/records", {}, "erlan").status, 200);
  const http::Response table = get("/api/v1/indicators", {{"format", "csv"}}, "erlan");
  EXPECT_EQ(table.media_type(), "text/csv");
  const json::value audit = got("/api/v1/audit", {{"account", "erlan"}});
  EXPECT_EQ(audit.at("items").at(0).at("action"), "export");
  EXPECT_EQ(audit.at("items").at(0).at("detail"), "indicators KZ-06 2026-11-01/2026-12-01");
}

TEST_F(HubIndicators, AMissingCalendarIsToldInTheStatus) {
  EXPECT_TRUE(got("/api/v1/status").at("calendar").at("missing_year").is_null());
  clock.pass(24h * 365);
  EXPECT_EQ(got("/api/v1/status").at("calendar").at("missing_year"), 2028) << "20 November 2027, and nothing beyond that year";
}

TEST_F(HubIndicators, EveryRouteStandsInTheOpenApiDocumentAndNoOther) {
  std::set<std::string> described, served;
  const json::value document = got("/api/v1/openapi.json");
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      std::string name(method);
      for (char& letter : name) letter = static_cast<char>(letter - 'a' + 'A');
      described.insert(name + " " + std::string(path));
    }
  for (const daemon::RouteInfo& route : api.routes()) served.insert(route.method + " " + route.pattern);
  EXPECT_EQ(described, served);
}

}  // namespace
}  // namespace tirkeu::hub
