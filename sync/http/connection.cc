#include "sync/http/connection.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/http/loop_core.h"
#include "sync/http/message_reader.h"

namespace tirkeu::http {
namespace {

constexpr std::size_t kReadBytes = 16u << 10;
// When a client whose body has no room may come again.
constexpr std::uint64_t kRetryAfterLeast_s = 5, kRetryAfterSpread_s = 30;
// A chunk's header line (size and extensions) or the trailer must fit; more than that without progress is an attack.
constexpr std::size_t kUnusedBytesMax = 8u << 10;
// What a refused sender may still push into us before the connection is cut, and for how long.
constexpr std::size_t kLingerBytes = 1u << 20;
constexpr std::chrono::milliseconds kLinger{2'000};
// Up to here head and body leave in one piece, which is one packet or TLS record on small answers.
constexpr std::size_t kJoinedBytes = 64u << 10;
// The first byte of every TLS connection: the content type of a handshake record (RFC 8446 section 5.1).
constexpr char kTlsHandshakeRecord = 0x16;

}  // namespace

Connection::Connection(std::shared_ptr<ServerShared> shared, Wire::Socket socket, Peer peer, std::string remote_address)
    : shared_(std::move(shared)),
      wire_(std::make_shared<Wire>(std::move(socket))),
      peer_(peer),
      remote_address_(std::move(remote_address)),
      answered_(shared_->loop.core().io) {
  shared_->open.insert(this);
  ++shared_->open_per_peer[remote_address_];
  ++shared_->counts.connections;
}

Connection::~Connection() {
  give_room_back();
  shared_->open.erase(this);
  const auto same_peer = shared_->open_per_peer.find(remote_address_);
  if (--same_peer->second == 0) shared_->open_per_peer.erase(same_peer);
  const ByteCounts counts = wire_->counts();
  shared_->ended_bytes.received += counts.received;
  shared_->ended_bytes.sent += counts.sent;
}

void Connection::close_when_idle() {
  if (stage_ != Stage::kBusy) wire_->close();
}

void Connection::abort() {
  aborted_ = true;
  wire_->close();
  answered_.cancel();
}

void Connection::be_patient(std::chrono::milliseconds stall, std::chrono::milliseconds hard) {
  Patience patience;
  patience.stall = stall;
  patience.hard = asio::steady_timer::clock_type::now() + hard;
  patience.bytes_per_s_min = shared_->options.body_bytes_per_s_min;
  wire_->set_patience(patience);
}

asio::awaitable<void> Connection::run() {
  const bool opened = co_await open_channel();
  Next next = opened ? Next::kAnotherRequest : Next::kClose;
  while (next == Next::kAnotherRequest && !shared_->stopping && !aborted_) next = co_await serve_one();
  // An idle browser is no fault, and a refused sender that outstays the linger has been counted as refused.
  if (wire_->timed_out() && !refused_ && stage_ != Stage::kIdle) ++shared_->counts.timed_out;
  wire_->close();
}

asio::awaitable<bool> Connection::open_channel() {
  if (!shared_->tls || peer_ == Peer::kControlSocket) co_return true;
  const ServerDeadlines& deadlines = shared_->options.deadlines;
  be_patient(deadlines.handshake, deadlines.handshake);
  char first = 0;
  ErrorCode error = co_await wire_->peek(first);
  if (error) co_return false;
  if (first != kTlsHandshakeRecord) {
    plain_on_tls_port_ = true;
    co_return true;
  }
  error = co_await wire_->handshake(*shared_->tls, Wire::Side::kServer, std::string());
  co_return !error;
}

asio::awaitable<ErrorCode> Connection::read_more() {
  const std::size_t before = received_.size();
  received_.resize(before + kReadBytes);
  std::size_t count = 0;
  const ErrorCode error = co_await wire_->read_some(received_.data() + before, kReadBytes, count);
  received_.resize(before + count);
  co_return error;
}

asio::awaitable<bool> Connection::await_first_byte() {
  if (!received_.empty()) co_return true;
  stage_ = Stage::kIdle;
  be_patient(shared_->options.deadlines.idle, shared_->options.deadlines.idle);
  const ErrorCode error = co_await read_more();
  if (error) co_return false;
  stage_ = Stage::kBusy;
  co_return true;
}

// The gate's verdict on the next head; nothing when the connection is to be closed, a refusal having been answered.
asio::awaitable<std::optional<Head>> Connection::read_head() {
  const ServerDeadlines& deadlines = shared_->options.deadlines;
  be_patient(deadlines.head, deadlines.head);
  std::optional<Refusal> refusal;
  while (!refusal) {
    const auto end = find_head_end(received_, shared_->options.header_bytes_max);
    if (const auto* bad = std::get_if<Refusal>(&end)) {
      refusal = *bad;
    } else if (const auto* size = std::get_if<std::size_t>(&end)) {
      head_text_ = received_.substr(0, *size);
      received_.erase(0, *size);
      auto verdict = judge_head(head_text_, host_rule());
      if (auto* head = std::get_if<Head>(&verdict)) co_return std::move(*head);
      refusal = std::get<Refusal>(verdict);
    } else {
      const ErrorCode error = co_await read_more();
      if (error) co_return std::nullopt;
    }
  }
  co_await refuse(refusal->status, refusal->reason);
  co_return std::nullopt;
}

HostRule Connection::host_rule() const {
  if (peer_ != Peer::kControlSocket) return shared_->tcp_hosts;
  HostRule rule;
  rule.any = true;
  return rule;
}

asio::awaitable<Connection::Next> Connection::serve_one() {
  const bool begun = co_await await_first_byte();
  if (!begun) co_return Next::kClose;
  std::optional<Head> head = co_await read_head();
  if (!head || shared_->handler == nullptr) co_return Next::kClose;
  const std::string method = head->method;
  const bool keep_alive = head->keep_alive;
  if (plain_on_tls_port_) {
    Response away = Response::redirect(308, "https://" + std::string(head->headers.get("Host")) + head->target);
    co_await write_answer(std::move(away), AfterAnswer::kClose, method);
    be_patient(kLinger, kLinger);
    co_await wire_->linger(kLingerBytes);
    co_return Next::kClose;
  }
  base::Bytes body;
  const bool complete = co_await read_body(*head, body);
  if (!complete || shared_->handler == nullptr) co_return Next::kClose;
  ++shared_->counts.requests;
  Response response = co_await ask_handler(std::move(*head), std::move(body));
  give_room_back();
  if (aborted_) co_return Next::kClose;
  const AfterAnswer after = keep_alive && !shared_->stopping ? AfterAnswer::kKeepOpen : AfterAnswer::kClose;
  const bool written = co_await write_answer(std::move(response), after, method);
  co_return written&& after == AfterAnswer::kKeepOpen ? Next::kAnotherRequest : Next::kClose;
}

asio::awaitable<bool> Connection::read_body(const Head& head, base::Bytes& body) {
  if (head.framing == BodyFraming::kNone) co_return true;
  const std::size_t limit = shared_->handler->body_limit(head.method, head.path);
  if (head.framing == BodyFraming::kLength && head.length > limit) {
    co_await refuse(413, "body too large");
    co_return false;
  }
  const bool has_room = co_await take_room(head, limit);
  if (!has_room) co_return false;
  const ServerDeadlines& deadlines = shared_->options.deadlines;
  be_patient(deadlines.stall, deadlines.transfer);
  if (head.expects_continue) {
    const ErrorCode error = co_await wire_->write("HTTP/1.1 100 Continue\r\n\r\n");
    if (error) co_return false;
  }
  const bool complete = co_await read_framed_body(head, limit, body);
  co_return complete;
}

asio::awaitable<bool> Connection::take_room(const Head& head, std::size_t limit) {
  // A body in chunks says nothing of its length, so it is taken for the longest that it may be.
  const std::uint64_t announced = head.framing == BodyFraming::kLength ? head.length : limit;
  if (announced <= shared_->options.small_body_bytes) co_return true;
  if (shared_->large_bodies_bytes + announced > shared_->options.large_bodies_bytes_max) {
    Response answer = refusal_answer(503, "busy; come again");
    // Each is told another moment, so that those who were turned away together do not come back together.
    answer.headers.set("Retry-After", std::to_string(kRetryAfterLeast_s + shared_->counts.turned_away * 7 % kRetryAfterSpread_s));
    ++shared_->counts.turned_away;
    co_await refuse_with(std::move(answer));
    co_return false;
  }
  room_taken_ = announced;
  shared_->large_bodies_bytes += announced;
  co_return true;
}

void Connection::give_room_back() { shared_->large_bodies_bytes -= std::exchange(room_taken_, 0); }

asio::awaitable<bool> Connection::read_framed_body(const Head& head, std::size_t limit, base::Bytes& body) {
  // Twice the gate's limit: the parser must never be the stricter of the two about sizes.
  MessageReader reader(MessageReader::Kind::kRequest, 2 * shared_->options.header_bytes_max, limit);
  const std::size_t head_taken = reader.put(head_text_);
  if (head_taken != head_text_.size() || reader.state() != MessageReader::State::kBody) {
    co_await refuse(400, "malformed head");
    co_return false;
  }
  const TimePoint begun = asio::steady_timer::clock_type::now();
  std::size_t total = 0;
  while (true) {
    const std::size_t taken = received_.empty() ? 0 : reader.put(received_);
    received_.erase(0, taken);
    total += taken;
    if (reader.state() == MessageReader::State::kDone) break;
    if (reader.state() == MessageReader::State::kTooLarge) {
      co_await refuse(413, "body too large");
      co_return false;
    }
    const bool stuck = received_.size() > kUnusedBytesMax && taken == 0;
    if (reader.state() == MessageReader::State::kMalformed || stuck) {
      co_await refuse(400, "malformed body");
      co_return false;
    }
    if (too_slow(total, begun)) {
      ++shared_->counts.timed_out;
      co_return false;
    }
    const ErrorCode error = co_await read_more();
    if (error) co_return false;
  }
  if (head.framing == BodyFraming::kLength && total != head.length) {
    co_await refuse(400, "malformed body");
    co_return false;
  }
  body = reader.take_body();
  co_return true;
}

bool Connection::too_slow(std::size_t received, TimePoint since) const {
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(asio::steady_timer::clock_type::now() - since);
  if (elapsed <= shared_->options.deadlines.rate_grace) return false;
  return received * 1000 < shared_->options.body_bytes_per_s_min * static_cast<std::uint64_t>(elapsed.count());
}

asio::awaitable<Response> Connection::ask_handler(Head head, base::Bytes body) {
  Request request;
  request.method = head.method == "HEAD" ? "GET" : std::move(head.method);
  request.path = std::move(head.path);
  request.query = std::move(head.query);
  request.headers = std::move(head.headers);
  request.body = std::move(body);
  request.peer = peer_;
  request.tls = shared_->tls.has_value() && peer_ != Peer::kControlSocket;
  request.remote_address = remote_address_;

  answer_.reset();
  const std::uint64_t exchange = ++exchange_;
  std::weak_ptr<Connection> weak = weak_from_this();
  Reply reply([weak = std::move(weak), exchange](Response response) {
    const auto self = weak.lock();
    if (!self || self->exchange_ != exchange) return;
    self->answer_ = std::move(response);
    self->answered_.cancel();
  });
  answered_.expires_at(TimePoint::max());
  try {
    shared_->handler->handle(std::move(request), std::move(reply));
  } catch (...) {
    shared_->loop.report_fault(std::current_exception());
  }
  ErrorCode error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  if (!answer_ && !aborted_) co_await answered_.async_wait(token);
  ++exchange_;  // an answer from now on belongs to nobody
  if (!answer_) co_return refusal_answer(500, "internal error");
  co_return std::move(*answer_);
}

asio::awaitable<bool> Connection::write_answer(Response response, AfterAnswer after, std::string_view method) {
  be_patient(shared_->options.deadlines.stall, shared_->options.deadlines.transfer);
  std::string head = head_of(response, after);
  const bool bodiless = method == "HEAD" || response.status == 204 || response.status == 304;
  const std::string_view body = bodiless ? std::string_view() : response.body_text();
  const bool joined = body.size() <= kJoinedBytes;
  if (joined) head += body;
  ErrorCode error = co_await wire_->write(head);
  if (!error && !joined) error = co_await wire_->write(body);
  co_return !error;
}

asio::awaitable<void> Connection::refuse(int status, std::string reason) {
  Response answer = refusal_answer(status, reason);
  co_await refuse_with(std::move(answer));
}

asio::awaitable<void> Connection::refuse_with(Response answer) {
  ++shared_->counts.refused;
  refused_ = true;
  const bool written = co_await write_answer(std::move(answer), AfterAnswer::kClose, "GET");
  if (!written) co_return;
  be_patient(kLinger, kLinger);
  co_await wire_->linger(kLingerBytes);
}

}  // namespace tirkeu::http
