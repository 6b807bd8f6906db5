#include "sync/http/client.h"

#include "sync/http/certificate.h"

#include <fstream>

#include "served.h"

namespace tirkeu::http {
namespace {

using namespace std::chrono_literals;

/// Says `answer` to whoever connects, after it has heard the end of a head, and closes.
class CannedPeer {
 public:
  enum class Then { kClose, kStaySilent };
  explicit CannedPeer(std::string answer, Then then = Then::kClose) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(fd_, 1);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, answer = std::move(answer), then] {
      const int peer = ::accept(fd_, nullptr, nullptr);
      char space[4096];
      while (heard_.find("\r\n\r\n") == std::string::npos) {
        const auto got = ::recv(peer, space, sizeof space, 0);
        if (got <= 0) break;
        heard_.append(space, static_cast<std::size_t>(got));
      }
      ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
      // Silence lasts until the client gives up.
      while (then == Then::kStaySilent && ::recv(peer, space, sizeof space, 0) > 0) {
      }
      ::close(peer);
    });
  }
  ~CannedPeer() {
    thread_.join();
    ::close(fd_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/sync"; }
  const std::string& heard() const { return heard_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
  std::string heard_;
  std::thread thread_;
};

ClientRequest get(const std::string& url) {
  ClientRequest request;
  request.url = url;
  request.deadlines.stall = 5s;
  return request;
}

TEST(Client, ShowsACaptivePortalForWhatItIs) {
  CannedPeer portal("HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>Please log in</html>");
  const ClientResult result = send_and_wait(get(portal.url()));
  ASSERT_TRUE(result) << result.error().text;
  EXPECT_EQ(result->media_type(), "text/html");
  EXPECT_EQ(result->body_text(), "<html>Please log in</html>");
}

TEST(Client, TellsForeignProtocolsFromBrokenConnections) {
  CannedPeer ssh("SSH-2.0-OpenSSH_9.2\r\n");
  const ClientResult foreign = send_and_wait(get(ssh.url()));
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().step, ClientStep::kNotHttp);
  CannedPeer mute("");
  const ClientResult nothing = send_and_wait(get(mute.url()));
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().step, ClientStep::kReceive);
  EXPECT_EQ(nothing.error().cause, ClientError::Cause::kFailed);
  CannedPeer torn("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  const ClientResult half = send_and_wait(get(torn.url()));
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().step, ClientStep::kReceive);
}

TEST(Client, GivesUpOnASilentPeer) {
  CannedPeer silent("HTTP/1.1 200 OK\r\nContent-Le", CannedPeer::Then::kStaySilent);
  ClientRequest request = get(silent.url());
  request.deadlines.stall = 80ms;
  const ClientResult result = send_and_wait(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().step, ClientStep::kReceive);
  EXPECT_EQ(result.error().cause, ClientError::Cause::kTimedOut);
  EXPECT_GT(result.error().wire.sent, 0u);
}

