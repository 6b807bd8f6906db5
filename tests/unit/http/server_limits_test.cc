// What a server does against slow, greedy and hostile clients, and how it ends. Deadlines are shrunk by options; no
// test waits for anything but what the server does.
#include <sys/resource.h>

#include "sync/http/client.h"

#include "served.h"

namespace tirkeu::http {
namespace {

using namespace std::chrono_literals;

bool one_timed_out(const ServerCounts& counts) {
  return counts.timed_out == 1;
}

TEST(ServerLimits, CutsAHeadThatDrips) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.deadlines.head = 120ms;
  Served served(options, handler);
  BareSocket socket(served.server->port());
  socket.say("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
  // Each byte is progress, yet the head as a whole has its deadline.
  int drops = 0;
  while (!socket.readable(5) && socket.say("a")) ++drops;
  EXPECT_EQ(socket.hear_all(), "");
  EXPECT_LT(drops, 200);
  EXPECT_TRUE(served.reaches(one_timed_out));
  EXPECT_EQ(served.counts().requests, 0u);
}

TEST(ServerLimits, CutsABodyThatStalls) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.deadlines.stall = 100ms;
  Served served(options, handler);
  BareSocket socket(served.server->port());
  socket.say(post_head(10) + "half");
  EXPECT_EQ(socket.hear_all(), "");
  EXPECT_TRUE(served.reaches(one_timed_out));
}

TEST(ServerLimits, CutsABodyBelowTheMinimumRate) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.deadlines.rate_grace = 50ms;
  options.body_bytes_per_s_min = 1'000'000;
  Served served(options, handler);
  BareSocket socket(served.server->port());
  socket.say(post_head(60'000));
  while (!socket.readable(2) && socket.say("a")) {
  }
  EXPECT_EQ(socket.hear_all(), "");
  EXPECT_TRUE(served.reaches(one_timed_out));
}

TEST(ServerLimits, CutsAReaderThatTakesNothing) {
  Answering handler;
  handler.answer = [](Request, Reply reply) { reply(Response::bytes(200, "a/b", base::Bytes(64u << 20))); };
  ServerOptions options = on_loopback();
  options.deadlines.stall = 100ms;
  Served served(options, handler);
  BareSocket socket(served.server->port());
  socket.say(kGet);
  EXPECT_TRUE(served.reaches(one_timed_out));
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
}

TEST(ServerLimits, ClosesIdleConnectionsWithoutBlame) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.deadlines.idle = 300ms;
  Served served(options, handler);
  BareSocket silent(served.server->port());
  BareSocket served_once(served.server->port());
  served_once.say(kGet);
  EXPECT_TRUE(served_once.hear_all().starts_with("HTTP/1.1 200"));
  EXPECT_EQ(silent.hear_all(), "");
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
  EXPECT_EQ(served.counts().timed_out, 0u);
}

TEST(ServerLimits, RefusesABodyOverTheLimitBeforeReadingIt) {
  Answering handler;
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say(post_head(handler.limit + 1));
  EXPECT_TRUE(socket.hear_until("[]}}").starts_with("HTTP/1.1 413"));
  EXPECT_EQ(served.counts().requests, 0u);
}

TEST(ServerLimits, TurnsAwayALargeBodyThatHasNoRoomAndSaysWhenToComeAgain) {
  Answering handler;
  handler.limit = 4u << 20;
  ServerOptions options = on_loopback();
  options.large_bodies_bytes_max = 3u << 20;
  Served served(options, handler);
  BareSocket first(served.server->port());
  first.say(post_head(2u << 20) + "begun");
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 1; }));
  std::set<std::string> told;
  for (int i = 0; i < 4; ++i) {
    BareSocket next(served.server->port());
    next.say(post_head(2u << 20));
    const std::string heard = next.hear_until("[]}}");
    EXPECT_TRUE(heard.starts_with("HTTP/1.1 503")) << heard;
    const std::size_t at = heard.find("Retry-After: ");
    ASSERT_NE(at, std::string::npos) << heard;
    told.insert(heard.substr(at, heard.find('\r', at) - at));
  }
  EXPECT_EQ(told.size(), 4u) << "they would come back together";
  BareSocket small(served.server->port());
  small.say(post_head(4) + "body");
  EXPECT_TRUE(small.hear_until("body").starts_with("HTTP/1.1 200")) << "nobody's giant keeps out the rest";
  EXPECT_EQ(served.counts().turned_away, 4u);
}

