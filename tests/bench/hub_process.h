// The hub of a measured department as a process of its own, so that its memory and its computing time are the hub's alone:
// tirkeu-bench starts itself again and talks to it over a pair of sockets. One request, one answer, as a thread that decides
// alone would give them; the clock is told with each request.
#pragma once

#include <sys/types.h>

#include <filesystem>

#include "sync/base/bytes.h"
#include "sync/base/clock.h"

namespace tirkeu::bench {

/// What a piece of work cost the hub's thread, and how large the process is behind it.
struct HubWork {
  /// Computing and waiting for the disk; not the time in which other programs had the processor.
  double busy_s = 0;
  double resident_mib = 0, peak_mib = 0;
  /// Index entries that wait for their tags.
  std::uint32_t index_waiting = 0;
};

class HubProcess {
 public:
  /// Opens the hub that lies in `folder`; nobody else may have it open.
  explicit HubProcess(const std::filesystem::path& folder);
  /// Closes the hub and waits for its end.
  ~HubProcess();
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;

  struct Answer {
    base::Bytes bundle;
    HubWork work;
  };
  /// One exchange; throws when the hub refuses the bundle, because the measured offices are honest.
  Answer exchange(base::ByteView bundle, base::Instant now);
  /// Publishes what one turn of the daemon's index worker brings. The tags are cheap ones: in the daemon a worker computes them
  /// beside the thread that is measured here.
  HubWork publish_index(base::Instant now);
  /// Nothing but the sizes.
  HubWork look();

 private:
  Answer call(char what, base::ByteView bundle, base::Instant now);

  pid_t child_ = -1;
  int socket_ = -1;
};

/// The other end: what a tirkeu-bench started by HubProcess does until the socket closes.
void run_hub_process(const std::filesystem::path& folder);

}  // namespace tirkeu::bench
