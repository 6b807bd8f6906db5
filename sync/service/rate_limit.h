// So many within so long, and then no more: against programs where people or other machines are expected.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>

#include "sync/base/clock.h"

namespace tirkeu::service {

class RateLimit {
 public:
  RateLimit(std::size_t count, base::Milliseconds within) : count_(count), within_(within) {}

  /// A clock that was set back forgets those of its future, so that it locks nobody out.
  bool allows(base::Instant now) {
    std::erase_if(times_, [&](base::Instant at) { return at > now || now - at >= within_; });
    return times_.size() < count_;
  }
  void note(base::Instant now) { times_.push_back(now); }
  /// Notes it where it is allowed.
  bool take(base::Instant now) {
    const bool allowed = allows(now);
    if (allowed) note(now);
    return allowed;
  }

 private:
  std::size_t count_;
  base::Milliseconds within_;
  std::deque<base::Instant> times_;
};

}  // namespace tirkeu::service