TEST(ServerLimits, GivesTheRoomOfABodyBackHoweverItEnds) {
  Answering handler;
  handler.limit = 4u << 20;
  ServerOptions options = on_loopback();
  options.large_bodies_bytes_max = 3u << 20;
  Served served(options, handler);
  for (int i = 0; i < 3; ++i) {
    BareSocket whole(served.server->port());
    const std::string body(2u << 20, 'x');
    whole.say(post_head(body.size()) + body);
    whole.finish_sending();
    EXPECT_TRUE(whole.hear_all().starts_with("HTTP/1.1 200"));
    BareSocket cut(served.server->port());
    cut.say(post_head(2u << 20) + "half");
    cut.finish_sending();
    cut.hear_all();
    EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
  }
  EXPECT_EQ(served.counts().turned_away, 0u);
}

TEST(ServerLimits, DeliversTheRefusalToASenderThatDoesNotListen) {
  Answering handler;
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  // The whole body is pushed before anything is read: without lingering the answer would be destroyed by a reset.
  socket.say(post_head(600'000) + std::string(600'000, 'x'));
  socket.finish_sending();
  EXPECT_TRUE(socket.hear_all().starts_with("HTTP/1.1 413"));
}

TEST(ServerLimits, RefusesChunksOverTheLimitAndEndlessChunkHeaders) {
  Answering handler;
  handler.limit = 1000;
  Served served(on_loopback(), handler);
  const std::string head = "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  BareSocket large(served.server->port());
  large.say(head + "3e9\r\n" + std::string(1001, 'x'));
  EXPECT_TRUE(large.hear_until("[]}}").starts_with("HTTP/1.1 413"));
  BareSocket extended(served.server->port());
  extended.say(head + "1;" + std::string(100'000, 'x'));
  EXPECT_TRUE(extended.hear_until("[]}}").starts_with("HTTP/1.1 400"));
  BareSocket broken(served.server->port());
  broken.say(head + "zz\r\n");
  EXPECT_TRUE(broken.hear_until("[]}}").starts_with("HTTP/1.1 400"));
  EXPECT_EQ(served.counts().requests, 0u);
}

TEST(ServerLimits, RefusesAtTheGateAndServesNothingBehindIt) {
  Answering handler;
  Served served(on_loopback(), handler);
  const std::vector<std::pair<std::string, std::string>> attacks = {
      {"POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n", "501"},
      {"POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"GET /a HTTP/1.1\r\n\r\n", "400"},
      {"GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
      {"GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n", "505"},
      {"GET /a HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9000, 'x') + "\r\n\r\n", "431"},
  };
  for (const auto& [attack, status] : attacks) {
    BareSocket socket(served.server->port());
    socket.say(attack + kGet);
    socket.finish_sending();
    const std::string heard = socket.hear_all();
    EXPECT_TRUE(heard.starts_with("HTTP/1.1 " + status)) << attack;
    EXPECT_EQ(count_of(heard, "Content-Security-Policy: "), 1u) << attack;
    EXPECT_NE(heard.find("Connection: close"), std::string::npos) << attack;
  }
  EXPECT_EQ(served.counts().requests, 0u);
  EXPECT_EQ(served.counts().refused, attacks.size());
}

TEST(ServerLimits, StopsAcceptingAtTheCapAndGoesOnAfterwards) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.connections_max = 2;
  Served served(options, handler);
  BareSocket first(served.server->port());
  BareSocket second(served.server->port());
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 2; }));
  BareSocket third(served.server->port());
  third.say(kGet);
  EXPECT_FALSE(third.readable(50));
  EXPECT_EQ(served.counts().connections, 2u);
  first.close();
  EXPECT_TRUE(third.hear_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST(ServerLimits, ClosesMoreConnectionsOfOnePeerThanItsShare) {
  Answering handler;
  ServerOptions options = on_loopback();
  options.connections_per_peer_max = 1;
  Served served(options, handler);
  BareSocket first(served.server->port());
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 1; }));
  BareSocket second(served.server->port());
  EXPECT_EQ(second.hear_all(), "");
  EXPECT_EQ(served.counts().over_peer_cap, 1u);
  first.say(kGet);
  EXPECT_TRUE(first.hear_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST(ServerLimits, SurvivesRunningOutOfFileDescriptors) {
  Answering handler;
  Served served(on_loopback(), handler);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  BareSocket socket(served.server->port());
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 1; }));
  BareSocket second(0);  // a descriptor that exists before the limit falls
  const rlimit none{static_cast<rlim_t>(second.fd() + 1), before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(served.server->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // Connected by the kernel, while the server cannot accept it.
  EXPECT_EQ(::connect(second.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  second.say(kGet);
  EXPECT_FALSE(second.readable(30));
  socket.say(kGet);
  EXPECT_TRUE(socket.hear_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(second.hear_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST(ServerStop, ClosesIdleConnectionsAndFinishesTheRequestUnderWay) {
  Answering handler;
  std::optional<Reply> kept;
  handler.answer = [&](Request, Reply reply) { kept.emplace(std::move(reply)); };
  Served served(on_loopback(), handler);
  BareSocket idle(served.server->port());
  BareSocket busy(served.server->port());
  busy.say(kGet + kGet);
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.requests == 1 && counts.open == 2; }));
  std::promise<void> drained;
  auto done = drained.get_future();
  served.ask([&] { served.server->stop([&] { drained.set_value(); }); });
  EXPECT_EQ(idle.hear_all(), "");
  EXPECT_FALSE(BareSocket(served.server->port()).connected());
  EXPECT_EQ(done.wait_for(0s), std::future_status::timeout);
  served.ask([&] { (*kept)(Response::text(200, "finished")); });
  const std::string heard = busy.hear_all();
  EXPECT_NE(heard.find("Connection: close"), std::string::npos) << heard;
  EXPECT_TRUE(heard.ends_with("finished")) << heard;
  EXPECT_EQ(done.wait_for(10s), std::future_status::ready);
  EXPECT_EQ(served.counts().requests, 1u);
}

TEST(ServerStop, CutsWhatDoesNotFinishInTime) {
  Answering handler;
  std::optional<Reply> kept;
  handler.answer = [&](Request, Reply reply) { kept.emplace(std::move(reply)); };
  ServerOptions options = on_loopback();
  options.deadlines.drain = 80ms;
  Served served(options, handler);
  BareSocket busy(served.server->port());
  busy.say(kGet);
  BareSocket uploading(served.server->port());
  uploading.say(post_head(100) + "begun");
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.requests == 1 && counts.open == 2; }));
  std::promise<void> drained;
  served.ask([&] { served.server->stop([&] { drained.set_value(); }); });
  EXPECT_EQ(drained.get_future().wait_for(10s), std::future_status::ready);
  EXPECT_EQ(busy.hear_all(), "");
  EXPECT_EQ(uploading.hear_all(), "");
  served.ask([&] { (*kept)(Response::text(200, "too late")); });
}

TEST(ServerStop, IsDoneAtOnceWithoutConnections) {
  Answering handler;
  Served served(on_loopback(), handler);
  std::promise<void> drained;
  served.ask([&] { served.server->stop([&] { drained.set_value(); }); });
  EXPECT_EQ(drained.get_future().wait_for(10s), std::future_status::ready);
}

TEST(ServerStop, MayBeDestroyedWithRequestsUnderWay) {
  Answering handler;
  std::optional<Reply> kept;
  handler.answer = [&](Request, Reply reply) { kept.emplace(std::move(reply)); };
  std::optional<Served> served;
  served.emplace(on_loopback(), handler);
  BareSocket socket(served->server->port());
  socket.say(kGet);
  EXPECT_TRUE(served->reaches([](const ServerCounts& counts) { return counts.requests == 1; }));
  served.reset();
  EXPECT_EQ(socket.hear_all(), "");
  (*kept)(Response::text(200, "nobody is left"));
}

}  // namespace
}  // namespace tirkeu::http
