// Names in three scripts: suggestion, search and blocking keys. Never authoritative (the document's spelling is).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::registry {

/// Latin for a Cyrillic name by Doc 9303-3 §6.B with our own rows for the Kazakh letters that it lacks (Ә A, Қ K, Ң N,
/// Ө O, Ұ U, Ү U) or gets wrong (Һ H). Upper case; Latin letters lose their marks, hyphens and blanks stay, other signs
/// go.
std::string transliterate(std::string_view name);
/// A key that is equal for the usual spellings of one name in any script: for blocking and search, never a decision.
/// Sounds that spellings disagree on fall together, vowels go except that a word begins with one ("@"), doubled letters
/// are one, a final D is T. Words are sorted; empty for a text without Latin or Cyrillic letters.
std::string match_key(std::string_view name);
/// Folded words for search as one types: upper case, NFC, Kazakh letters folded (Ә=А, Қ=К, І=И …), and the same words
/// in Latin transliteration; each word once.
std::vector<std::string> search_words(std::string_view text);
/// Upper case, letters and digits only: how document numbers, card numbers and ticket numbers are compared. Cyrillic
/// letters that look like Latin ones count as these, since keyboards are switched all day; O and 0 stay apart.
std::string normalise_number(std::string_view number);
/// Upper-cases by Unicode rules, NFC.
std::string upper(std::string_view text);
/// Negative, 0, positive: Kazakh alphabetical order (ICU collation "kk").
int collate(std::string_view left, std::string_view right);

}  // namespace tirkeu::registry
