// The zone as a grid of characters: which format the lines have and where its fields stand (Doc 9303 parts 4 to 7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::registry {

/// A run of characters of one line, counted from 0; size 0 where the format has no such field.
struct Place {
  int line = 0;
  int at = 0;
  int size = 0;
};

struct Layout {
  std::string_view format;
  int line_count = 0;
  int line_size = 0;
  Place code, state, name, number, number_check, nationality, birth, birth_check, sex, expires, expires_check;
  Place optional, optional_check;  ///< the field behind the document number in TD1, the last one of line 2 elsewhere
  Place more_optional;             ///< TD1 only
  std::vector<Place> composite;    ///< what the composite check digit is computed over
  Place composite_check;
};

/// Stands in a zone for a character outside the alphabet (A-Z, 0-9, <). Counts as filler in check digits.
inline constexpr char kBadCharacter = '?';

struct Zone {
  const Layout* layout = nullptr;  ///< of a table that lives as long as the program
  std::vector<std::string> lines;
  std::string_view operator[](Place place) const {
    return std::string_view(lines[static_cast<std::size_t>(place.line)])
        .substr(static_cast<std::size_t>(place.at), static_cast<std::size_t>(place.size));
  }
};

/// Lines as typed, decoded and cleaned: upper case, no blanks at the ends, empty lines dropped, one long line cut into
/// its two or three. Of lines that end in fillers, missing ones are added and surplus ones removed, since nobody counts
/// them. nothing when no format has such lines.
std::optional<Zone> find_zone(const std::vector<std::string>& typed);
/// Lengths of the cleaned lines ("44 + 43"), for the message of a zone that fits no format.
std::string lengths_of(const std::vector<std::string>& typed);

}  // namespace tirkeu::registry
