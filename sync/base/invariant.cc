#include "sync/base/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace tirkeu::base {

void stop(std::string_view sentence) {
  std::fprintf(stderr, "tirkeu: stopped, because a rule of the program does not hold: %.*s\n",
               static_cast<int>(sentence.size()), sentence.data());
  std::abort();
}

}  // namespace tirkeu::base
