// `recover`: a life that must not go on ends, and the office goes on in the next one, on the same machine and without a line.
//
// What is in the book stays and can be worked on: the new life has a number and keys of its own, so nothing that it writes can
// be taken for anything that the old life wrote, here or on a twin. What the old life lost comes back from the hub. After a proven fork the
// hub keeps the new life in quarantine until a person has compared its fingerprint; what both copies wrote is then said again
// (node/restating.h). The office need not wait for that: ids of the new life collide with nobody's.
#pragma once

#include <expected>

#include "node/node.h"

namespace tirkeu::node {

struct Recovered {
  std::string office;
  LifeState was = LifeState::kOk;
  base::Incarnation ended = 0;
  base::Sequence ended_at = 0;  ///< the last entry that is here or has left
  base::Incarnation begun = 0;
  std::string fingerprint;  ///< of the new keys
};

/// Why there is no new life. Each has a sentence, "recover.<code>".
enum class RecoverFault {
  kSound,          ///< nothing is wrong: this life goes on
  kRevoked,        ///< the department took the key's right away: only it can enrol this office again
  kNumbersUsedUp,  ///< eight lives were led: a new enrolment file is needed
};
std::string_view code_of(RecoverFault fault);

enum class RecoverWhen {
  kFaulty,  ///< only a life that must not go on ends
  kAlways,  ///< a sound one too, for new keys
};
/// Nobody has the folder open. Durable when it returns; broken off at any moment it can be repeated. Throws as Node does.
std::expected<Recovered, RecoverFault> recover_in_place(const NodeFiles& files, NodeWorld world, RecoverWhen when = RecoverWhen::kFaulty);
/// The letters on this life's tickets are those of another life of the office, so that a number could be given twice.
bool shares_letters(const NodeFiles& files, NodeWorld world);

}  // namespace tirkeu::node
