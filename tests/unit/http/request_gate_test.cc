#include "sync/http/request_gate.h"

#include <gtest/gtest.h>

#include <random>

namespace tirkeu::http {
namespace {

std::variant<Head, Refusal> judge(const std::string& head) {
  return judge_head(head, HostRule());
}

int status_of(const std::string& head) {
  const auto verdict = judge(head);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal == nullptr ? 200 : refusal->status;
}

struct Vector {
  std::string name;
  int status;
  std::string head;
};

// What smugglers and the merely odd send. 200 stands for "passes".
std::vector<Vector> vectors() {
  const std::string post = "POST /a HTTP/1.1\r\nHost: localhost\r\n";
  const std::string get = "GET /a HTTP/1.1\r\nHost: localhost\r\n";
  return {
      {"PlainGet", 200, get + "\r\n"},
      {"LengthedPost", 200, post + "Content-Length: 5\r\n\r\n"},
      {"ChunkedPost", 200, post + "Transfer-Encoding: chunked\r\n\r\n"},
      {"ChunkedInAnyCase", 200, post + "transfer-encoding: ChUnKeD\r\n\r\n"},
      {"LengthAndCoding", 400, post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"CodingAndLength", 400, post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"},
      {"UnknownCoding", 501, post + "Transfer-Encoding: xchunked\r\n\r\n"},
      {"ChunkedThenIdentity", 501, post + "Transfer-Encoding: chunked, identity\r\n\r\n"},
      {"IdentityThenChunked", 501, post + "Transfer-Encoding: identity, chunked\r\n\r\n"},
      {"TwoCodings", 400, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"EmptyCoding", 501, post + "Transfer-Encoding:\r\n\r\n"},
      {"EqualLengthsTwice", 400, post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"},
      {"DifferingLengths", 400, post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"},
      {"LengthList", 400, post + "Content-Length: 5, 5\r\n\r\n"},
      {"NegativeLength", 400, post + "Content-Length: -1\r\n\r\n"},
      {"SignedLength", 400, post + "Content-Length: +5\r\n\r\n"},
      {"HexLength", 400, post + "Content-Length: 0x5\r\n\r\n"},
      {"EmptyLength", 400, post + "Content-Length: \r\n\r\n"},
      {"HugeLength", 413, post + "Content-Length: 99999999999999999999\r\n\r\n"},
      {"SpaceBeforeColon", 400, post + "Content-Length : 5\r\n\r\n"},
      {"SpaceBeforeName", 400, "POST /a HTTP/1.1\r\n Content-Length: 5\r\nHost: localhost\r\n\r\n"},
      {"FoldedField", 400, get + "X-Long: one\r\n two\r\n\r\n"},
      {"FoldedCoding", 400, post + "Transfer-Encoding:\r\n\tchunked\r\n\r\n"},
      {"BareLineFeed", 400, "GET /a HTTP/1.1\nHost: localhost\r\n\r\n"},
      {"BareLineFeedInField", 400, get + "X: a\nTransfer-Encoding: chunked\r\n\r\n"},
      {"BareCarriageReturn", 400, get + "X: a\rY: b\r\n\r\n"},
      {"NulInValue", 400, get + std::string("X: a\0b\r\n\r\n", 10)},
      {"NoHost", 400, "GET /a HTTP/1.1\r\n\r\n"},
      {"TwoHosts", 400, get + "Host: localhost\r\n\r\n"},
      {"EmptyHost", 400, "GET /a HTTP/1.1\r\nHost:\r\n\r\n"},
      {"HostWithUser", 400, "GET /a HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n"},
      {"HostList", 400, "GET /a HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n"},
      {"ForeignHost", 421, "GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n"},
      {"HostWithBadPort", 400, "GET /a HTTP/1.1\r\nHost: localhost:80x\r\n\r\n"},
      {"Http10", 505, "GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n"},
      {"Http10Chunked", 505, "POST /a HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"Http12", 505, "GET /a HTTP/1.2\r\nHost: localhost\r\n\r\n"},
      {"Http2Preface", 505, "PRI * HTTP/2.0\r\n\r\n"},
      {"LowerCaseVersion", 400, "GET /a http/1.1\r\nHost: localhost\r\n\r\n"},
      {"NoVersion", 400, "GET /a\r\nHost: localhost\r\n\r\n"},
      {"TwoSpaces", 400, "GET  /a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"SpaceInTarget", 400, "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"Trace", 501, "TRACE /a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"Connect", 501, "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"LowerCaseMethod", 501, "get /a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"AbsoluteTarget", 400, "GET http://localhost/a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"GetWithBody", 400, get + "Content-Length: 5\r\n\r\n"},
      {"GetWithEmptyBody", 200, get + "Content-Length: 0\r\n\r\n"},
      {"FieldWithoutColon", 400, get + "garbage\r\n\r\n"},
      {"EmptyFieldName", 400, get + ": value\r\n\r\n"},
      {"UnknownExpectation", 417, post + "Content-Length: 5\r\nExpect: wonders\r\n\r\n"},
      {"BytesAfterTheHead", 400, get + "\r\nGET /b HTTP/1.1\r\n\r\n"},
      {"DotSegments", 400, "GET /ui/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"},
  };
}

TEST(RequestGate, JudgesEveryVector) {
  for (const Vector& vector : vectors()) EXPECT_EQ(status_of(vector.head), vector.status) << vector.name;
}

TEST(RequestGate, ReadsWhatPasses) {
  const auto verdict = judge(
      "POST /api/%D0%99%D0%BB?q=a+b%26&empty=&flag HTTP/1.1\r\nhOsT: LOCALHOST.:8600\r\nContent-Length: 007\r\n"
      "Expect: 100-continue\r\nConnection: keep-alive, Close\r\nX-Tirkeu: \t 1 \t\r\n\r\n");
  const auto* head = std::get_if<Head>(&verdict);
  ASSERT_NE(head, nullptr);
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->path, "/api/Йл");
  const std::vector<std::pair<std::string, std::string>> query = {{"q", "a b&"}, {"empty", ""}, {"flag", ""}};
  EXPECT_EQ(head->query, query);
  EXPECT_EQ(head->host, "localhost");
  EXPECT_EQ(head->framing, BodyFraming::kLength);
  EXPECT_EQ(head->length, 7u);
  EXPECT_TRUE(head->expects_continue);
  EXPECT_FALSE(head->keep_alive);
  EXPECT_EQ(head->headers.get("x-tirkeu"), "1");
}

TEST(RequestGate, LimitsTheNumberOfFields) {
  std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 99; ++i) head += "A: b\r\n";
  EXPECT_EQ(status_of(head + "\r\n"), 200);
  EXPECT_EQ(status_of(head + "A: b\r\n\r\n"), 431);
}

int host_status(const HostRule& rule, const std::string& host) {
  const auto verdict = judge_head("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", rule);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal == nullptr ? 200 : refusal->status;
}

TEST(RequestGate, LoopbackListenerTakesOnlyLoopbackNames) {
  const HostRule rule = host_rule_of("127.0.0.1:8600", {"node.kz"});
  for (const char* good : {"127.0.0.1", "127.0.0.1:8600", "127.0.0.2", "localhost:1", "[::1]:8600", "NODE.kz:443"}) {
    EXPECT_EQ(host_status(rule, good), 200) << good;
  }
  for (const char* foreign : {"192.0.2.1", "[2001:db8::1]", "evil.example", "node.kz.evil.example", "127.1",
                              "0x7f000001", "localhost.evil.example"}) {
    EXPECT_EQ(host_status(rule, foreign), 421) << foreign;
  }
  for (const char* broken : {"[::1", "[127.0.0.1]", "[]", ":80", "::1", "a:", "a:123456", "a/b", "[::1]x"}) {
    EXPECT_EQ(host_status(rule, broken), 400) << broken;
  }
}

TEST(RequestGate, OpenListenerTakesAddressesButNoForeignNames) {
  for (const char* listen : {"0.0.0.0:443", "[::]:443", "192.0.2.7:443", "office.local:443"}) {
    const HostRule rule = host_rule_of(listen, {});
    EXPECT_EQ(host_status(rule, "192.0.2.7"), 200) << listen;
    EXPECT_EQ(host_status(rule, "[2001:db8::1]:443"), 200) << listen;
    EXPECT_EQ(host_status(rule, "localhost"), 200) << listen;
    EXPECT_EQ(host_status(rule, "evil.example"), 421) << listen;
  }
  EXPECT_EQ(host_status(host_rule_of("office.local:443", {}), "Office.Local"), 200);
}

TEST(RequestGate, FindsTheEndOfAHeadByteByByte) {
  const std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (std::size_t size = 0; size < head.size(); ++size) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(find_head_end(head.substr(0, size), 8192))) << size;
  }
  const auto end = find_head_end(head + "GET /next", 8192);
  ASSERT_TRUE(std::holds_alternative<std::size_t>(end));
  EXPECT_EQ(std::get<std::size_t>(end), head.size());
}

TEST(RequestGate, RefusesAnEndlessHeadAtTheLimit) {
  const std::string head = "GET / HTTP/1.1\r\nX: " + std::string(200, 'a') + "\r\n\r\n";
  EXPECT_TRUE(std::holds_alternative<std::size_t>(find_head_end(head, head.size())));
  const auto over = find_head_end(head, head.size() - 1);
  ASSERT_TRUE(std::holds_alternative<Refusal>(over));
  EXPECT_EQ(std::get<Refusal>(over).status, 431);
  EXPECT_TRUE(std::holds_alternative<Refusal>(find_head_end(head.substr(0, 100), 100)));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(find_head_end(head.substr(0, 99), 100)));
}

TEST(RequestGate, GivesUpOnATlsHelloAtOnce) {
  const std::string hello("\x16\x03\x01\x02\x00\x01", 6);
  EXPECT_TRUE(std::holds_alternative<Refusal>(find_head_end(hello, 8192)));
}

// Whatever a mutation does, what passes has one reading: one Host, one framing, a path that stays in its place.
TEST(RequestGate, LetsNoMutationPassWithTwoReadings) {
  const std::vector<Vector> seeds = vectors();
  std::mt19937 random(20130723);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  static constexpr std::string_view alphabet{"\r\n\t :,;/.%2e0[]@\0\x7f\0" "chunkedTE", 28};
  int passed = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string head = seeds[below(seeds.size())].head;
    for (std::size_t edits = 1 + below(4); edits > 0 && !head.empty(); --edits) {
      const std::size_t at = below(head.size());
      switch (below(4)) {
        case 0:
          head[at] = alphabet[below(alphabet.size())];
          break;
        case 1:
          head.erase(at, 1 + below(3));
          break;
        case 2:
          head.insert(at, 1, alphabet[below(alphabet.size())]);
          break;
        default: {
          const std::string& other = seeds[below(seeds.size())].head;
          head.insert(at, other.substr(below(other.size()), below(40)));
        }
      }
    }
    const auto verdict = judge(head);
    const auto* passing = std::get_if<Head>(&verdict);
    if (passing == nullptr) continue;
    ++passed;
    EXPECT_EQ(passing->headers.count("Host"), 1u);
    const std::size_t lengths = passing->headers.count("Content-Length");
    const std::size_t codings = passing->headers.count("Transfer-Encoding");
    EXPECT_LE(lengths + codings, 1u) << head;
    EXPECT_EQ(passing->framing == BodyFraming::kChunked, codings == 1) << head;
    EXPECT_EQ(passing->path.front(), '/');
    EXPECT_EQ((passing->path + "/").find("/../"), std::string::npos) << head;
    EXPECT_EQ(head.find("\n "), std::string::npos) << head;
  }
  EXPECT_GT(passed, 1'000);
}

}  // namespace
}  // namespace tirkeu::http
