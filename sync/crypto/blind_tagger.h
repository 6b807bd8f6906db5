// The hardened tag function as something that is handed down, so that a simulated department need not pay 6 ms a look-up.
#pragma once

#include <cstdint>
#include <string_view>

#include "sync/base/bytes.h"
#include "sync/crypto/password.h"

namespace tirkeu::crypto {

class BlindTagger {
 public:
  virtual ~BlindTagger() = default;
  virtual std::uint32_t tag(base::ByteView generation_key, std::string_view normalised) const = 0;
};

/// What the programs use: blind_tag(), Argon2id.
class HardenedTagger final : public BlindTagger {
 public:
  std::uint32_t tag(base::ByteView generation_key, std::string_view normalised) const override {
    return blind_tag(generation_key, normalised);
  }
};

}  // namespace tirkeu::crypto
