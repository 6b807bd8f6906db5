#include "sync/http/message.h"

#include <gtest/gtest.h>

#include "sync/http/response_writer.h"

namespace tirkeu::http {
namespace {

TEST(Headers, FindFieldsInAnyCaseAndKeepRepeatedOnes) {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  EXPECT_EQ(headers.count("SET-COOKIE"), 2u);
  EXPECT_EQ(headers.get("Set-cookie"), "a=1");
  headers.set("Set-Cookie", headers.get("set-cookie"));
  EXPECT_EQ(headers.count("Set-Cookie"), 1u);
  EXPECT_EQ(headers.get("Set-Cookie"), "a=1");
  EXPECT_FALSE(headers.find("Cookie"));
}

TEST(Request, ReadsCookiesByWholeName) {
  Request request;
  request.headers.add("Cookie", "xsid=no; sid=abc=; __Host-sid=def");
  EXPECT_EQ(request.cookie("sid"), "abc=");
  EXPECT_EQ(request.cookie("__Host-sid"), "def");
  EXPECT_FALSE(request.cookie("id"));
}

TEST(Request, KnowsItsMediaTypeWithoutParameters) {
  Request request;
  EXPECT_EQ(request.media_type(), "");
  request.headers.add("Content-Type", " Application/JSON ; charset=utf-8");
  EXPECT_EQ(request.media_type(), "application/json");
}

TEST(Response, NamesADownloadInBothForms) {
  EXPECT_EQ(Response::file("up.bundle", "a/b", {}).headers.get("Content-Disposition"),
            "attachment; filename=\"up.bundle\"");
  EXPECT_EQ(Response::file("Е\"с/\r\n", "a/b", {}).headers.get("Content-Disposition"),
            "attachment; filename=\"_____"
            "___\"; filename*=UTF-8''%D0%95%22%D1%81%2F%0D%0A");
}

TEST(Response, CarriesSecurityHeadersUnlessTheHandlerSetsItsOwn) {
  Response response = Response::text(200, "x");
  response.headers.set("content-security-policy", "sandbox");
  const std::string head = head_of(response, AfterAnswer::kKeepOpen);
  EXPECT_NE(head.find("\r\ncontent-security-policy: sandbox\r\n"), std::string::npos);
  EXPECT_EQ(head.find("default-src"), std::string::npos);
  EXPECT_NE(head.find("\r\nX-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nReferrer-Policy: no-referrer\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nCross-Origin-Opener-Policy: same-origin\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nCross-Origin-Resource-Policy: same-origin\r\n"), std::string::npos);
  EXPECT_NE(head_of(Response::empty(200), AfterAnswer::kClose).find("default-src 'none'; script-src 'self'"),
            std::string::npos);
}

TEST(Response, SparingHasOnlyTheHandlersFieldsAndTheLength) {
  Response response = Response::bytes(200, "application/vnd.tirkeu.bundle", {1, 2, 3});
  response.sparing = true;
  EXPECT_EQ(head_of(response, AfterAnswer::kKeepOpen),
            "HTTP/1.1 200 \r\nContent-Type: application/vnd.tirkeu.bundle\r\nContent-Length: 3\r\n\r\n");
}

TEST(Response, LetsNoValueBeginAFieldOfItsOwn) {
  Response response = Response::empty(200);
  response.headers.add("Location", "/a\r\nSet-Cookie: sid=stolen");
  EXPECT_NE(head_of(response, AfterAnswer::kKeepOpen).find("Location: /a  Set-Cookie: sid=stolen\r\n"),
            std::string::npos);
}

TEST(Response, FramesTheBodyItselfWhateverTheHandlerSet) {
  Response response = Response::text(200, "abc");
  response.headers.add("Content-Length", "99");
  response.headers.add("Transfer-Encoding", "chunked");
  const std::string head = head_of(response, AfterAnswer::kClose);
  EXPECT_EQ(head.find("99"), std::string::npos);
  EXPECT_EQ(head.find("chunked"), std::string::npos);
  EXPECT_NE(head.find("\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"), std::string::npos);
  EXPECT_EQ(head_of(Response::empty(204), AfterAnswer::kKeepOpen).find("Content-Length"), std::string::npos);
}

TEST(ContentType, GoesByTheLastExtensionOfTheName) {
  EXPECT_EQ(content_type_of("/index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(content_type_of("/assets/app-3f.min.JS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_of("/a.css/plain"), "application/octet-stream");
  EXPECT_EQ(content_type_of("noextension"), "application/octet-stream");
}

}  // namespace
}  // namespace tirkeu::http
