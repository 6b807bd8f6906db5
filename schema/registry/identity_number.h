// IIN of persons and BIN of organisations: 12 digits with a check digit (rules of resolution No. 406 of 22.05.2007).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tirkeu::registry {

enum class IdentityNumberFault { kNone, kForm, kCheckDigit };
/// kForm: not 12 digits. The check digit has two rounds of weights; a number whose second round is 10 is never issued.
IdentityNumberFault check_identity_number(std::string_view number);
/// False when digits 1-6 of an IIN contradict the ISO birth date. Since 2013 the digits are not tied to it: a notice, never an error.
bool iin_agrees_with_birth_date(std::string_view number, std::string_view birth_date);

/// False when digit 7 of an IIN (odd male, even female) contradicts "M" or "F": a notice as well, for the same reason. True for an
/// unspecified sex, and for the digits 0 and 7 to 9, which stand for none.
bool iin_agrees_with_sex(std::string_view number, std::string_view sex);

}  // namespace tirkeu::registry
