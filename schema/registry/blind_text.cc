#include "schema/registry/blind_text.h"

#include "schema/registry/names.h"

namespace tirkeu::registry {

std::string blind_text(const Document& document, const std::string& birth_date) {
  return document.issuing_state + '\x1f' + normalise_number(document.number) + '\x1f' + birth_date;
}

}  // namespace tirkeu::registry
