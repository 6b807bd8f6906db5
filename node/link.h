// The node's line to its hub: one round = one POST with a bundle up and a bundle down. Rounds start by timer, by a person's
// wish, and soon after something was written; a failure waits longer each time. "No link" is whatever did not end in a
// bundle that authenticates itself: no route, a captive portal, a proxy's page, a wrong server.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/round.h"
#include "sync/http/client.h"
#include "sync/service/log.h"

namespace tirkeu::node {

struct LinkSettings {
  std::string hub_url;                             ///< without path; the sync endpoint is appended
  std::optional<std::string> certificate_sha256;
  std::chrono::seconds interval{300};              ///< 0: only when asked
  std::uint32_t link_kbps = 0;                     ///< 0: unlimited
};

/// How the last attempt at a round ended, for the status line.
struct RoundOutcome {
  enum class Result {
    kDone,         ///< an answer was taken in
    kNoLink,       ///< see step and text
    kNotAHub,      ///< something answered, but not with a bundle
    kRefused,      ///< the hub answered with an HTTP error; see text
    kFault,        ///< an answer came and was not taken in; see text
  };
  Result result = Result::kNoLink;
  base::Instant at{};
  std::string step;              ///< kNoLink: http::name_of the step that failed; kFault: code of the fault
  std::string text;              ///< technical English, for log and "copy for support"
  std::uint32_t sent = 0;        ///< entries that went up
  DownSummary down;
  http::ByteCounts wire;
  int exchanges = 0;             ///< POSTs of this round: more than one when more waited on either side
};
std::string_view code_of(RoundOutcome::Result result);

class Link {
 public:
  Link(http::EventLoop& loop, Round& round, base::Clock& clock, base::Entropy& entropy, service::Log& log, LinkSettings settings);
  /// An exchange under way is forgotten: its answer comes again with the next round.
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  using Done = std::function<void(const RoundOutcome&)>;
  /// One round now; further wishes while it runs wait for it and get the same outcome.
  void round_now(Done done);
  /// Rounds by timer from now on; call once.
  void start();
  /// Something was written: a round within half a minute instead of at the end of the interval.
  void hurry();
  void stop();
  bool running() const { return running_; }
  const std::optional<RoundOutcome>& last() const { return last_; }

 private:
  void exchange();
  void take(const UpSummary& up, http::ClientResult result);
  void take_keys(const http::Response& response, const std::string& what);
  void take_answer(const UpSummary& up, const http::Response& response);
  void finish(RoundOutcome::Result result, std::string step, std::string text);
  /// A round after `delay`, unless an earlier one is due already.
  void schedule(base::Milliseconds delay);
  /// When the next round by timer is due, counted from the end of the last.
  base::Milliseconds next_delay();
  /// A number from `least` to `most`, so that the offices of a department don't come all at once after a power cut.
  base::Milliseconds between(base::Milliseconds least, base::Milliseconds most);
  std::size_t bytes_wanted() const;

  http::EventLoop& loop_;
  Round& round_;
  base::Clock& clock_;
  base::Entropy& entropy_;
  service::Log& log_;
  LinkSettings settings_;
  std::vector<Done> waiting_;
  bool running_ = false;
  bool started_ = false;
  int failures_ = 0;             ///< in a row
  RoundOutcome current_;
  std::optional<RoundOutcome> last_;
  http::Timer timer_;
  std::optional<base::Milliseconds> due_;  ///< of the timer, since boot
  std::shared_ptr<const bool> alive_ = std::make_shared<bool>(true);  ///< what outstanding exchanges look at
};

}  // namespace tirkeu::node
