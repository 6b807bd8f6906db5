#include "tests/bench/hub_process.h"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/bench/department.h"
#include "tests/bench/report.h"

namespace tirkeu::bench {
namespace {

constexpr int kChildSocket = 3;
constexpr char kExchange = 'X', kPublish = 'P', kLook = 'L';
/// What the daemon lets an answer over a line carry, and how many tags its worker computes in one go.
constexpr std::size_t kAnswerBytes = 256u << 10;
constexpr std::size_t kTagsAtOnce = 16;

struct Ask {
  char what = kLook;
  std::int64_t now_ms = 0;
  std::uint64_t bytes = 0;
};
struct Told {
  HubWork work;
  std::uint64_t bytes = 0;  ///< of the answer that follows
  bool refused = false;
};

bool take(int socket, void* target, std::size_t size) {
  auto* bytes = static_cast<char*>(target);
  while (size > 0) {
    const ssize_t got = read(socket, bytes, size);
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void give(int socket, const void* source, std::size_t size) {
  const auto* bytes = static_cast<const char*>(source);
  while (size > 0) {
    const ssize_t put = write(socket, bytes, size);
    if (put <= 0) throw std::runtime_error("the measured hub's other end is gone");
    bytes += put;
    size -= static_cast<std::size_t>(put);
  }
}

void read_sizes(HubWork& work) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) work.peak_mib = std::stod(line.substr(6)) / 1024;
    if (line.starts_with("VmRSS:")) work.resident_mib = std::stod(line.substr(6)) / 1024;
  }
}

}  // namespace

HubProcess::HubProcess(const std::filesystem::path& folder) {
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) throw std::runtime_error("no pair of sockets");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pair[1], kChildSocket);
  std::string program = std::filesystem::read_symlink("/proc/self/exe").string(), option = "--hub-process", where = folder.string();
  std::array<char*, 4> words{program.data(), option.data(), where.data(), nullptr};
  const int problem = posix_spawn(&child_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pair[1]);
  socket_ = pair[0];
  if (problem != 0) throw std::runtime_error("the measured hub does not start");
}

HubProcess::~HubProcess() {
  close(socket_);
  waitpid(child_, nullptr, 0);
}

HubProcess::Answer HubProcess::call(char what, base::ByteView bundle, base::Instant now) {
  const Ask ask{what, now.time_since_epoch().count(), bundle.size()};
  give(socket_, &ask, sizeof ask);
  give(socket_, bundle.data(), bundle.size());
  Told told;
  if (!take(socket_, &told, sizeof told)) throw std::runtime_error("the measured hub has ended");
  Answer answer{base::Bytes(told.bytes), told.work};
  if (!take(socket_, answer.bundle.data(), answer.bundle.size())) throw std::runtime_error("the measured hub has ended");
  if (told.refused) throw std::runtime_error("the hub refused an honest bundle");
  return answer;
}

HubProcess::Answer HubProcess::exchange(base::ByteView bundle, base::Instant now) { return call(kExchange, bundle, now); }
HubWork HubProcess::publish_index(base::Instant now) { return call(kPublish, {}, now).work; }
HubWork HubProcess::look() { return call(kLook, {}, base::Instant{}).work; }

void run_hub_process(const std::filesystem::path& folder) {
  sim::TrueTime truth;
  sim::Dice dice(sim::Dice(77).fork());
  sim::SimClock clock(truth, dice);
  base::SystemDisk disk;
  const SwitchedTagger tagger;
  hub::Hub hub(hub::HubFiles::in(folder), {clock, dice, disk, tagger, std::chrono::seconds(60), {}}, "tirkeu-bench");
  Ask ask;
  while (take(kChildSocket, &ask, sizeof ask)) {
    base::Bytes bundle(ask.bytes);
    if (!take(kChildSocket, bundle.data(), bundle.size())) return;
    if (ask.what != kLook) truth.now = base::Instant(base::Milliseconds(ask.now_ms));
    Told told;
    base::Bytes answer;
    told.work.busy_s = busy_s([&] {
      if (ask.what == kPublish) hub.make_index_entries(kTagsAtOnce);
      if (ask.what != kExchange) return;
      hub::AdmissionReport report = hub.admission().admit(bundle, hub::Admission::Road::kLine, kAnswerBytes);
      told.refused = !report.answer || report.fault || report.refusal != wire::Refusal::kNone;
      if (report.answer) answer = std::move(*report.answer);
    });
    told.work.index_waiting = static_cast<std::uint32_t>(hub.index().wanted(kTagsAtOnce).size());
    read_sizes(told.work);
    told.bytes = answer.size();
    give(kChildSocket, &told, sizeof told);
    give(kChildSocket, answer.data(), answer.size());
  }
}

}  // namespace tirkeu::bench
