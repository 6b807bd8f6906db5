// A whole node behind the front of the API, without a socket.
#pragma once

#include <boost/json.hpp>
#include <sstream>

#include "node/api.h"
#include "node/host.h"
#include "tests/unit/node/office.h"

namespace tirkeu::node {

namespace json = boost::json;

class QuietLog final : public service::LogSink {
 public:
  void write(service::LogLevel, std::string_view event, std::span<const service::LogField> fields) override {
    std::string line(event);
    for (const service::LogField& field : fields) line += " " + std::string(field.key()) + "=" + field.value();
    lines.push_back(std::move(line));
  }
  std::vector<std::string> lines;
};

struct Answer {
  int status = 0;
  http::Headers headers;
  json::value body;
  base::Bytes bytes;

  std::string code() const { return std::string(body.at("error").at("code").as_string()); }
  std::string text(std::string_view name) const { return std::string(body.at(name).as_string()); }
};

/// A whole node behind the front of the API, without a socket.
class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    config_ = service::default_node_config(folder_.path());
    config_.hub_url = "http://127.0.0.1:1";  // Nothing listens there.
    const NodeWorld world{clock_, entropy_, disk_, tagger_, {}};
    Node::create(NodeFiles::in(config_.data), testing::invented_enrolment(3, entropy_), world);
    auto sink = std::make_unique<QuietLog>();
    sink_ = sink.get();
    log_ = std::make_unique<service::Log>(service::LogLevel::kInfo, std::move(sink), clock_);
    host_ = std::make_unique<NodeHost>(loop_, config_, world, *log_);
    daemon::ApiOptions options;
    options.program = service::Program::kNode;
    api_ = std::make_unique<daemon::Api>(
        daemon::ApiParts{loop_, host_->node().database(), host_->accounts(), clock_, entropy_, *log_, metrics_, nullptr}, options);
    const Written written = [this] { ++written_; };
    add_application_routes(*api_, host_->node(), host_->drafts(), *log_, written);
    add_act_routes(*api_, host_->node(), written);
    add_stay_routes(*api_, host_->node(), written);
    add_attachment_routes(*api_, host_->node(), written);
    add_visit_routes(*api_, host_->node(), written);
    add_opinion_routes(*api_, host_->node(), written);
    add_indicator_routes(*api_, host_->node());
    add_audit_routes(*api_, host_->node());
    add_take_over_routes(*api_, host_->node(), written);
    add_draft_routes(*api_, host_->node(), host_->drafts());
    add_round_routes(*api_, host_->node(), host_->link(), {});
    add_reference_routes(*api_, host_->node());
    add_status_route(*api_, host_->node(), host_->link(), disk_, config_.data);
    log_in("aigul", service::Role::kClerk);
  }

  /// A login without a password: hashing is tested elsewhere and costs a tenth of a second.
  void log_in(const std::string& name, service::Role role) {
    if (!host_->accounts().find(name)) {
      const auto added = host_->accounts().add(name, role, "$argon2id$none", daemon::Account::Password::kOwn);
      EXPECT_TRUE(added);
    }
    token_ = host_->accounts().open_login(*host_->accounts().find(name), "test").token;
  }

  Answer ask(std::string method, std::string path, base::Bytes body = {}, std::string key = "", std::string language = "en") {
    http::Request request;
    request.method = std::move(method);
    const std::size_t mark = path.find('?');
    request.path = path.substr(0, mark);
    if (mark != std::string::npos) {
      std::istringstream query(path.substr(mark + 1));
      for (std::string pair; std::getline(query, pair, '&');)
        request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
    }
    request.peer = http::Peer::kLoopback;
    request.remote_address = "127.0.0.1";
    request.headers.set("Cookie", "sid=" + token_);
    request.headers.set("X-Tirkeu", "1");
    request.headers.set("Accept-Language", language);
    if (!key.empty()) request.headers.set("Idempotency-Key", key);
    request.body = std::move(body);
    std::optional<http::Response> response;
    http::Reply::Sink sink = [&](http::Response made) {
      response = std::move(made);
      loop_.stop();
    };
    api_->handle(std::move(request), http::Reply(std::move(sink)));
    if (!response) loop_.run();
    Answer answer{response->status, response->headers, nullptr, response->body};
    boost::system::error_code fault;
    answer.body = json::parse(response->body_text(), fault);
    return answer;
  }
  Answer post(const std::string& path, const json::value& body, std::string key = "") {
    const std::string text = json::serialize(body);
    const base::ByteView bytes = base::bytes_of(text);
    return ask("POST", "/api/v1/" + path, base::Bytes(bytes.begin(), bytes.end()), std::move(key));
  }
  Answer put(const std::string& path, const json::value& body) {
    const std::string text = json::serialize(body);
    const base::ByteView bytes = base::bytes_of(text);
    return ask("PUT", "/api/v1/" + path, base::Bytes(bytes.begin(), bytes.end()));
  }
  Answer get(const std::string& path) { return ask("GET", "/api/v1/" + path); }
  std::string accept() { return post("applications", registry::test::yilmaz_body()).text("id"); }

  testing::Folder folder_;
  testing::SetClock clock_{testing::kMorning};
  testing::SeededEntropy entropy_{9};
  base::SystemDisk disk_;
  testing::QuickTagger tagger_;
  service::NodeConfig config_;
  QuietLog* sink_ = nullptr;
  std::unique_ptr<service::Log> log_;
  http::EventLoop loop_{1};
  service::Metrics metrics_;
  std::unique_ptr<NodeHost> host_;
  std::unique_ptr<daemon::Api> api_;
  std::string token_;
  int written_ = 0;
};

}  // namespace tirkeu::node
