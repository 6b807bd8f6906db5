#include "node/stay_desk.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

class StayTest : public ApiTest {
 protected:
  Answer act(const std::string& id, const std::string& name, const json::value& body) {
    return post("applications/" + id + "/" + name, body);
  }
  Answer decide(const std::string& id) { return act(id, "decision", json::object{{"decision", "registered"}}); }
  /// A login ends after a while without use.
  void pass(std::chrono::hours time) {
    clock_.pass(time);
    log_in("aigul", service::Role::kClerk);
  }
  json::value record(const std::string& id) { return get("applications/" + id).body; }
  static std::vector<std::string> events(const json::value& record) {
    std::vector<std::string> names;
    for (const json::value& event : record.at("history").as_array()) names.emplace_back(event.at("event").as_string());
    return names;
  }
  static std::string first_field(const Answer& answer) {
    const json::value& field = answer.body.at("error").at("fields").at(0);
    return std::string(field.at("path").as_string()) + " " + std::string(field.at("code").as_string());
  }
};

TEST_F(StayTest, ARegistrationHoldsUntilTheStayOrTheDocumentEnds) {
  const std::string id = accept();
  EXPECT_TRUE(record(id).at("registered_until").is_null()) << "nothing is registered yet";
  ASSERT_EQ(decide(id).status, 200);
  EXPECT_EQ(record(id).at("registered_until"), "2026-12-18");
  EXPECT_EQ(record(id).at("decision").at("rule_set"), "2013-07-23");

  json::value body = registry::test::yilmaz_body();
  registry::test::set_at(body, "/document/number", "U7654321");
  registry::test::set_at(body, "/document/expires", "2026-12-01");
  const std::string other = post("applications", body).text("id");
  ASSERT_EQ(decide(other).status, 200);
  EXPECT_EQ(record(other).at("registered_until"), "2026-12-01");
}

TEST_F(StayTest, AnExtensionMovesTheEndAndShowsInTheHistory) {
  const std::string id = accept();
  ASSERT_EQ(decide(id).status, 200);
  clock_.pass(std::chrono::minutes(5));
  const Answer answer = act(id, "extension", json::object{{"until", "2026-12-19"}, {"reason", "treatment goes on"}});
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("state"), "registered");
  const json::value shown = record(id);
  EXPECT_EQ(shown.at("application").at("stay").at("until"), "2026-12-19");
  EXPECT_EQ(shown.at("registered_until"), "2026-12-19");
  EXPECT_EQ(shown.at("extensions").as_array().size(), 1u);
  EXPECT_EQ(events(shown), (std::vector<std::string>{"accepted", "registered", "extended"}));
}

TEST_F(StayTest, AnExtensionBeyondTheVisaFreeTermWarnsAndAVisaCuresIt) {
  const std::string id = accept();
  const Answer warned = act(id, "extension", json::object{{"until", "2027-01-20"}, {"reason", "work"}});
  ASSERT_EQ(warned.status, 200);
  ASSERT_FALSE(warned.body.at("findings").as_array().empty());
  EXPECT_EQ(warned.body.at("findings").at(0).at("code"), "visa_free_term_exceeded");
  const json::object visa{{"number", "v1234567"}, {"category", "C3"}, {"valid_from", "2026-11-20"}, {"valid_until", "2027-03-01"}};
  const Answer cured = act(id, "extension", json::object{{"until", "2027-02-20"}, {"reason", "work"}, {"visa", visa}});
  ASSERT_EQ(cured.status, 200);
  EXPECT_TRUE(cured.body.at("findings").as_array().empty()) << json::serialize(cured.body);
  EXPECT_EQ(record(id).at("application").at("visa").at("number"), "V1234567");
}

