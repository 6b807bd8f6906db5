// Machine readable zones of travel documents and visas (ICAO Doc 9303 parts 3 to 7).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/finding.h"
#include "sync/base/civil_time.h"

namespace tirkeu::registry {

struct MrzFinding {
  std::string field;  ///< "number", "birth_date", "expires", "optional", "composite", "name", "issuing_state", …
  /// What makes a field wrong: "check_digit", "bad_character", "bad_date", "unknown_state", "specimen" (never to be
  /// accepted), "bad_length" (of a zone that fits no format). What is worth a look: "possibly_truncated" (search by
  /// prefix), "special_state" (XXA to XXX: the clerk chooses, no country is guessed), "partly_unknown" (a birth date),
  /// "expired", "far_expiry" (perhaps an old document of the 20th century).
  std::string code;
  Message message;
  std::optional<std::string>
      suggestion;  ///< a value of the field that cures it, where exactly one does (0/O, 1/I, 8/B, 2/Z, 5/S)
};

struct Mrz {
  std::string format;  ///< "TD1", "TD2", "TD3", "MRV-A", "MRV-B"
  bool valid = false;  ///< every check digit is right
  /// As in the zone, without fillers: Germany is "D" here. Words of a name are separated by blanks.
  std::string document_code, issuing_state, number, surname, given_names, nationality;
  std::optional<std::string> birth_date;  ///< ISO date, or its known prefix ("1974", "1974-08"), nothing when unknown
  std::optional<std::string> expires;
  std::string sex;       ///< "M", "F", "X"
  std::string optional;  ///< both fields of TD1 with a blank between; without what continues the number
  std::vector<MrzFinding> findings;
};

/// Reads the lines as a scanner or a clerk gave them: any case, blanks at the ends ignored, Kazakh or Russian keyboard
/// layout decoded. A failed check digit is a finding on its field and the rest is kept. `today` places two-digit years:
/// birth is the latest year not in the future, expiry 20YY.
/// unexpected: the lines fit no format at all; the findings say why.
std::expected<Mrz, std::vector<MrzFinding>> read_mrz(const std::vector<std::string>& lines, base::Date today);

/// The check digit of Doc 9303-3 §4.9 over `field` ('0'..'9'); a character outside the MRZ alphabet counts as filler.
char check_digit(std::string_view field);

/// What a scanner set to a US layout meant when the PC's layout is Kazakh or Russian; text that is MRZ already stays as
/// it is.
std::string decode_wedge(std::string_view typed);

}  // namespace tirkeu::registry
