// Which script a letter belongs to, as far as findings on names and numbers need it.
#pragma once

#include <string_view>

namespace tirkeu::registry {

/// True when every character can stand in the Latin spelling of a name in a travel document: a Latin letter with or
/// without marks, a blank, hyphen, apostrophe, full stop or comma. Digits and other scripts cannot. True for an empty
/// text.
bool is_latin_name(std::string_view utf8);
/// True when a Cyrillic letter is among the characters: on a passport number it is a letter that only looks right (А,
/// В, С …).
bool has_cyrillic_letter(std::string_view utf8);
/// True when a letter or a digit of any script is among the characters.
bool has_letter_or_digit(std::string_view utf8);

}  // namespace tirkeu::registry
