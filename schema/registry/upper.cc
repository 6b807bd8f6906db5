#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "schema/registry/names.h"

namespace tirkeu::registry {

// The root locale, not the system's: under a Turkish one "i" would become "İ", and two offices would spell one name in
// two ways.
std::string upper(std::string_view text) {
  icu::UnicodeString wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  wide.toUpper(icu::Locale::getRoot());
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* composed = icu::Normalizer2::getNFCInstance(error);
  icu::UnicodeString normal = U_SUCCESS(error) ? composed->normalize(wide, error) : wide;
  std::string result;
  (U_SUCCESS(error) ? normal : wide).toUTF8String(result);
  return result;
}

}  // namespace tirkeu::registry
