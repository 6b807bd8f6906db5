#include "node/link.h"

#include <algorithm>

#include "sync/base/limits.h"

namespace tirkeu::node {
namespace {

constexpr std::string_view kMediaType = "application/vnd.tirkeu.bundle";
constexpr std::string_view kExchangePath = "/sync/v1/exchange";
/// POSTs of one round: a backlog of months is taken in several rounds, so that a person who asked gets an answer.
constexpr int kExchangesMax = 40;
constexpr base::Milliseconds kFirstWait{30'000};
constexpr base::Milliseconds kLongestWait{30 * 60'000};
constexpr base::Milliseconds kHurryMin{5'000};
constexpr base::Milliseconds kHurryMax{25'000};
/// Of a slow line one exchange takes about this long, so that what is written meanwhile need not wait for a backlog.
constexpr std::uint64_t kExchangeSeconds = 120;
constexpr std::size_t kBytesWantedMin = 8u << 10;
constexpr std::size_t kRefusalBytesMax = 64u << 10;
constexpr int kForbidden = 403;
/// What we seal to is not the hub's key any more; the body says by which keys it is, or nobody knows.
constexpr int kMisdirected = 421;

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

std::string_view code_of(RoundOutcome::Result result) {
  switch (result) {
    case RoundOutcome::Result::kDone: return "done";
    case RoundOutcome::Result::kNoLink: return "no_link";
    case RoundOutcome::Result::kNotAHub: return "not_a_hub";
    case RoundOutcome::Result::kRefused: return "hub_refused";
    case RoundOutcome::Result::kFault: return "answer_unusable";
  }
  return "no_link";
}

Link::Link(http::EventLoop& loop, Round& round, base::Clock& clock, base::Entropy& entropy, service::Log& log, LinkSettings settings)
    : loop_(loop), round_(round), clock_(clock), entropy_(entropy), log_(log), settings_(std::move(settings)) {
  settings_.hub_url = without_slash(std::move(settings_.hub_url));
}

Link::~Link() { timer_.cancel(); }

void Link::start() {
  started_ = true;
  if (settings_.interval.count() > 0) schedule(between(base::Milliseconds(500), base::Milliseconds(5'000)));
}

void Link::stop() {
  started_ = false;
  timer_.cancel();
  due_.reset();
}

void Link::hurry() {
  // After a failure the back-off stands: a line that is down does not come up because somebody typed.
  if (!started_ || running_ || settings_.interval.count() == 0 || failures_ > 0) return;
  schedule(between(kHurryMin, kHurryMax));
}

void Link::schedule(base::Milliseconds delay) {
  const base::Milliseconds due = clock_.read().since_boot + delay;
  if (due_ && *due_ <= due) return;
  timer_.cancel();
  due_ = due;
  timer_ = loop_.after(delay, [this, alive = std::weak_ptr<const bool>(alive_)] {
    if (alive.expired()) return;
    due_.reset();
    if (started_ && !running_) round_now({});
  });
}

base::Milliseconds Link::between(base::Milliseconds least, base::Milliseconds most) {
  std::array<std::uint8_t, 4> bytes{};
  entropy_.fill(bytes);
  const auto width = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + base::Milliseconds(static_cast<std::int64_t>(base::read_le(bytes) % width));
}

base::Milliseconds Link::next_delay() {
  const base::Milliseconds interval = settings_.interval;
  if (failures_ == 0) return between(interval - interval / 10, interval + interval / 10);
  const base::Milliseconds doubled = kFirstWait * (1 << std::min(failures_ - 1, 8));
  const base::Milliseconds wait = std::min(doubled, std::max(kLongestWait, interval));
  return between(wait / 2, wait);
}

std::size_t Link::bytes_wanted() const {
  const std::size_t most = base::Limits().bundle_bytes_max / 2;
  if (settings_.link_kbps == 0) return most;
  const std::uint64_t carried = std::uint64_t{settings_.link_kbps} * 1000 / 8 * kExchangeSeconds;
  return std::clamp<std::uint64_t>(carried, kBytesWantedMin, most);
}

void Link::round_now(Done done) {
  if (done) waiting_.push_back(std::move(done));
  if (running_) return;
  running_ = true;
  timer_.cancel();
  due_.reset();
  current_ = RoundOutcome{};
  current_.at = clock_.now();
  exchange();
}

void Link::exchange() {
  if (settings_.hub_url.empty()) return finish(RoundOutcome::Result::kNoLink, "url", "no address of the hub is known");
  try {
    UpSummary up = round_.make_up(bytes_wanted());
    http::ClientRequest request;
    request.url = settings_.hub_url + std::string(kExchangePath);
    request.method = "POST";
    request.head_style = http::ClientRequest::HeadStyle::kSparing;
    request.body = std::move(up.bundle);
    request.response_bytes_max = base::Limits().bundle_bytes_max + kRefusalBytesMax;
    request.certificate_sha256 = settings_.certificate_sha256;
    ++current_.exchanges;
    http::send(loop_, std::move(request),
               [this, alive = std::weak_ptr<const bool>(alive_), up = std::move(up)](http::ClientResult result) {
                 if (!alive.expired()) take(up, std::move(result));
               });
  } catch (const base::DiskError& fault) {
    // The witness could not be written, so nothing left.
    finish(RoundOutcome::Result::kFault, "witness", fault.what());
  } catch (const store::StoreError& fault) {
    finish(RoundOutcome::Result::kFault, "database", fault.what());
    if (fault.fatal()) throw;
  }
}

void Link::take(const UpSummary& up, http::ClientResult result) {
  const http::ByteCounts& wire = result ? result->wire : result.error().wire;
  current_.wire.sent += wire.sent;
  current_.wire.received += wire.received;
  if (!result) {
    const std::string cause = result.error().cause == http::ClientError::Cause::kTimedOut ? "timed out: " : "";
    return finish(RoundOutcome::Result::kNoLink, std::string(http::name_of(result.error().step)), cause + result.error().text);
  }
  const std::string media_type = result->media_type();
  const std::string what = "HTTP " + std::to_string(result->status) + ", " + (media_type.empty() ? "no media type" : media_type);
  if (result->status == kForbidden && media_type == "application/json" && !round_.hub_return().shows_all()) {
    // A hub that was restored from a backup may have forgotten us: the grant and a receipt, both signed by it, say who we are.
    round_.hub_return().show_all();
    return exchange();
  }
  if (result->status == kMisdirected && protocol::is_statement_file(result->body)) return take_keys(*result, what);
  if (result->status >= 400 && media_type == "application/json")
    return finish(RoundOutcome::Result::kRefused, std::to_string(result->status), what);
  // The hub names no type to who named none; anything else that answers 200 says what it is, or does not open.
  if (result->status != 200 || (!media_type.empty() && media_type != kMediaType)) return finish(RoundOutcome::Result::kNotAHub, "", what);
  try {
    take_answer(up, *result);
  } catch (const store::StoreError& fault) {
    finish(RoundOutcome::Result::kFault, "database", fault.what());
    if (fault.fatal()) throw;
  }
}

void Link::take_keys(const http::Response& response, const std::string& what) {
  try {
    const std::expected<DownSummary, DownFault> down = round_.take_down(response.body);
    if (!down || !down->hub_keys || current_.exchanges >= kExchangesMax) return finish(RoundOutcome::Result::kNotAHub, "wrong_receiver", what);
  } catch (const store::StoreError& fault) {
    finish(RoundOutcome::Result::kFault, "database", fault.what());
    if (fault.fatal()) throw;
    return;
  }
  log_.warning("hub_keys_changed");
  exchange();
}

void Link::take_answer(const UpSummary& up, const http::Response& response) {
  const std::expected<DownSummary, DownFault> down = round_.take_down(response.body);
  if (!down) {
    // What does not open as our hub's answer comes from something else on the way; what opens and contradicts us is a fault.
    const DownFault& fault = down.error();
    if (fault.kind == DownFault::Kind::kBundle)
      return finish(RoundOutcome::Result::kNotAHub, std::string(protocol::code_of(fault.bundle_fault)), fault.detail);
    return finish(RoundOutcome::Result::kFault, std::string(code_of(fault.kind)), fault.detail);
  }
  DownSummary& sum = current_.down;
  sum.old_answer = down->old_answer;
  sum.held_through = down->held_through;
  sum.newly_held += down->newly_held;
  sum.verdicts += down->verdicts;
  sum.index_entries += down->index_entries;
  sum.other_entries += down->other_entries;
  sum.returned += down->returned;
  sum.more = down->more;
  sum.refusal = down->refusal;
  current_.sent += up.count;
  if (down->asked_back) {
    log_.warning("hub_restored", {{"held_through", static_cast<std::int64_t>(down->held_through)}});
    if (current_.exchanges < kExchangesMax) return exchange();
  }
  const bool waits = up.waiting > 0 || down->more;
  // Only what gets on goes on: a hub that always says "more" and brings nothing must not keep the line busy.
  const std::uint32_t brought = down->verdicts + down->index_entries + down->other_entries + down->returned;
  const bool moved = down->newly_held > 0 || brought > 0 || down->life_began;
  if (waits && moved && down->refusal == wire::Refusal::kNone && current_.exchanges < kExchangesMax) return exchange();
  finish(RoundOutcome::Result::kDone, "", "");
}

void Link::finish(RoundOutcome::Result result, std::string step, std::string text) {
  current_.result = result;
  current_.step = std::move(step);
  current_.text = std::move(text);
  running_ = false;
  last_ = current_;
  if (result == RoundOutcome::Result::kDone) {
    failures_ = 0;
    log_.info("round", {{"sent", current_.sent},
                        {"held", current_.down.newly_held},
                        {"verdicts", current_.down.verdicts},
                        {"index", current_.down.index_entries},
                        {"bytes_up", current_.wire.sent},
                        {"bytes_down", current_.wire.received},
                        {"refusal", service::Name{wire::code_of(current_.down.refusal)}}});
  } else {
    ++failures_;
    log_.warning("round_failed", {{"result", service::Name{code_of(result)}},
                                  {"step", service::Code{current_.step.empty() ? "-" : current_.step}},
                                  {"fault", service::Fault{current_.text}}});
  }
  if (started_ && settings_.interval.count() > 0) schedule(next_delay());
  // A wish made by one of them begins the next round, so the list is taken first.
  const std::vector<Done> told = std::exchange(waiting_, {});
  for (const Done& done : told) done(*last_);
}

}  // namespace tirkeu::node
