#include "node/life_state.h"

#include <array>

namespace tirkeu::node {
namespace {

constexpr std::array<std::string_view, 8> kCodes = {"ok",           "rewound",  "cloned",     "moved",
                                                    "unwitnessed", "restored", "superseded", "revoked"};

}  // namespace

std::string_view code_of(LifeState state) { return kCodes.at(static_cast<std::size_t>(state)); }

LifeState life_state_of(std::string_view code) {
  for (std::size_t i = 0; i < kCodes.size(); ++i)
    if (kCodes[i] == code) return static_cast<LifeState>(i);
  return LifeState::kRewound;
}

LifeState life_state(store::Settings& settings) { return life_state_of(settings.text("state").value_or("ok")); }

void set_life_state(store::Settings& settings, LifeState state) { settings.set("state", code_of(state)); }

bool lasts(LifeState state) {
  return state != LifeState::kOk && state != LifeState::kSuperseded && state != LifeState::kRevoked;
}

}  // namespace tirkeu::node