TEST_F(StayTest, AnExtensionIsLaterThanThePresentEndOrNone) {
  const std::string id = accept();
  EXPECT_EQ(first_field(act(id, "extension", json::object{{"until", "2026-12-18"}, {"reason", "x"}})), "until not_later");
  EXPECT_EQ(first_field(act(id, "extension", json::object{{"until", "2026-12-19"}})), "reason required");
  EXPECT_EQ(act("77", "extension", json::object{{"until", "2026-12-19"}, {"reason", "x"}}).status, 404);
  ASSERT_EQ(act(id, "withdrawal", json::object{{"reason", "left"}}).status, 200);
  EXPECT_EQ(act(id, "extension", json::object{{"until", "2026-12-19"}, {"reason", "x"}}).code(), "wrong_state");
}

TEST_F(StayTest, AStayThatEndedIsNotExtended) {
  const std::string id = accept();
  ASSERT_EQ(act(id, "departure", json::object{{"departed_on", "2026-11-21"}}).status, 200);
  EXPECT_EQ(act(id, "extension", json::object{{"until", "2026-12-19"}, {"reason", "x"}}).code(), "wrong_state");
}

TEST_F(StayTest, AnAddressInAnotherDistrictWarnsAndThePlaceStays) {
  const std::string id = accept();
  const json::object address{{"office", "KZ-06-02"}, {"locality", "Құлсары"}, {"street", nullptr}, {"house", "4"}};
  const json::object body{{"moved_on", "2026-11-21"}, {"reason", "new flat"}, {"address", address}};
  const Answer answer = act(id, "address", body);
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.at("findings").at(0).at("code"), "other_district");
  const json::value shown = record(id);
  EXPECT_EQ(shown.at("office"), "KZ-06-03") << "the place of registration does not move (cl. 15)";
  EXPECT_EQ(shown.at("application").at("stay").at("address").at("locality"), "Құлсары");
  EXPECT_EQ(events(shown).back(), "moved");
}

TEST_F(StayTest, NobodyMovedInTheFutureOrBeforeTheEntry) {
  const std::string id = accept();
  json::object body{{"moved_on", "2026-11-22"}, {"reason", "x"}, {"address", json::object{{"office", "KZ-06-03"}, {"locality", "y"}}}};
  EXPECT_EQ(first_field(act(id, "address", body)), "moved_on in_future");
  body["moved_on"] = "2026-11-19";
  EXPECT_EQ(first_field(act(id, "address", body)), "moved_on before_entry");
}

TEST_F(StayTest, ADuplicateCardReplacesTheNumber) {
  const std::string id = accept();
  EXPECT_EQ(first_field(act(id, "card", json::object{{"cause", "lost"}, {"issued_on", "2026-11-21"}})), "number required");
  EXPECT_EQ(first_field(act(id, "card", json::object{{"cause", "sold"}, {"number", "7"}, {"issued_on", "2026-11-21"}})),
            "cause unknown_code");
  EXPECT_EQ(first_field(act(id, "card", json::object{{"cause", "lost"}, {"number", "1234567"}, {"issued_on", "2026-11-21"}})),
            "number same_card");
  ASSERT_EQ(act(id, "card", json::object{{"cause", "lost"}, {"number", "7654321"}, {"issued_on", "2026-11-21"}}).status, 200);
  const json::value shown = record(id);
  EXPECT_EQ(shown.at("application").at("migration_card").at("number"), "7654321");
  EXPECT_EQ(shown.at("history").as_array().back().at("details").at("former"), "1234567");
}

