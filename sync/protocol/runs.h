// The entries of a bundle as bytes, and believed again. Only this room includes it.
#pragma once

#include "sync/protocol/bundle.h"
#include "sync/wire/compression.h"

namespace tirkeu::protocol {

using StandingOf = AuthenticDown::StandingOf;

/// All runs one behind the other under one codec. Codec::kLearned1 has each run for itself, with its length (LEB128) in
/// front of all but the last, so that a receiver can pass over what it has no standing for. `receipt`: of the one run of a
/// node, what tells the receipt that its header names.
wire::Compressed write_runs(std::span<const OutgoingRun> runs, const std::optional<wire::Prefix16>& receipt, Packing packing);

/// The runs of `sections` that the receiver has a standing for: chained to the signed head first, decoded then.
Opened<std::vector<Run>> read_runs(wire::Codec codec, base::ByteView compressed, std::span<const wire::Section> sections,
                                   const StandingOf& standing_of, const base::Limits& limits);

}  // namespace tirkeu::protocol
