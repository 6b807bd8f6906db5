// What the blind first-application index is keyed by: the travel document and its holder's birth date, normalised.
#pragma once

#include <string>

#include "schema/registry/application.h"

namespace tirkeu::registry {

/// Issuing state, document number (letters and digits, upper case) and birth date with a separator that none can hold. Hub and node
/// must agree on it to the byte; a change of it begins a new generation of the index.
std::string blind_text(const Document& document, const std::string& birth_date);

}  // namespace tirkeu::registry
