// What a node makes of whatever answers where its hub should be (F34, F35), and when it goes to the line by itself.
#include "node/link.h"
#include "sync/http/server.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using Result = node::RoundOutcome::Result;

class Silence final : public service::LogSink {
 public:
  void write(service::LogLevel, std::string_view, std::span<const service::LogField>) override {}
};

/// Something on the network that answers as the test says.
class Something final : public http::Handler {
 public:
  std::function<http::Response(const http::Request&)> answer;
  void handle(http::Request request, http::Reply reply) override { reply(answer(request)); }
  std::size_t body_limit(std::string_view, std::string_view) const override { return 1u << 20; }
};

http::Response typed(int status, std::string_view type, std::string_view body) {
  http::Response response = http::Response::empty(status);
  response.headers.set("Content-Type", type);
  response.body.assign(body.begin(), body.end());
  return response;
}
http::Response bundle(base::Bytes bytes) {
  http::Response response = http::Response::empty(200);
  response.body = std::move(bytes);
  return response;
}

class Line : public TwoOffices {
 protected:
  Line() : server_(loop_, options(), something_), log_(service::LogLevel::kError, std::make_unique<Silence>(), two_.clock) { accepted(two_); }

  static http::ServerOptions options() {
    http::ServerOptions options;
    options.listen = "127.0.0.1:0";
    return options;
  }
  node::Link& link(std::vector<base::DayWindow> windows = {}, std::chrono::seconds interval = std::chrono::seconds(300)) {
    node::LinkSettings settings;
    settings.hub_url = server_.url();
    settings.interval = interval;
    settings.windows = base::DayWindows(std::move(windows));
    settings.zone = two_->counter().zone();
    return link_.emplace(loop_, two_->round(), two_.clock, two_.entropy, log_, settings);
  }
  node::RoundOutcome asked_round() {
    node::RoundOutcome last;
    link_->round_now([&](const node::RoundOutcome& outcome) {
      last = outcome;
      loop_.stop();
    });
    loop_.run();
    return last;
  }
  /// What the hub would answer to that bundle.
  base::Bytes honest(const http::Request& request) {
    return hub_->admission().admit(request.body, hub::Admission::Road::kLine, 1u << 20).answer.value_or(base::Bytes());
  }
  /// One round with this answer; nothing of it may have been believed.
  void expect_no_hub(const std::string& what, const std::function<http::Response(const http::Request&)>& answer) {
    something_.answer = answer;
    const store::Head before = two_->logs().head(two_->identity().incarnation());
    link();
    const node::RoundOutcome outcome = asked_round();
    EXPECT_EQ(outcome.result, Result::kNotAHub) << what << ": " << code_of(outcome.result) << " " << outcome.text;
    EXPECT_EQ(outcome.down.newly_held, 0u) << what;
    EXPECT_EQ(two_->status().unsent, 1u) << what;
    EXPECT_EQ(two_->status().state, "ok") << what;
    EXPECT_EQ(two_->logs().head(two_->identity().incarnation()).digest, before.digest) << what;
  }

  http::EventLoop loop_{1};
  Something something_;
  http::Server server_;
  service::Log log_;
  std::optional<node::Link> link_;
};

TEST_F(Line, F34WhatIsNoHubIsNoLinkAndNothingIsStored) {
  const std::string page = "<html><body>Log in to the hotel</body></html>";
  expect_no_hub("a captive portal", [&](const http::Request&) { return typed(200, "text/html; charset=utf-8", page); });
  expect_no_hub("a page without a type", [&](const http::Request&) { return bundle(base::Bytes(page.begin(), page.end())); });
  expect_no_hub("a redirect", [](const http::Request&) { return http::Response::redirect(302, "http://portal.invalid/login"); });
  expect_no_hub("a packed page", [](const http::Request&) {
    http::Response response = typed(200, "application/vnd.tirkeu.bundle", "\x1f\x8b\x08packed");
    response.headers.set("Content-Encoding", "gzip");
    return response;
  });
  expect_no_hub("nothing", [](const http::Request&) { return http::Response::empty(200); });
  expect_no_hub("no content", [](const http::Request&) { return http::Response::empty(204); });
  expect_no_hub("a proxy's error", [&](const http::Request&) { return typed(502, "text/html", page); });
  expect_no_hub("another program's JSON", [](const http::Request&) { return typed(200, "application/json", "{\"ok\":true}"); });
  expect_no_hub("an echo", [](const http::Request& request) { return bundle(request.body); });
  expect_no_hub("another office's answer", [&](const http::Request&) { return bundle(answer_for(three_)); });
}