TEST(Client, NamesTheStepThatFailed) {
  const auto step_of = [](const std::string& url) {
    ClientRequest request = get(url);
    request.deadlines.resolve = 300ms;
    request.deadlines.handshake = 100ms;
    const ClientResult result = send_and_wait(request);
    return result ? std::string("none") : std::string(name_of(result.error().step));
  };
  EXPECT_EQ(step_of("hub.example"), "url");
  EXPECT_EQ(step_of("http://127.0.0.1:1/"), "connect");
  EXPECT_EQ(step_of("http://no-such-host.invalid/"), "resolve");
  CannedPeer plain("HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_EQ(step_of("https" + plain.url().substr(4)), "tls");
}

TEST(Client, SaysWhatAGoodClientSays) {
  CannedPeer peer("HTTP/1.1 204 No Content\r\n\r\n");
  {
    ClientRequest request = get(peer.url());
    request.method = "POST";
    request.headers.add("Content-Type", "application/vnd.tirkeu.bundle");
    request.headers.add("Host", "evil.example");
    const ClientResult result = send_and_wait(request);
    ASSERT_TRUE(result) << result.error().text;
    EXPECT_EQ(result->status, 204);
    EXPECT_EQ(result->wire.received, 27u);
  }
  EXPECT_EQ(peer.heard(), "POST /sync HTTP/1.1\r\nHost: " + peer.url().substr(7, peer.url().size() - 12) +
                              "\r\nConnection: close\r\nContent-Type: application/vnd.tirkeu.bundle\r\n"
                              "Content-Length: 0\r\n\r\n");
}

TEST(Client, SparingSaysOnlyWhatItMust) {
  CannedPeer peer("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok");
  {
    ClientRequest request = get(peer.url());
    request.method = "POST";
    request.head_style = ClientRequest::HeadStyle::kSparing;
    request.body = {'a', 'b'};
    EXPECT_EQ(send_and_wait(request)->body_text(), "ok");
  }
  const std::string host = peer.url().substr(7, peer.url().size() - 12);
  EXPECT_EQ(peer.heard(), "POST /sync HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 2\r\n\r\nab");
}

TEST(Client, SkipsInterimAnswers) {
  CannedPeer peer("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  const ClientResult result = send_and_wait(get(peer.url()));
  ASSERT_TRUE(result) << result.error().text;
  EXPECT_EQ(result->body_text(), "ok");
}

TEST(Client, RefusesAnswersOverTheCap) {
  for (const char* answer : {"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nhello world"}) {
    CannedPeer peer(answer);
    ClientRequest request = get(peer.url());
    request.response_bytes_max = 10;
    const ClientResult result = send_and_wait(request);
    ASSERT_FALSE(result) << answer;
    EXPECT_EQ(result.error().step, ClientStep::kTooLarge);
  }
}

TEST(Client, TurnsAStatusIntoAnErrorOnlyWhenAsked) {
  Answering handler;
  handler.answer = [](Request, Reply reply) { reply(Response::text(503, "later")); };
  Served served(on_loopback(), handler);
  ClientRequest request = get(served.server->url());
  const ClientResult any = send_and_wait(request);
  ASSERT_TRUE(any);
  EXPECT_EQ(any->status, 503);
  request.status_rule = ClientRequest::StatusRule::kSuccess;
  const ClientResult success = send_and_wait(request);
  ASSERT_FALSE(success);
  EXPECT_EQ(success.error().step, ClientStep::kStatus);
  EXPECT_EQ(success.error().status, 503);
}

TEST(Client, HearsARefusalWhileItIsStillSending) {
  Answering handler;
  Served served(on_loopback(), handler);
  ClientRequest request = get(served.server->url());
  request.method = "POST";
  request.body.resize(32u << 20);
  const ClientResult result = send_and_wait(request);
  // The server reads only a part of what it refused. Either its answer arrived or the broken sending did, never a lie.
  if (result) {
    EXPECT_EQ(result->status, 413);
  } else {
    EXPECT_EQ(result.error().step, ClientStep::kSend);
  }
}

TEST(Client, AnswersOnTheLoopAndNeverInsideTheCall) {
  EventLoop loop(1);
  Answering handler;
  Server server(loop, on_loopback(), handler);
  int answers = 0;
  const auto count = [&](ClientResult) {
    if (++answers == 2) loop.stop();
  };
  send(loop, get(server.url()), count);
  send(loop, get("nonsense"), count);
  EXPECT_EQ(answers, 0);
  loop.run();
  EXPECT_EQ(answers, 2);
}

class Tls : public testing::Test {
 protected:
  Tls() {
    using namespace std::chrono;
    CertificateWish wish;
    wish.common_name = "node";
    wish.alternative_names = {"localhost", "127.0.0.1"};
    wish.valid_from = sys_days{2013y / July / 23};
    wish.valid_until = sys_days{2093y / July / 23};
    pair = make_self_signed(wish);
    std::ofstream(folder / "certificate.pem") << pair.certificate_pem;
    std::ofstream(folder / "key.pem") << pair.key_pem;
    handler.limit = 4u << 20;
    options.tls = TlsFiles{folder / "certificate.pem", folder / "key.pem"};
  }

  Folder folder;
  CertificatePair pair;
  Answering handler;
  ServerOptions options = on_loopback();
};

TEST_F(Tls, CarriesBodiesToAPinnedServer) {
  bool tls_seen = false;
  handler.answer = [&](Request request, Reply reply) {
    tls_seen = request.tls;
    reply(Response::bytes(200, "a/b", std::move(request.body)));
  };
  Served served(options, handler);
  ClientRequest request = get(served.server->url());
  EXPECT_TRUE(request.url.starts_with("https://"));
  request.method = "POST";
  request.body.resize(3u << 20, 7);
  request.certificate_sha256 = pair.sha256;
  const ClientResult result = send_and_wait(request);
  ASSERT_TRUE(result) << result.error().text;
  EXPECT_TRUE(result->body == request.body);
  EXPECT_TRUE(tls_seen);
  // Encrypted bytes are counted, so there are more of them than of the body, but not many more.
  EXPECT_GT(result->wire.sent, request.body.size());
  EXPECT_LT(result->wire.sent, request.body.size() + 30'000);
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
  const ByteCounts bytes = served.ask([&] { return served.server->bytes(); });
  EXPECT_EQ(bytes.received, result->wire.sent);
}

TEST_F(Tls, IsRefusedWithAnotherFingerprint) {
  int requests = 0;
  handler.answer = [&](Request, Reply reply) {
    ++requests;
    reply(Response::empty(200));
  };
  Served served(options, handler);
  ClientRequest request = get(served.server->url());
  request.certificate_sha256 = std::string(64, '0');
  const ClientResult result = send_and_wait(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().step, ClientStep::kTls);
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.open == 0; }));
  EXPECT_EQ(requests, 0);
}