TEST_F(StayTest, WhatIsKeptIsListedUntilItIsGivenBack) {
  const std::string id = accept();
  const json::object received{{"event", "received"}, {"item", "identity_document"}};
  const json::object returned{{"event", "returned"}, {"item", "identity_document"}, {"person", "the driver of the host"}};
  EXPECT_EQ(act(id, "custody", returned).code(), "not_held");
  ASSERT_EQ(act(id, "custody", received).status, 200);
  EXPECT_EQ(act(id, "custody", received).code(), "already_held");
  pass(std::chrono::hours(48));
  const json::value list = get("custody").body.at("items");
  ASSERT_EQ(list.as_array().size(), 1u);
  EXPECT_EQ(list.at(0).at("application_id"), json::value(id));
  EXPECT_EQ(list.at(0).at("item"), "identity_document");
  EXPECT_EQ(list.at(0).at("name"), "YILMAZ MEHMET");
  EXPECT_EQ(list.at(0).at("days"), 2);
  EXPECT_EQ(record(id).at("custody").as_array().size(), 1u);
  ASSERT_EQ(act(id, "withdrawal", json::object{{"reason", "left"}}).status, 200);
  EXPECT_EQ(act(id, "custody", json::object{{"event", "received"}, {"item", "photo"}}).code(), "wrong_state");
  ASSERT_EQ(act(id, "custody", returned).status, 200) << "a passport is given back whatever became of the application";
  EXPECT_TRUE(get("custody").body.at("items").as_array().empty());
  EXPECT_TRUE(record(id).at("custody").as_array().empty());
}

TEST_F(StayTest, DueTellsWhatIsLateAndWhatWillBe) {
  const std::string id = accept();  // Saturday 10:00: due on Monday at 18:00.
  const auto urgency = [&] { return std::string(get("due").body.at("items").at(0).at("state").as_string()); };
  EXPECT_EQ(urgency(), "open");
  pass(std::chrono::hours(48 + 7));  // Monday 17:00
  EXPECT_EQ(urgency(), "soon");
  pass(std::chrono::hours(2));
  EXPECT_EQ(urgency(), "overdue");
  ASSERT_EQ(decide(id).status, 200);
  EXPECT_TRUE(get("due").body.at("items").as_array().empty());
}

TEST_F(StayTest, AFamilyIsOneFilingWhicheverMemberIsNamed) {
  const std::string first = accept();
  json::value body = registry::test::yilmaz_body();
  registry::test::set_at(body, "/document/number", "U222");
  body.as_object()["filing"] = first;
  const std::string second = post("applications", body).text("id");
  registry::test::set_at(body, "/document/number", "U333");
  body.as_object()["filing"] = second;
  const std::string third = post("applications", body).text("id");
  EXPECT_EQ(record(first).at("filing").as_array().size(), 2u);
  EXPECT_EQ(record(third).at("filing").at(0).at("id"), json::value(first));
  body.as_object()["filing"] = "77";
  EXPECT_EQ(first_field(post("applications", body)), "filing unknown_application");
}

TEST_F(StayTest, ATicketByHandKeepsItsTimeAndItsNumber) {
  json::value body = registry::test::yilmaz_body();
  body.as_object()["paper"] = json::object{{"number", "17"}, {"accepted_at", "2026-11-20T16:40"}};
  const Answer answer = post("applications", body);
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("accepted_at"), "2026-11-20T16:40:00+05:00") << "the office's own zone";
  EXPECT_EQ(answer.text("due_at"), "2026-11-21T13:00:00+05:00");
  const json::value shown = record(answer.text("id"));
  EXPECT_EQ(shown.at("origin"), "paper");
  EXPECT_EQ(shown.at("paper").at("number"), "17");
  EXPECT_NE(shown.at("ticket_number"), "17") << "our own number is given as well";
}

TEST_F(StayTest, ATicketByHandIsNotOfTomorrow) {
  json::value body = registry::test::yilmaz_body();
  body.as_object()["paper"] = json::object{{"number", "17"}, {"accepted_at", "2026-11-22T10:00:00+05:00"}};
  EXPECT_EQ(first_field(post("applications", body)), "paper.accepted_at in_future");
  body.as_object()["paper"] = json::object{{"number", "17"}, {"accepted_at", "in the morning"}};
  EXPECT_EQ(first_field(post("applications", body)), "paper.accepted_at bad_time");
}

}  // namespace
}  // namespace tirkeu::node
