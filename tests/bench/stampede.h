// Many offices come back at once: each with a line of its own in simulated time, all at one hub whose thread takes one bundle
// after the other. What a line does to bytes is a sum (its rate, and its delay for each turn); what node and hub compute is
// measured and put into the same time. A turn's slow start is left out: at 8 kB/s and 600 ms TCP's ten first segments are more
// than the line carries in a round trip.
#pragma once

#include <functional>
#include <queue>
#include <vector>

#include "tests/bench/department.h"
#include "tests/bench/hub_process.h"

namespace tirkeu::bench {

struct LineRate {
  double bytes_per_s = 8'000;  ///< each way
  double turn_s = 0.6;         ///< there and back
};

/// What became of one office.
struct Returned {
  std::size_t applications = 0;
  std::size_t bytes_up = 0, bytes_down = 0;  ///< until its verdicts were there, heads of HTTP included
  int exchanges = 0;                         ///< until then
  double verdicts_s = 0;                     ///< from its first byte to the moment in which the last verdict was stored
  double queued_s = 0;                       ///< of it, the longest that a bundle waited at the hub for others
  double hub_s = 0, node_s = 0;              ///< of it, computing
  double quiet_s = 0;                        ///< until nothing was left to say, index included
  /// The least that the line needs for these bytes: one connection, one turn, the bytes.
  double needed_s(const LineRate& line) const {
    return 2 * line.turn_s + static_cast<double>(bytes_up + bytes_down) / line.bytes_per_s;
  }
};

class Stampede {
 public:
  /// `tags_s`: how long the hub's worker computes at the tags of one turn.
  Stampede(Department& department, HubProcess& hub, LineRate line, double tags_s);
  /// Office i brings `waiting[i]` applications, and begins at a moment of the next `within_s` seconds. Returns when all of
  /// them have nothing to say any more.
  std::vector<Returned> run(const std::vector<std::vector<base::RowId>>& waiting, double within_s);
  HubWork most() const { return most_; }

 private:
  struct Event {
    double at_s = 0;
    std::uint64_t number = 0;
    std::function<void()> happen;
    bool operator<(const Event& other) const { return at_s != other.at_s ? at_s > other.at_s : number > other.number; }
  };
  struct Job {
    double arrived_s = 0;
    std::size_t office = 0;
    node::UpSummary up;
    bool publishes = false;  ///< the index worker's result instead of an office's bundle
  };
  struct Office {
    Returned sums;
    std::vector<base::RowId> waiting;
    double began_s = 0;
    bool has_verdicts = false;
    int exchanges = 0;
  };

  void at(double at_s, std::function<void()> happen) { events_.push({at_s, ++numbered_, std::move(happen)}); }
  void begin_exchange(std::size_t office);
  void arrive(Job job);
  void serve();
  void wake_index();
  void take_answer(std::size_t office, const node::UpSummary& up, const base::Bytes& answer);
  void note_verdicts(Office& office, std::size_t number);
  base::Instant instant() const;

  Department& department_;
  HubProcess& hub_;
  LineRate line_;
  double tags_s_;
  std::priority_queue<Event> events_;
  std::uint64_t numbered_ = 0;
  base::Instant start_{};
  double now_s_ = 0;
  std::queue<Job> jobs_;
  bool hub_busy_ = false, index_busy_ = false;
  std::uint32_t index_waiting_ = 0;
  std::vector<Office> offices_;
  HubWork most_;
};

}  // namespace tirkeu::bench