TEST_F(Line, F35AChangedAnswerIsNotTakenIn) {
  for (const std::size_t place : {3u, 10u, 30u, 60u, 120u})
    expect_no_hub("byte " + std::to_string(place), [&](const http::Request& request) {
      base::Bytes answer = honest(request);
      answer[place] ^= 1;
      return bundle(std::move(answer));
    });
  expect_no_hub("cut", [&](const http::Request& request) {
    base::Bytes answer = honest(request);
    answer.pop_back();
    return bundle(std::move(answer));
  });
}

TEST_F(Line, F35AnOldReceiptInAFreshAnswerLeavesTheRecordUnsent) {
  base::Bytes old;
  something_.answer = [&](const http::Request& request) { return bundle(old = honest(request)); };
  link();
  EXPECT_EQ(asked_round().result, Result::kDone);
  ASSERT_EQ(two_->status().unsent, 0u);
  registry::Application next = registry::test::yilmaz();
  next.document.number = "U76543210";
  next.migration_card.number = "7654321";
  ASSERT_TRUE(accept(two_, {}, next));
  expect_no_hub("a cache on the way", [&](const http::Request&) { return bundle(old); });
  something_.answer = [&](const http::Request& request) { return bundle(honest(request)); };
  EXPECT_EQ(asked_round().result, Result::kDone);
  EXPECT_EQ(two_->status().unsent, 0u);
}

TEST_F(Line, AHubWithoutRoomSaysWhenToComeAgainAndTheNodeDoes) {
  something_.answer = [](const http::Request&) {
    http::Response busy = http::Response::json(503, R"({"error":{"code":"http_503","message":"busy; come again"}})");
    busy.headers.set("Retry-After", "900");
    return busy;
  };
  link().start();
  EXPECT_EQ(asked_round().result, Result::kRefused);
  ASSERT_TRUE(link_->next_round_at());
  EXPECT_GE(*link_->next_round_at(), two_.clock.now() + std::chrono::seconds(900));
  EXPECT_LE(*link_->next_round_at(), two_.clock.now() + std::chrono::seconds(1350)) << "spread, so that not all come at once";
}

TEST_F(Line, NobodyIsToldToStayAwayForLong) {
  something_.answer = [](const http::Request&) {
    http::Response busy = http::Response::json(503, "{}");
    busy.headers.set("Retry-After", "99999999");
    return busy;
  };
  link().start();
  asked_round();
  EXPECT_LE(*link_->next_round_at(), two_.clock.now() + std::chrono::minutes(90));
}

TEST_F(Line, OutsideItsWindowsTheNodeWaitsForTheNext) {
  // The clock stands at some time of the day: a window that opens five hours later, for an hour.
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(two_->counter().zone().to_local(two_.clock.now()).since_midnight);
  const base::DayWindow later{(minute + std::chrono::hours(5)) % std::chrono::hours(24), (minute + std::chrono::hours(6)) % std::chrono::hours(24)};
  link({later}).start();
  ASSERT_TRUE(link_->next_round_at());
  EXPECT_GE(*link_->next_round_at() + std::chrono::minutes(1), two_.clock.now() + std::chrono::hours(5));
  EXPECT_LE(*link_->next_round_at(), two_.clock.now() + std::chrono::hours(5) + std::chrono::minutes(6));
  link_->hurry();
  EXPECT_GE(*link_->next_round_at() + std::chrono::minutes(1), two_.clock.now() + std::chrono::hours(5)) << "what was written waits too";
}

TEST_F(Line, APersonWhoAsksNeedsNoWindow) {
  something_.answer = [&](const http::Request& request) { return bundle(honest(request)); };
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(two_->counter().zone().to_local(two_.clock.now()).since_midnight);
  link({{(minute + std::chrono::hours(5)) % std::chrono::hours(24), (minute + std::chrono::hours(6)) % std::chrono::hours(24)}});
  EXPECT_EQ(asked_round().result, Result::kDone);
  EXPECT_EQ(two_->status().unsent, 0u);
}

TEST_F(Line, WithoutAnIntervalThereIsNoNextRound) {
  link({}, std::chrono::seconds(0)).start();
  EXPECT_FALSE(link_->next_round_at());
}

}  // namespace
}  // namespace tirkeu::testing
