// A test vector of the protocol, opened with this program's own code: what a second reader must agree with.
//
// A vector is a JSON object; tests/vectors/README.md says what stands in it. Shared by the program that makes vectors and by the
// test that opens them again, so that both say the same words.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "sync/protocol/bundle.h"

namespace tirkeu::testing {

/// What comes of the vector's bytes with what its receiver knows: {"gives": …}, or {"refused": code}.
boost::json::object open_vector(const boost::json::object& vector);

/// The runs of a sound vector.
std::vector<protocol::Run> runs_of(const boost::json::object& vector);

/// One top-level member a line, so that a change of one is seen as one.
std::string printed(const boost::json::object& vector);

}  // namespace tirkeu::testing
