// The machine as a node sees it, made once by main: clocks, randomness, disk, the hardened tag.
#pragma once

#include "node/node.h"
#include "sync/crypto/blind_tagger.h"
#include "sync/crypto/keys.h"

namespace tirkeu::node {

struct Machine {
  base::SystemClock clock;
  crypto::SystemEntropy entropy;
  base::SystemDisk disk;
  crypto::HardenedTagger tagger;

  std::vector<base::MachineMark> marks;

  explicit Machine(const std::filesystem::path& data = {}) : marks(base::read_machine_marks(data)) {}
  NodeWorld world() { return {clock, entropy, disk, tagger, {}, marks}; }
};

}  // namespace tirkeu::node
