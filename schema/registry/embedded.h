// Reading the data files that the build put into the program. They are part of the program: a fault in one is a broken
// build.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace tirkeu::registry {

/// Stops the program with a sentence on stderr: embedded data contradicts itself, so no answer built on it could be
/// trusted.
[[noreturn]] void stop_on_broken_data(const std::string& what);

/// The parsed JSON of an embedded file; stops the program when it is no JSON.
boost::json::value read_embedded_json(std::string_view name, std::string_view bytes);

}  // namespace tirkeu::registry
