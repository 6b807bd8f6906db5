// The hub's API in front of a department for one test, without a socket.
#pragma once

#include "hub/api.h"
#include "tests/unit/daemon/workplace.h"
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {

namespace json = boost::json;
using daemon::error_code;
using daemon::request;
using service::Role;

class HubApiTest : public DepartmentTest {
 protected:
  HubApiTest() {
    for (const auto& [name, role] : {std::pair("dana", Role::kAdmin), std::pair("erlan", Role::kAuditor), std::pair("sys", Role::kSysadmin)})
      EXPECT_TRUE(accounts.add(name, role, daemon::quick_hash(), daemon::Account::Password::kOwn));
    add_hub_routes(api, *hub, exchange, clock);
  }

  http::Response ask(http::Request request) { return daemon::ask(api, loop, std::move(request)); }
  http::Request as(std::string_view name, http::Request request) {
    const daemon::NewLogin login = accounts.open_login(*accounts.find(name), "127.0.0.1");
    request.headers.set("Cookie", "sid=" + std::string(login.token));
    return request;
  }
  using Query = std::vector<std::pair<std::string, std::string>>;
  http::Response get(std::string_view path, Query query = {}, std::string_view by = "dana") {
    http::Request asked = request("GET", std::string(path));
    asked.query = std::move(query);
    return ask(as(by, std::move(asked)));
  }
  json::value got(std::string_view path, Query query = {}) {
    const http::Response response = get(path, std::move(query));
    EXPECT_EQ(response.status, 200) << path << response.body_text();
    return daemon::json(response);
  }
  http::Response post(const std::string& path, const json::value& body, const std::string& key = "", std::string_view by = "dana") {
    http::Request posted = as(by, request("POST", path, json::serialize(body)));
    if (!key.empty()) posted.headers.set("Idempotency-Key", key);
    return ask(std::move(posted));
  }

  std::vector<std::string> lines;
  http::EventLoop loop;
  daemon::AccountStore accounts{hub->database(), clock, entropy, service::Program::kHub, daemon::LoginRules{}, daemon::quick_hash()};
  service::Log log{service::LogLevel::kInfo, std::make_unique<daemon::Lines>(lines), clock};
  service::Metrics metrics;
  IndexWorker index{loop, *hub, tagger};
  Exchange exchange{*hub, index, log, metrics};
  daemon::Api api{{loop, hub->database(), accounts, clock, entropy, log, metrics, nullptr}, {.program = service::Program::kHub}};
};

}  // namespace tirkeu::hub
