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
constexpr int kForbidden = 403, kBusy = 503;
/// A hub that has no room says when to come again; longer than this nobody is believed.
constexpr std::int64_t kRetryAfterMax_s = 3600;
/// No office's backlog keeps the hub from the others for longer than these take, about half a second.
constexpr std::size_t kEntriesPerExchange = 1000;
/// When a window opens, the offices that wait for it come over so long a time.
constexpr base::Milliseconds kOpening{5 * 60'000};

/// Seconds of a Retry-After; nothing for a date, which would be of the hub's clock, and for nonsense.
std::optional<base::Milliseconds> retry_after(const http::Response& response) {
  const std::string text(response.headers.get("Retry-After"));
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::chrono::seconds(std::clamp<std::int64_t>(std::stoll(text), 1, kRetryAfterMax_s));
}
/// What a hub answers to a bundle that it cannot read.
constexpr std::string_view kOlderHub = R"("code":"unknown_version")";

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

std::size_t bytes_wanted(std::uint32_t link_kbps) {
  const std::size_t most = base::Limits().bundle_bytes_max / 2;
  if (link_kbps == 0) return most;
  const std::uint64_t carried = std::uint64_t{link_kbps} * 1000 / 8 * kExchangeSeconds;
  return std::clamp<std::uint64_t>(carried, kBytesWantedMin, most);
}

bool is_worth_another(const UpSummary& up, const DownSummary& down) {
  const std::uint32_t brought = down.verdicts + down.index_entries + down.other_entries + down.returned;
  const bool moved = down.newly_held > 0 || brought > 0 || down.life_began;
  return (up.waiting > 0 || down.more) && moved && down.refusal == wire::Refusal::kNone;
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

bool Link::in_a_window_now() const {
  return !settings_.zone || settings_.windows.until_open(settings_.zone->to_local(clock_.now()).since_midnight).count() == 0;
}

base::Milliseconds Link::in_a_window(base::Milliseconds delay) {
  if (!settings_.zone) return delay;
  const base::Milliseconds shut = settings_.windows.until_open(settings_.zone->to_local(clock_.now() + delay).since_midnight);
  if (shut.count() == 0) return delay;
  const base::Milliseconds open = settings_.windows.until_closed(settings_.zone->to_local(clock_.now() + delay + shut).since_midnight);
  return delay + shut + between(base::Milliseconds(0), std::min(kOpening, open / 2));
}

std::optional<base::Instant> Link::next_round_at() const {
  if (!due_) return std::nullopt;
  const base::ClockReading now = clock_.read();
  return now.wall + std::max(*due_ - now.since_boot, base::Milliseconds(0));
}

void Link::schedule(base::Milliseconds delay) {
  delay = in_a_window(delay);
  const base::Milliseconds due = clock_.read().since_boot + delay;
  if (due_ && *due_ <= due) return;
  timer_.cancel();
  due_ = due;
  timer_ = loop_.after(delay, [this, alive = std::weak_ptr<const bool>(alive_)] {
    if (alive.expired()) return;
    due_.reset();
    if (!started_ || running_) return;
    // The clock may have been set since.
    if (in_a_window_now()) return round_now({});
    schedule(base::Milliseconds(0));
  });
}

base::Milliseconds Link::between(base::Milliseconds least, base::Milliseconds most) {
  std::array<std::uint8_t, 4> bytes{};
  entropy_.fill(bytes);
  const auto width = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + base::Milliseconds(static_cast<std::int64_t>(base::read_le(bytes) % width));
}

base::Milliseconds Link::next_delay() {
  if (const std::optional<base::Milliseconds> wait = std::exchange(told_to_wait_, std::nullopt)) return between(*wait, *wait + *wait / 2);
  const base::Milliseconds interval = settings_.interval;
  if (failures_ == 0) return between(interval - interval / 10, interval + interval / 10);
  const base::Milliseconds doubled = kFirstWait * (1 << std::min(failures_ - 1, 8));
  const base::Milliseconds wait = std::min(doubled, std::max(kLongestWait, interval));
  return between(wait / 2, wait);
}

void Link::round_now(Done done) {
  // A person who asks while a round is under way wants all of it, window or not.
  if (done) asked_for_ = true;
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
    UpSummary up = round_.make_up(bytes_wanted(settings_.link_kbps), kEntriesPerExchange);
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
  if (result->status == kBusy) told_to_wait_ = retry_after(*result);
  if (result->status >= 400 && media_type == "application/json") {
    // A hub that is older than this program says so; anything else is told by its number.
    const bool is_older = base::text_of(result->body).find(kOlderHub) != std::string_view::npos;
    return finish(RoundOutcome::Result::kRefused, is_older ? "unknown_version" : std::to_string(result->status), what);
  }
  // The hub names no type to who named none; anything else that answers 200 says what it is, or does not open.
  if (result->status != 200 || (!media_type.empty() && media_type != kMediaType)) return finish(RoundOutcome::Result::kNotAHub, "", what);
  try {
    take_answer(up, *result);
  } catch (const store::StoreError& fault) {
    finish(RoundOutcome::Result::kFault, "database", fault.what());
    if (fault.fatal()) throw;
  }
}

void Link::take_answer(const UpSummary& up, const http::Response& response) {
  const std::expected<DownSummary, DownFault> down = round_.take_down(response.body);
  if (!down) {
    // What does not open as our hub's answer comes from something else on the way; what opens and contradicts us is a fault.
    const DownFault& fault = down.error();
    if (fault.kind == DownFault::Kind::kBundle && fault.bundle_fault == protocol::BundleFault::kUnknownVersion)
      return finish(RoundOutcome::Result::kFault, "unknown_version", "the answer is of a newer program");
    if (fault.kind == DownFault::Kind::kBundle)
      return finish(RoundOutcome::Result::kNotAHub, std::string(protocol::code_of(fault.bundle_fault)), fault.detail);
    return finish(RoundOutcome::Result::kFault, std::string(code_of(fault.kind)), fault.detail);
  }
  // A cache on the way, or somebody who kept it: whatever the hub would have said to this bundle was not heard.
  if (down->old_answer) return finish(RoundOutcome::Result::kNotAHub, "old_answer", "an answer that was taken in before");
  DownSummary& sum = current_.down;
  sum.old_answer = down->old_answer;
  sum.held_through = down->held_through;
  sum.newly_held += down->newly_held;
  sum.verdicts += down->verdicts;
  sum.index_entries += down->index_entries;
  sum.other_entries += down->other_entries;
  sum.returned += down->returned;
  sum.restated = sum.restated || down->restated;
  sum.more = down->more;
  sum.refusal = down->refusal;
  current_.sent += up.count;
  if (down->asked_back) {
    log_.warning("hub_restored", {{"held_through", static_cast<std::int64_t>(down->held_through)}});
    if (current_.exchanges < kExchangesMax) return exchange();
  }
  // What was said again goes up at once.
  if (down->restated && current_.exchanges < kExchangesMax) {
    log_.info("restated", {{"entries", static_cast<std::int64_t>(up.waiting + up.count)}});
    return exchange();
  }
  const bool may_go_on = asked_for_ || in_a_window_now();
  if (is_worth_another(up, *down) && may_go_on && current_.exchanges < kExchangesMax) return exchange();
  finish(RoundOutcome::Result::kDone, "", "");
}

void Link::finish(RoundOutcome::Result result, std::string step, std::string text) {
  current_.result = result;
  current_.step = std::move(step);
  current_.text = std::move(text);
  running_ = false;
  asked_for_ = false;
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
