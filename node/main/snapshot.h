// A copy of the database made by whoever has it open, for a command that reads all of it while work goes on.
#pragma once

#include "node/main/invocation.h"

namespace tirkeu::node {

/// Gone with the command, however it ends: it holds people's data.
class Snapshot {
 public:
  /// Throws std::runtime_error with the sentence of the command that failed.
  explicit Snapshot(const Invocation& invocation) {
    const daemon::CommandResult taken = run(invocation, "snapshot");
    if (taken.exit != daemon::ExitCode::kDone) throw std::runtime_error(taken.error);
    path_ = std::string(taken.output.at("snapshot").as_string());
  }
  ~Snapshot() {
    std::error_code problem;
    std::filesystem::remove(path_, problem);
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tirkeu::node
