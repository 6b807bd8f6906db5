#include "sync/http/message_reader.h"

#include <gtest/gtest.h>

namespace tirkeu::http {
namespace {

using Kind = MessageReader::Kind;
using State = MessageReader::State;

// Offers `bytes` in pieces of `step`, keeping what the reader leaves, and returns what nobody took.
std::string feed(MessageReader& reader, const std::string& bytes, std::size_t step) {
  std::string kept;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    kept += bytes.substr(at, step);
    kept.erase(0, reader.put(kept));
  }
  return kept;
}

const std::string kChunked =
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nHost: "
    "b\r\n\r\n";

TEST(MessageReader, ReadsChunkedBodiesCutAnywhere) {
  for (std::size_t step = 1; step <= kChunked.size(); ++step) {
    MessageReader reader(Kind::kRequest, 8192, 100);
    EXPECT_EQ(feed(reader, kChunked, step), "") << step;
    ASSERT_EQ(reader.state(), State::kDone) << step;
    const base::Bytes body = reader.take_body();
    EXPECT_EQ(std::string(body.begin(), body.end()), "Wikipedia") << step;
  }
}

// A fuzzer's find: the library ended the daemon by an assertion when a last chunk arrived alone and in pieces.
TEST(MessageReader, ABodyOfTheLastChunkAloneMayArriveCutAnywhere) {
  for (const std::string body : {"0\r\n\r\n", "0;a=b\r\n\r\n", "000\r\nHost: b\r\n\r\n"}) {
    const std::string message = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    for (std::size_t step = 1; step <= message.size(); ++step) {
      MessageReader reader(Kind::kRequest, 8192, 100);
      EXPECT_EQ(feed(reader, message, step), "") << body << step;
      ASSERT_EQ(reader.state(), State::kDone) << body << step;
      EXPECT_TRUE(reader.take_body().empty());
    }
  }
}

TEST(MessageReader, LeavesTheNextMessageAlone) {
  MessageReader reader(Kind::kRequest, 8192, 100);
  const std::string next = "GET /next HTTP/1.1\r\n";
  EXPECT_EQ(feed(reader, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + next, 4096), next);
  EXPECT_EQ(reader.state(), State::kDone);
}

TEST(MessageReader, StopsAtTheBodyLimit) {
  MessageReader declared(Kind::kRequest, 8192, 8);
  feed(declared, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", 4096);
  EXPECT_EQ(declared.state(), State::kTooLarge);
  MessageReader chunked(Kind::kRequest, 8192, 8);
  feed(chunked, kChunked, 4096);
  EXPECT_EQ(chunked.state(), State::kTooLarge);
}

TEST(MessageReader, RefusesBrokenChunks) {
  for (const char* body : {"x\r\n", "-1\r\n", "4\r\nWikiXY\r\n", "fffffffffffffffff\r\n"}) {
    MessageReader reader(Kind::kRequest, 8192, 1000);
    feed(reader, std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") + body, 4096);
    EXPECT_TRUE(reader.state() == State::kMalformed || reader.state() == State::kTooLarge) << body;
  }
}

TEST(MessageReader, ReadsABodyToTheEndOfTheConnection) {
  MessageReader reader(Kind::kResponse, 8192, 100);
  feed(reader, "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", 7);
  EXPECT_EQ(reader.state(), State::kBody);
  reader.put_end();
  EXPECT_EQ(reader.state(), State::kDone);
  EXPECT_EQ(reader.status(), 200);
  EXPECT_EQ(reader.headers().get("content-type"), "text/html");
}

TEST(MessageReader, TakesAnEarlyEndForAFault) {
  MessageReader reader(Kind::kResponse, 8192, 100);
  feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 4096);
  reader.put_end();
  EXPECT_EQ(reader.state(), State::kMalformed);
  MessageReader nothing(Kind::kResponse, 8192, 100);
  nothing.put_end();
  EXPECT_EQ(nothing.state(), State::kMalformed);
}

}  // namespace
}  // namespace tirkeu::http
