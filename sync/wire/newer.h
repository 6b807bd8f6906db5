// Faults that are none: what a newer program says and this one cannot judge.
#pragma once

#include <string_view>

#include "sync/wire/messages.h"

namespace tirkeu::wire {

/// How the text of such a fault ends.
inline constexpr std::string_view kNotKnownHere = " is not known to this version";

/// Nothing is wrong with the message but that it has a flag, codec, kind or refusal which this program does not know yet. Not to
/// be called malformed: after the upgrade it is read.
inline bool is_of_newer_program(const WireFault& fault) { return fault.what.ends_with(kNotKnownHere); }

}  // namespace tirkeu::wire
