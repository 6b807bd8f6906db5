// Cap'n Proto 0.9's headers leave out `const char* == kj::StringPtr` under C++20, trusting that the compiler turns the member
// operator around. Clang follows the later rule (P2468R2) that a class with an operator!= of its own is not turned around, and
// finds no operator. Here it is (the member is named, because with this one in sight clang would turn around and call it for ever). CMake puts this file in front of every source of this room when clang compiles it; g++ needs none.
#pragma once

#include <kj/string.h>

namespace kj {

inline bool operator==(const char* left, const StringPtr& right) { return right.operator==(left); }
inline bool operator!=(const char* left, const StringPtr& right) { return right.operator!=(left); }

}  // namespace kj
