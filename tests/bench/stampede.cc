#include "tests/bench/stampede.h"

#include <algorithm>
#include <stdexcept>

#include "node/link.h"
#include "tests/bench/report.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kEntriesPerExchange = 1000;  ///< as Link
/// Heads as Link and the hub write them, behind a department's usual private address.
std::size_t head_up(std::size_t body) {
  return std::string("POST /sync/v1/exchange HTTP/1.1\r\nHost: 10.106.12.1:8600\r\nContent-Length: " + std::to_string(body) + "\r\n\r\n").size();
}
std::size_t head_down(std::size_t body) {
  return std::string("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body) + "\r\n\r\n").size();
}

}  // namespace

Stampede::Stampede(Department& department, HubProcess& hub, LineRate line, double tags_s)
    : department_(department), hub_(hub), line_(line), tags_s_(tags_s) {}

base::Instant Stampede::instant() const { return start_ + base::Milliseconds(static_cast<std::int64_t>(now_s_ * 1000)); }

std::vector<Returned> Stampede::run(const std::vector<std::vector<base::RowId>>& waiting, double within_s) {
  start_ = department_.now();
  now_s_ = 0;
  offices_.clear();
  for (const std::vector<base::RowId>& applications : waiting) {
    Office office;
    office.waiting = applications;
    office.sums.applications = applications.size();
    office.began_s = within_s * static_cast<double>(department_.dice().below(1'000'000)) / 1'000'000;
    at(office.began_s, [this, number = offices_.size()] { begin_exchange(number); });
    offices_.push_back(std::move(office));
  }
  while (!events_.empty()) {
    const Event event = events_.top();
    events_.pop();
    now_s_ = event.at_s;
    if (instant() > department_.now()) department_.pass(instant() - department_.now());
    event.happen();
  }
  std::vector<Returned> all;
  for (const Office& office : offices_) all.push_back(office.sums);
  return all;
}

void Stampede::begin_exchange(std::size_t number) {
  Office& office = offices_[number];
  Job job;
  job.office = number;
  node::RoundSize size = node::RoundBudget(static_cast<std::uint32_t>(line_.bytes_per_s / 125)).next();
  size.count = kEntriesPerExchange;
  const double computed_s = busy_s([&] { job.up = department_.node(number).round().make_up(size); });
  const std::size_t bytes = job.up.bundle.size() + head_up(job.up.bundle.size());
  ++office.exchanges;
  if (!office.has_verdicts) {
    office.sums.exchanges = office.exchanges;
    office.sums.bytes_up += bytes;
    office.sums.node_s += computed_s;
  }
  // A connection costs a turn; the last byte is at the hub half a turn after it was sent.
  const double arrives_s = now_s_ + computed_s + 1.5 * line_.turn_s + static_cast<double>(bytes) / line_.bytes_per_s;
  job.arrived_s = arrives_s;
  at(arrives_s, [this, job = std::move(job)] { arrive(job); });
}

void Stampede::arrive(Job job) {
  jobs_.push(std::move(job));
  serve();
}

void Stampede::serve() {
  if (hub_busy_ || jobs_.empty()) return;
  const Job job = std::move(jobs_.front());
  jobs_.pop();
  hub_busy_ = true;
  HubProcess::Answer answer;
  if (job.publishes) {
    answer.work = hub_.publish_index(instant());
  } else {
    answer = hub_.exchange(job.up.bundle, instant());
    Office& office = offices_[job.office];
    if (!office.has_verdicts) {
      office.sums.queued_s = std::max(office.sums.queued_s, now_s_ - job.arrived_s);
      office.sums.hub_s += answer.work.busy_s;
      office.sums.bytes_down += answer.bundle.size() + head_down(answer.bundle.size());
    }
    const double there_s = now_s_ + answer.work.busy_s + line_.turn_s / 2 +
                           static_cast<double>(answer.bundle.size() + head_down(answer.bundle.size())) / line_.bytes_per_s;
    at(there_s, [this, number = job.office, up = job.up, bundle = std::move(answer.bundle)] { take_answer(number, up, bundle); });
  }
  index_waiting_ = answer.work.index_waiting;
  most_.resident_mib = std::max(most_.resident_mib, answer.work.resident_mib);
  most_.peak_mib = std::max(most_.peak_mib, answer.work.peak_mib);
  most_.busy_s = std::max(most_.busy_s, answer.work.busy_s);
  at(now_s_ + answer.work.busy_s, [this, publishes = job.publishes] {
    hub_busy_ = false;
    if (publishes) index_busy_ = false;
    wake_index();
    serve();
  });
}

void Stampede::wake_index() {
  if (index_busy_ || index_waiting_ == 0) return;
  index_busy_ = true;
  at(now_s_ + tags_s_, [this] {
    Job job;
    job.arrived_s = now_s_;
    job.publishes = true;
    arrive(std::move(job));
  });
}

void Stampede::note_verdicts(Office& office, std::size_t number) {
  store::Book& book = department_.node(number).book();
  std::erase_if(office.waiting, [&](base::RowId application) { return !book.verdicts(application).empty(); });
  if (!office.waiting.empty() || office.has_verdicts) return;
  office.has_verdicts = true;
  office.sums.verdicts_s = now_s_ - office.began_s;
}

void Stampede::take_answer(std::size_t number, const node::UpSummary& up, const base::Bytes& answer) {
  Office& office = offices_[number];
  std::optional<node::DownSummary> down;
  const double computed_s = busy_s([&] {
    const auto taken = department_.node(number).round().take_down(answer);
    if (!taken) throw std::runtime_error("a node refused an honest answer");
    down = *taken;
  });
  if (!office.has_verdicts) office.sums.node_s += computed_s;
  at(now_s_ + computed_s, [this, number, up, down] {
    Office& here = offices_[number];
    note_verdicts(here, number);
    here.sums.quiet_s = now_s_ - here.began_s;
    if (node::is_worth_another(up, *down)) begin_exchange(number);
  });
}

}  // namespace tirkeu::bench
