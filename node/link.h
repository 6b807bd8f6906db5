// The node's line to its hub: one round = one POST with a bundle up and a bundle down. Rounds start by timer, by a person's
// wish, and soon after something was written; a failure waits longer each time. "No link" is whatever did not end in a
// bundle that authenticates itself: no route, a captive portal, a proxy's page, a wrong server.
#pragma once

#include <functional>
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
  void finish(RoundOutcome outcome);
  void schedule(std::chrono::milliseconds delay);
  std::chrono::milliseconds next_delay();
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
  std::chrono::steady_clock::time_point due_{};
};

}  // namespace tirkeu::node
