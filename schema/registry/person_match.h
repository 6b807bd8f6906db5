// Same person, other document (cl. 15): which two applications a person should look at side by side. Never a decision.
//
// A record is what one application says about its applicant. Of it, traits are computed once (that is where ICU is
// used) and kept packed beside the book. Candidates of a record are those that share a blocking key with it; each pair
// of traits is then scored. A score is a sum of weights in bits, log2 of how much more often one person's two records
// agree so than two people's do (Fellegi and Sunter 1969): the sum is printed with its parts, so that an administrator
// sees why. Agreement on a rare surname or birthday weighs more than on a common one: the caller counts how many
// records have the left side's values (TermCounts).
//
// What spellings do: a name has up to three forms (Latin as in the document, the machine readable zone, Cyrillic as the
// clerk wrote it); each form of one side is compared with each of the other, the best agreement counts. Forms are equal
// in Latin letters, equal in sound (match_key()), similar (Jaro-Winkler 0.92, 0.88) or different.
//
// What the machine must not fall for: twins agree in everything but given name and document, so a different given name
// takes away what surname, patronymic, birth place and host gave ("kinship"); documents of one state issued on one day
// are two people's, not a renewal. The same document is no pair here at all: cl. 15 orders those by machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/application.h"

namespace tirkeu::registry {

struct PersonRecord {
  struct Name {
    std::string surname, given_names;
    bool operator==(const Name&) const = default;
  };
  Name latin;                 ///< as in the document
  std::optional<Name> zone;   ///< of the machine readable zone; may be cut off at its end
  std::optional<Name> local;  ///< Cyrillic
  std::optional<std::string> patronymic;
  std::string birth_date;  ///< ISO 8601, or its known prefix
  std::string sex;         ///< "M", "F", "X"
  std::string citizenship;
  std::optional<std::string> birth_place;
  std::string issuing_state, document_number;
  std::optional<std::string> issued;
  std::optional<std::string> iin;
  std::optional<std::string> host;  ///< IIN or BIN of the inviting party, its name where there is no number
};
PersonRecord person_of(const Application& application);

/// What of a record is compared, in letters A-Z, digits and blanks only.
struct PersonTraits {
  struct Name {
    std::string surname, given_names;          ///< transliterated
    std::string surname_key, given_names_key;  ///< match_key()
    bool operator==(const Name&) const = default;
  };
  std::vector<Name> names;  ///< one to three, each once
  std::string patronymic, patronymic_key;
  std::string birth_date, sex, citizenship;
  std::string birth_place, birth_place_key;
  std::string issuing_state, document_number, issued;
  std::string iin, host;  ///< empty where unknown, as all above
  bool operator==(const PersonTraits&) const = default;
};
PersonTraits traits_of(const PersonRecord& record);
/// One line of text, and back; nothing when it is not one that pack() of this version made.
std::string pack(const PersonTraits& traits);
std::optional<PersonTraits> unpack(std::string_view packed);

/// Bumped when traits or keys of the same record come out otherwise: what is stored is then computed anew.
inline constexpr int kPersonTraitsVersion = 1;

/// Keys that two records of one person share, most telling first, each once, at most kBlockingKeysMax. A key is the
/// first eight bytes (little-endian, as a signed number) of FNV-1a over its text, whose first letter is its kind; a
/// chance collision costs one comparison.
///   N number of the document, any state           I identification number
///   S surname key and birthday                    G first given name key, birthday and citizenship
///   Y all name keys, sorted, and birth year       C name written as one word, its key, and birth year
///   M all name keys, sorted, with month and day   D birthday, sex and citizenship
/// "Birthday" is year and, in ascending order, month and day: swapped ones are the same key.
std::vector<std::int64_t> blocking_keys(const PersonTraits& traits);
inline constexpr std::size_t kBlockingKeysMax = 20;
/// A block larger than this is read from its greatest ids only: it says little, and an arrival must stay cheap.
inline constexpr std::size_t kBlockMax = 150;

/// Values whose frequency weighs: surname key, key of the first given name, birthday; of the first name form.
enum class Term { kSurname, kGivenName, kBirthDate };
inline constexpr std::array kTerms = {Term::kSurname, Term::kGivenName, Term::kBirthDate};
/// The same hash as blocking_keys(); nothing when the record has no such value.
std::optional<std::int64_t> term_key(const PersonTraits& traits, Term term);

/// How many records there are, and how many of them have the left side's value of each Term.
struct TermCounts {
  std::uint64_t records = 0;
  std::array<std::uint64_t, kTerms.size()> with_value{};
};

struct MatchPart {
  std::string_view field;  ///< catalogue "person.field.…": surname, given_names, patronymic, birth_date, sex, …
  std::string_view level;  ///< catalogue "person.level.…": same, sound, near, alike, part, swapped, one_part, …
  double bits = 0;
  bool operator==(const MatchPart&) const = default;
};
struct MatchScore {
  double total = 0;              ///< bits
  std::vector<MatchPart> parts;  ///< in the order of PersonRecord; fields that one side lacks are left out
};

/// Nothing when both have the same document (issuing state and number): no question for a person.
/// Above 200,000 records a part "department" takes away log2(records / 200,000) bits: the more people there are, the more of
/// them an arrival can be taken for by chance (the prior odds of Fellegi and Sunter). A score is of the day it was made.
std::optional<MatchScore> score(const PersonTraits& left, const PersonTraits& right, const TermCounts& counts);

/// From here on a pair is shown to an administrator, and from here on it is highlighted. Measured:
/// tests/bench/README.md.
inline constexpr double kShownFrom = 21;
inline constexpr double kHighlightedFrom = 26;

/// Jaro-Winkler similarity of two texts of at most 64 bytes (longer ones are cut), 0 to 1.
double jaro_winkler(std::string_view left, std::string_view right);
/// True when one insertion, deletion, replacement or exchange of neighbours makes one of the other; false when equal.
bool is_one_slip_apart(std::string_view left, std::string_view right);

}  // namespace tirkeu::registry
