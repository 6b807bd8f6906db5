// Headers of bundles, and the messages in them, as the JSON of a test vector.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "sync/wire/messages.h"

namespace tirkeu::testing {

boost::json::string hex(base::ByteView bytes);
/// As decimal digits: more than JSON's readers can hold as a number.
boost::json::string digits(std::uint64_t number);
boost::json::string ms(base::Instant instant);

boost::json::object section_json(const wire::Section& section);
boost::json::object header_json(const wire::UpHeader& header);
boost::json::object header_json(const wire::DownHeader& header);
boost::json::object grant_json(const wire::Grant& grant);
boost::json::object entry_json(const wire::Entry& entry);

}  // namespace tirkeu::testing
