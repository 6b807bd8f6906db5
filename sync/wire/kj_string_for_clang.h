// Only for clang, which the build lets include this first in every source of the room (CMakeLists.txt).
//
// Debian 12's Cap'n Proto (0.9.2) leaves out these two operators under C++20, expecting that the compiler turns the members
// round. Since P2468 a compiler must not do that for a type that has an operator!= too; g++ 12 still does, clang 19 does
// not, and then the library's own headers do not compile.
#pragma once

#include <kj/string.h>

namespace kj {

inline bool operator==(const char* left, const StringPtr& right) {
  return right == StringPtr(left);
}
inline bool operator!=(const char* left, const StringPtr& right) {
  return right != StringPtr(left);
}

}  // namespace kj
