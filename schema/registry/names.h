// Names in three scripts: suggestion, search and blocking keys. Never authoritative (the document's spelling is).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::registry {

/// Latin for a Cyrillic name by Doc 9303-3 §6.B with our own rows for the Kazakh letters that it lacks. Upper case.
std::string transliterate(std::string_view name);
/// A key that is equal for the usual spellings of one name in any script: for blocking and search, never a decision.
/// Words are sorted; empty for a text without letters.
std::string match_key(std::string_view name);
/// Folded words for search as one types: upper case, NFC, Kazakh letters folded (Ә=А, Қ=К, І=И …), and the same words in
/// Latin transliteration; each word once.
std::vector<std::string> search_words(std::string_view text);
/// Upper case, letters and digits only: how document numbers, card numbers and ticket numbers are compared.
std::string normalise_number(std::string_view number);
/// Upper-cases by Unicode rules, NFC.
std::string upper(std::string_view text);
/// Negative, 0, positive: Kazakh alphabetical order (ICU collation "kk").
int collate(std::string_view left, std::string_view right);

}  // namespace tirkeu::registry
