// What a server does for well-behaved clients.
#include "sync/http/server.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "sync/http/client.h"

#include "served.h"

namespace tirkeu::http {
namespace {

using namespace std::chrono_literals;

TEST(Server, TakesAFreePortAndSaysWhich) {
  Answering handler;
  Served served(on_loopback(), handler);
  EXPECT_NE(served.server->port(), 0);
  EXPECT_EQ(served.server->url(), "http://127.0.0.1:" + std::to_string(served.server->port()));
}

TEST(Server, HandsOverTheWholeRequest) {
  Answering handler;
  Request seen;
  handler.answer = [&](Request request, Reply reply) {
    seen = std::move(request);
    reply(Response::json(201, "{}"));
  };
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say("POST /api/%41?q=%D0%B0 HTTP/1.1\r\nHost: localhost\r\nX-Tirkeu: 1\r\nContent-Length: 3\r\n\r\nabc");
  const std::string heard = socket.hear_until("{}");
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 201 Created\r\n")) << heard;
  EXPECT_NE(heard.find("Cache-Control: no-store\r\n"), std::string::npos);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/api/A");
  EXPECT_EQ(seen.parameter("q"), "а");
  EXPECT_EQ(seen.header("x-tirkeu"), "1");
  EXPECT_EQ(seen.body_text(), "abc");
  EXPECT_EQ(seen.peer, Peer::kLoopback);
  EXPECT_EQ(seen.remote_address, "127.0.0.1");
  EXPECT_FALSE(seen.tls);
}

TEST(Server, KeepsTheConnectionForFurtherRequests) {
  Answering handler;
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  for (const std::string text : {"one", "two", "three"}) {
    socket.say(post_head(text.size()) + text);
    EXPECT_TRUE(socket.hear_until("\r\n\r\n" + text).ends_with(text));
  }
  EXPECT_EQ(served.counts().connections, 1u);
  EXPECT_EQ(served.counts().requests, 3u);
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  Answering handler;
  EventLoop* loop = nullptr;
  // The first answer takes longest; the second must still wait for it.
  handler.answer = [&](Request request, Reply reply) {
    const auto delay = request.body_text() == "first" ? 20ms : 0ms;
    auto kept = std::make_shared<Reply>(std::move(reply));
    loop->after(delay,
                [kept, body = request.body]() mutable { (*kept)(Response::bytes(200, "a/b", std::move(body))); });
  };
  Served served(on_loopback(), handler);
  loop = &served.loop;
  BareSocket socket(served.server->port());
  socket.say(post_head(5) + "first" + post_head(6) + "second" + kGet);
  const std::string heard = socket.hear_until("HTTP/1.1 200", 3);
  ASSERT_NE(heard.find("first"), std::string::npos);
  EXPECT_LT(heard.find("first"), heard.find("second"));
}

TEST(Server, DecodesChunksAndIgnoresTrailers) {
  Answering handler;
  std::string host;
  handler.answer = [&](Request request, Reply reply) {
    host = request.header("Host");
    reply(Response::bytes(request.headers.find("X-Late") ? 500 : 200, "a/b", std::move(request.body)));
  };
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  socket.say("4\r\nWiki\r\n5\r\npedia\r\n0\r\nX-Late: 1\r\nHost: evil.example\r\n\r\n");
  const std::string heard = socket.hear_all();
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 200")) << heard;
  EXPECT_TRUE(heard.ends_with("Wikipedia")) << heard;
  EXPECT_EQ(host, "localhost");
}

TEST(Server, AsksForABodyThatWaitsToBeAskedFor) {
  Answering handler;
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say("POST /a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(socket.hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.say("abc");
  EXPECT_TRUE(socket.hear_until("abc").starts_with("HTTP/1.1 200"));
}

TEST(Server, LeavesTheBodyOutOfAnAnswerToHead) {
  Answering handler;
  handler.answer = [](Request request, Reply reply) { reply(Response::text(200, request.method)); };
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say("HEAD /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string heard = socket.hear_all();
  EXPECT_NE(heard.find("Content-Length: 3\r\n"), std::string::npos) << heard;
  EXPECT_TRUE(heard.ends_with("\r\n\r\n")) << heard;
}

TEST(Server, CarriesLargeBodiesBothWays) {
  Answering handler;
  handler.limit = 9u << 20;
  Served served(on_loopback(), handler);
  ClientRequest request;
  request.url = served.server->url() + "/sync";
  request.method = "POST";
  for (std::uint32_t i = 0; i < (8u << 20); ++i)
    request.body.push_back(static_cast<std::uint8_t>(i * 2654435761u >> 24));
  const base::Bytes sent = request.body;
  const ClientResult result = send_and_wait(std::move(request));
  ASSERT_TRUE(result) << result.error().text;
  EXPECT_EQ(result->status, 200);
  EXPECT_TRUE(result->body == sent);
}

TEST(Server, CountsEveryByteOnTheWire) {
  Answering handler;
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  const std::string said = "POST /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc";
  socket.say(said);
  const std::string heard = socket.hear_all();
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
  const ByteCounts bytes = served.ask([&] { return served.server->bytes(); });
  EXPECT_EQ(bytes.received, said.size());
  EXPECT_EQ(bytes.sent, heard.size());
}

TEST(Server, AnswersAfterWorkOnAnotherThread) {
  Answering handler;
  EventLoop* loop = nullptr;
  handler.answer = [&](Request request, Reply reply) {
    auto work = [body = std::move(request.body)] { return body.size(); };
    auto then = [reply = std::move(reply)](std::size_t size) mutable {
      reply(Response::text(200, std::to_string(size)));
    };
    loop->compute(std::move(work), std::move(then));
  };
  Served served(on_loopback(), handler);
  loop = &served.loop;
  BareSocket socket(served.server->port());
  socket.say(post_head(5) + "12345");
  EXPECT_TRUE(socket.hear_until("\r\n\r\n5").ends_with("\r\n\r\n5"));
}

TEST(Server, Answers500WhenAReplyIsLost) {
  Answering handler;
  handler.answer = [](Request, Reply) {};
  Served served(on_loopback(), handler);
  BareSocket socket(served.server->port());
  socket.say(kGet);
  EXPECT_TRUE(socket.hear_until("[]}}").starts_with("HTTP/1.1 500"));
}

TEST(Server, Answers500AndReportsWhatAHandlerThrew) {
  Answering handler;
  handler.answer = [](Request, Reply) { throw std::runtime_error("disk"); };
  Served served(on_loopback(), handler);
  std::promise<void> reported;
  served.ask([&] { served.loop.on_fault([&](std::exception_ptr) { reported.set_value(); }); });
  BareSocket socket(served.server->port());
  socket.say(kGet);
  EXPECT_TRUE(socket.hear_until("[]}}").starts_with("HTTP/1.1 500"));
  EXPECT_EQ(reported.get_future().wait_for(10s), std::future_status::ready);
}

TEST(Server, DropsAnAnswerWhoseClientHasGone) {
  Answering handler;
  std::optional<Reply> kept;
  handler.answer = [&](Request, Reply reply) { kept.emplace(std::move(reply)); };
  Served served(on_loopback(), handler);
  {
    BareSocket socket(served.server->port());
    socket.say(kGet);
    EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.requests == 1; }));
  }
  served.ask([&] { (*kept)(Response::text(200, "too late")); });
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
}

TEST(ReplyDeathTest, AbortsWhenItIsCalledTwice) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Reply reply([](Response) {});
        reply(Response::empty(200));
        reply(Response::empty(200));
      },
      "exactly one answer");
}

