#include "schema/registry/embedded.h"

#include <boost/json/parse.hpp>

#include "sync/base/invariant.h"

namespace tirkeu::registry {

void stop_on_broken_data(const std::string& what) {
  base::stop("The data built into this program is broken: " + what + ". Install the package again.");
}

boost::json::value read_embedded_json(std::string_view name, std::string_view bytes) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(bytes, error);
  if (error) stop_on_broken_data(std::string(name) + " is no JSON: " + error.message());
  return value;
}

}  // namespace tirkeu::registry