TEST_F(Tls, IsRefusedWithoutAnAuthorityBehindIt) {
  Served served(options, handler);
  const ClientResult result = send_and_wait(get(served.server->url()));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().step, ClientStep::kTls);
  EXPECT_NE(result.error().text.find("self-signed"), std::string::npos) << result.error().text;
}

TEST_F(Tls, SendsAPlainBrowserToTheSecurePort) {
  Served served(options, handler);
  const std::string port = std::to_string(served.server->port());
  BareSocket socket(served.server->port());
  socket.say("GET /book?q=1 HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n");
  socket.finish_sending();
  const std::string heard = socket.hear_all();
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 308")) << heard;
  EXPECT_NE(heard.find("Location: https://localhost:" + port + "/book?q=1\r\n"), std::string::npos) << heard;
  EXPECT_EQ(served.counts().requests, 0u);
}

TEST_F(Tls, CutsAHandshakeThatDoesNotCome) {
  options.deadlines.handshake = 100ms;
  Served served(options, handler);
  BareSocket silent(served.server->port());
  EXPECT_EQ(silent.hear_all(), "");
  BareSocket stuck(served.server->port());
  stuck.say("\x16\x03\x01");
  stuck.hear_all();
  EXPECT_TRUE(served.reaches([](const ServerCounts& counts) { return counts.timed_out == 2; }));
}

TEST_F(Tls, RefusesAKeyOfAnotherCertificate) {
  CertificateWish wish;
  wish.common_name = "other";
  wish.valid_until = wish.valid_from + 24h;
  std::ofstream(folder / "other.pem") << make_self_signed(wish).key_pem;
  options.tls->key = folder / "other.pem";
  EventLoop loop(1);
  EXPECT_THROW(Server(loop, options, handler), ListenError);
}

}  // namespace
}  // namespace tirkeu::http