TEST(Reply, AnswersForTheOneItReplaces) {
  std::vector<int> statuses;
  const auto sink = [&](Response response) { statuses.push_back(response.status); };
  {
    Reply first(sink);
    Reply second(sink);
    first = std::move(second);
    EXPECT_EQ(statuses, std::vector<int>{500});
    first(Response::empty(204));
    EXPECT_FALSE(first);
  }
  EXPECT_EQ(statuses, (std::vector<int>{500, 204}));
}

TEST(Server, SpeaksThroughAControlSocketThatOnlyItsUserOpens) {
  Folder folder;
  Answering handler;
  Peer peer = Peer::kRemote;
  handler.answer = [&](Request request, Reply reply) {
    peer = request.peer;
    reply(Response::text(200, request.path));
  };
  ServerOptions options = on_loopback();
  options.unix_socket = folder / "control";
  {
    Served served(options, handler);
    struct stat found {};
    ASSERT_EQ(::lstat((folder / "control").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    ClientRequest request;
    request.url = "http://any.name/status";
    request.unix_socket = folder / "control";
    const ClientResult result = send_and_wait(request);
    ASSERT_TRUE(result) << result.error().text;
    EXPECT_EQ(result->body_text(), "/status");
    EXPECT_EQ(peer, Peer::kControlSocket);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "control"));
}

ListenError::Fault fault_of(const ServerOptions& options) {
  EventLoop loop(1);
  Answering handler;
  try {
    Server server(loop, options, handler);
  } catch (const ListenError& error) {
    EXPECT_GT(std::string(error.what()).size(), 30u);
    return error.fault();
  }
  ADD_FAILURE() << "it listened";
  return ListenError::Fault::kFailed;
}

TEST(Server, SaysWhyItCannotListen) {
  using Fault = ListenError::Fault;
  Answering handler;
  Served served(on_loopback(), handler);
  ServerOptions options;
  options.listen = "127.0.0.1:" + std::to_string(served.server->port());
  EXPECT_EQ(fault_of(options), Fault::kAddressInUse);
  options.listen = "192.0.2.1:8080";
  EXPECT_EQ(fault_of(options), Fault::kNoSuchAddress);
  for (const char* bad : {"8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", ":8080", "::1:80"}) {
    options.listen = bad;
    EXPECT_EQ(fault_of(options), Fault::kBadAddress) << bad;
  }
  options = on_loopback();
  options.tls = TlsFiles{"/nonexistent/certificate.pem", "/nonexistent/key.pem"};
  EXPECT_EQ(fault_of(options), Fault::kTlsFiles);
}

TEST(Server, SaysWhyItCannotMakeTheControlSocket) {
  using Fault = ListenError::Fault;
  Folder folder;
  ServerOptions options;
  options.unix_socket = folder / std::string(120, 'x');
  EXPECT_EQ(fault_of(options), Fault::kSocketPathLong);
  options.unix_socket = folder / "file";
  ::close(::open(options.unix_socket.c_str(), O_CREAT | O_WRONLY, 0600));
  EXPECT_EQ(fault_of(options), Fault::kSocketInUse);
  EXPECT_TRUE(std::filesystem::exists(options.unix_socket));
  options.unix_socket = folder / "control";
  Answering handler;
  Served served(options, handler);
  EXPECT_EQ(fault_of(options), Fault::kSocketInUse);
}

TEST(Server, ReplacesTheSocketOfADeadProcess) {
  Folder folder;
  ServerOptions options;
  options.unix_socket = folder / "control";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, options.unix_socket.c_str());
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(dead);
  ASSERT_TRUE(std::filesystem::exists(options.unix_socket));
  Answering handler;
  Served served(options, handler);
  ClientRequest request;
  request.url = "http://localhost/";
  request.unix_socket = options.unix_socket;
  EXPECT_TRUE(send_and_wait(request));
}

}  // namespace
}  // namespace tirkeu::http
