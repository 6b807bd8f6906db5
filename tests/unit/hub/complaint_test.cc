#include "tests/unit/hub/api_fixture.h"

namespace tirkeu::hub {
namespace {

class Complaints : public HubApiTest {
 protected:
  static json::object letter() {
    return {{"channel", "post"},
            {"kind", "person"},
            {"name", "Йылмаз Мехмет"},
            {"postal_address", "Индербор, Нысанбаев 9"},
            {"signed", true},
            {"about_office", "KZ-06-03"},
            {"text", "Waited two hours.\nNobody said why."}};
  }
  json::value received() {
    const http::Response response = post("/api/v1/complaints", letter());
    EXPECT_EQ(response.status, 201) << response.body_text();
    return daemon::json(response);
  }
  std::string steps_of(const json::value& complaint) {
    return "/api/v1/complaints/" + std::string(complaint.at("id").as_string()) + "/steps";
  }
  http::Response step(const std::string& path, const std::string& word, const std::string& outcome = "", const std::string& key = "") {
    json::object body{{"step", word}, {"text", "so it was found"}};
    if (!outcome.empty()) body["outcome"] = outcome;
    return post(path, body, key);
  }
  json::value stepped(const std::string& path, const std::string& word, const std::string& outcome = "") {
    const http::Response response = step(path, word, outcome);
    EXPECT_EQ(response.status, 200) << response.body_text();
    return daemon::json(response);
  }
};

TEST_F(Complaints, TheDepartmentReceivesWithANumberADayAndGuidance) {
  const json::value first = received();
  EXPECT_EQ(first.at("number"), "KZ-06/2026/C-1");
  EXPECT_EQ(first.at("office"), "KZ-06");
  EXPECT_EQ(first.at("about_office"), "KZ-06-03");
  EXPECT_NE(first.at("about_office_name").as_string(), "KZ-06-03");
  EXPECT_EQ(first.at("accepted_by"), "dana");
  EXPECT_EQ(first.at("due_on"), "2026-12-05");
  EXPECT_EQ(first.at("state"), "received");
  EXPECT_EQ(first.at("overdue"), false);
  EXPECT_TRUE(first.at("outcome").is_null());
  EXPECT_NE(std::string(first.at("guidance").as_string()).find("05.12.2026"), std::string::npos);
  EXPECT_EQ(received().at("number"), "KZ-06/2026/C-2");
  EXPECT_EQ(got("/api/v1/status").at("open_complaints"), 2);
  EXPECT_EQ(count("complaint"), 2);
}

TEST_F(Complaints, GoFromReceiptToAnOutcomeStepByStep) {
  const std::string path = steps_of(received());
  EXPECT_EQ(stepped(path, "taken_up").at("state"), "taken_up");
  const json::value extended = stepped(path, "extended");
  EXPECT_EQ(extended.at("state"), "extended");
  EXPECT_EQ(extended.at("due_on"), "2026-12-20") << "30 calendar days from receipt";
  const json::value answered = stepped(path, "answered", "founded");
  EXPECT_EQ(answered.at("state"), "answered");
  EXPECT_EQ(answered.at("outcome"), "founded");
  EXPECT_EQ(answered.at("steps").as_array().size(), 3u);
  EXPECT_EQ(answered.at("steps").at(2).at("official"), "dana");
  EXPECT_EQ(got("/api/v1/status").at("open_complaints"), 0);
  clock.pass(24h * 3);
  const json::value reopened = stepped(path, "reopened");
  EXPECT_EQ(reopened.at("state"), "reopened");
  EXPECT_EQ(reopened.at("due_on"), "2026-12-08") << "a new term of 15 days from its own day";
  EXPECT_TRUE(reopened.at("outcome").is_null());
  EXPECT_EQ(got("/api/v1/status").at("open_complaints"), 1);
  EXPECT_EQ(count("complaint_step"), 4);
}

TEST_F(Complaints, TakeNoStepOutOfItsOrder) {
  const std::string path = steps_of(received());
  EXPECT_EQ(error_code(step(path, "reopened")), "step_not_possible");
  stepped(path, "extended");
  EXPECT_EQ(error_code(step(path, "extended")), "step_not_possible") << "the term is extended once";
  EXPECT_EQ(error_code(step(path, "taken_up")), "step_not_possible");
  stepped(path, "answered", "unfounded");
  for (const char* word : {"taken_up", "extended"}) EXPECT_EQ(error_code(step(path, word)), "step_not_possible") << word;
  EXPECT_EQ(error_code(step(path, "answered", "founded")), "step_not_possible") << "an answer is not answered";
  stepped(path, "reopened");
  EXPECT_EQ(error_code(step(path, "extended")), "step_not_possible") << "once in its life";
  stepped(path, "taken_up");
  EXPECT_EQ(stepped(path, "answered", "founded").at("outcome"), "founded");
  EXPECT_EQ(count("complaint_step"), 5);
}

TEST_F(Complaints, AStepSaysWhatItNeeds) {
  const std::string path = steps_of(received());
  for (const json::object& body : {json::object{{"step", "answered"}, {"text", "so"}}, json::object{{"step", "answered"}, {"outcome", "perhaps"}, {"text", "so"}},
                                   json::object{{"step", "taken_up"}, {"outcome", "founded"}, {"text", "so"}},
                                   json::object{{"step", "forgotten"}, {"text", "so"}}, json::object{{"step", "taken_up"}}, json::object{}}) {
    const http::Response response = post(path, body);
    EXPECT_EQ(response.status, 422) << json::serialize(body);
    EXPECT_EQ(error_code(response), "unusable_fields") << json::serialize(body);
  }
  EXPECT_EQ(step("/api/v1/complaints/77/steps", "taken_up").status, 404);
  EXPECT_EQ(step("/api/v1/complaints/x/steps", "taken_up").status, 404);
  EXPECT_EQ(count("complaint_step"), 0);
}

TEST_F(Complaints, AreForAdministratorsAndAuditorsReadThem) {
  const std::string path = steps_of(received());
  EXPECT_EQ(get("/api/v1/complaints", {}, "erlan").status, 200);
  EXPECT_EQ(error_code(get("/api/v1/complaints", {}, "sys")), "not_your_role");
  EXPECT_EQ(error_code(post("/api/v1/complaints", letter(), "", "erlan")), "not_your_role");
  EXPECT_EQ(error_code(post(path, json::object{}, "", "erlan")), "not_your_role");
}

TEST_F(Complaints, AWriteWithTheSameKeyIsOne) {
  const http::Response first = post("/api/v1/complaints", letter(), "k1");
  EXPECT_EQ(post("/api/v1/complaints", letter(), "k1").body_text(), first.body_text());
  const std::string path = steps_of(daemon::json(first));
  const http::Response answered = step(path, "answered", "founded", "k2");
  EXPECT_EQ(step(path, "answered", "founded", "k2").body_text(), answered.body_text());
  EXPECT_EQ(count("complaint"), 1);
  EXPECT_EQ(count("complaint_step"), 1);
}

TEST_F(Complaints, AreListedByStateAndOfficePageByPage) {
  std::vector<std::string> paths;
  for (int i = 0; i < 51; ++i) {
    paths.push_back(steps_of(received()));
    clock.pass(1s);
  }
  stepped(paths[0], "answered", "founded");
  const json::value first = got("/api/v1/complaints");
  EXPECT_EQ(first.at("items").as_array().size(), 50u);
  EXPECT_EQ(first.at("items").at(0).at("number"), "KZ-06/2026/C-51");
  const json::value rest = got("/api/v1/complaints", {{"cursor", std::string(first.at("next").as_string())}});
  ASSERT_EQ(rest.at("items").as_array().size(), 1u);
  EXPECT_EQ(rest.at("items").at(0).at("number"), "KZ-06/2026/C-1");
  EXPECT_TRUE(rest.at("next").is_null());
  EXPECT_EQ(got("/api/v1/complaints", {{"state", "closed"}}).at("items").as_array().size(), 1u);
  EXPECT_EQ(got("/api/v1/complaints", {{"state", "open"}}).at("items").as_array().size(), 50u);
  EXPECT_TRUE(got("/api/v1/complaints", {{"office", "KZ-06-03"}}).at("items").as_array().empty());
  EXPECT_EQ(error_code(get("/api/v1/complaints", {{"state", "nonsense"}})), "bad_parameter");
  EXPECT_EQ(error_code(get("/api/v1/complaints", {{"cursor", "nonsense"}})), "bad_parameter");
  clock.pass(24h * 16);
  EXPECT_EQ(got("/api/v1/complaints", {{"state", "open"}}).at("items").at(0).at("overdue"), true);
  EXPECT_EQ(got("/api/v1/complaints", {{"state", "closed"}}).at("items").at(0).at("overdue"), false);
}

TEST_F(Complaints, NothingOfThemIsLogged) {
  stepped(steps_of(received()), "taken_up");
  for (const std::string& line : lines) EXPECT_EQ(line.find("Йылмаз"), std::string::npos) << line;
}

}  // namespace
}  // namespace tirkeu::hub
