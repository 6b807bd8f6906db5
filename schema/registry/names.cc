#include "schema/registry/names.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

#include "sync/base/invariant.h"

namespace tirkeu::registry {
namespace {

struct Row {
  char16_t letter;
  std::string_view latin;
};

// clang-format off
/// Doc 9303-3 §6.B as printed, with the rows that it lacks or prints under a wrong code point: the Kazakh, Uzbek,
/// Tajik, Azeri and Tatar letters, U+0403, U+040B and U+042C (the soft sign leaves nothing), and Һ as H instead of C.
constexpr auto kLatin = std::to_array<Row>({
    {u'А', "A"}, {u'Б', "B"}, {u'В', "V"}, {u'Г', "G"}, {u'Д', "D"}, {u'Е', "E"}, {u'Ё', "E"}, {u'Ж', "ZH"},
    {u'З', "Z"}, {u'И', "I"}, {u'Й', "I"}, {u'К', "K"}, {u'Л', "L"}, {u'М', "M"}, {u'Н', "N"}, {u'О', "O"},
    {u'П', "P"}, {u'Р', "R"}, {u'С', "S"}, {u'Т', "T"}, {u'У', "U"}, {u'Ф', "F"}, {u'Х', "KH"}, {u'Ц', "TS"},
    {u'Ч', "CH"}, {u'Ш', "SH"}, {u'Щ', "SHCH"}, {u'Ъ', "IE"}, {u'Ы', "Y"}, {u'Ь', ""}, {u'Э', "E"},
    {u'Ю', "IU"}, {u'Я', "IA"}, {u'Є', "IE"}, {u'Ї', "I"}, {u'І', "I"}, {u'Ґ', "G"}, {u'Ў', "U"}, {u'Ѫ', "U"},
    {u'Ѵ', "Y"}, {u'Ѕ', "DZ"}, {u'Ј', "J"}, {u'Љ', "LJ"}, {u'Њ', "NJ"}, {u'Ќ', "K"}, {u'Џ', "DZ"}, {u'Ђ', "D"},
    {u'Ѓ', "G"}, {u'Ћ', "C"}, {u'Ә', "A"}, {u'Ғ', "G"}, {u'Қ', "K"}, {u'Ң', "N"}, {u'Ө', "O"}, {u'Ұ', "U"},
    {u'Ү', "U"}, {u'Һ', "H"}, {u'Ҳ', "H"}, {u'Ӣ', "I"}, {u'Ӯ', "U"}, {u'Ҷ', "J"}, {u'Ҹ', "J"}, {u'Ҝ', "G"},
    {u'Җ', "J"}, {u'Ҡ', "K"}, {u'Ӏ', "I"},
    // Latin letters that do not come apart into a base letter and a mark.
    {u'Æ', "AE"}, {u'Ø', "O"}, {u'Œ', "OE"}, {u'Đ', "D"}, {u'Ð', "D"}, {u'Ł', "L"}, {u'Þ', "TH"},
});

/// Kazakh letters typed on a Russian keyboard come out as their neighbours, and И stands for both И and І.
constexpr auto kFolded = std::to_array<std::pair<char16_t, char16_t>>({
    {u'Ә', u'А'}, {u'Ғ', u'Г'}, {u'Қ', u'К'}, {u'Ң', u'Н'}, {u'Ө', u'О'}, {u'Ұ', u'У'}, {u'Ү', u'У'},
    {u'Һ', u'Х'}, {u'І', u'И'}, {u'Ё', u'Е'}, {u'Й', u'И'}, {u'Ў', u'У'}, {u'Ҳ', u'Х'}, {u'Ӣ', u'И'},
    {u'Ӯ', u'У'}, {u'Ҷ', u'Ж'}, {u'Ҹ', u'Ж'}, {u'Ҝ', u'К'},
});

/// Cyrillic capitals that look like Latin ones: a number typed under the wrong layout is the same number.
constexpr auto kLookAlikes = std::to_array<std::pair<char16_t, char>>({
    {u'А', 'A'}, {u'В', 'B'}, {u'Е', 'E'}, {u'К', 'K'}, {u'М', 'M'}, {u'Н', 'H'}, {u'О', 'O'}, {u'Р', 'P'},
    {u'С', 'C'}, {u'Т', 'T'}, {u'У', 'Y'}, {u'Х', 'X'}, {u'І', 'I'}, {u'Ј', 'J'}, {u'Ѕ', 'S'},
});
// clang-format on

template <typename Table>
auto find_in(const Table& table, char16_t letter) {
  const auto found = std::find_if(table.begin(), table.end(), [letter](const auto& row) {
    const auto& [key, value] = row;
    return key == letter;
  });
  return found;
}

enum class Form { kComposed, kCompatible, kDecomposed };

icu::UnicodeString normalise(const icu::UnicodeString& text, Form form) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = form == Form::kComposed     ? icu::Normalizer2::getNFCInstance(error)
                                       : form == Form::kCompatible ? icu::Normalizer2::getNFKCInstance(error)
                                                                   : icu::Normalizer2::getNFDInstance(error);
  base::require(U_SUCCESS(error), "ICU has its normalisation data; is libicu installed whole?");
  icu::UnicodeString result = normalizer->normalize(text, error);
  base::require(U_SUCCESS(error), "text of bounded length can be normalised");
  return result;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}
constexpr char ascii_upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

icu::UnicodeString upper_of(std::string_view text, Form form) {
  if (is_ascii(text)) {  // As most of what a machine-readable zone says; every normal form leaves it as it is.
    icu::UnicodeString wide;
    for (const char letter : text) wide += static_cast<char16_t>(ascii_upper(letter));
    return wide;
  }
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  return normalise(icu::UnicodeString::fromUTF8(piece).toUpper(icu::Locale::getRoot()), form);
}

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

bool is_latin(char16_t letter) {
  return letter >= u'A' && letter <= u'Z';
}
bool is_digit(char16_t letter) {
  return letter >= u'0' && letter <= u'9';
}

/// "D'ARTAGNAN", "Ғали ʻAli": signs that belong to a word without being heard.
bool is_apostrophe(char16_t letter) {
  return letter == u'\'' || letter == u'’' || letter == u'‘' || letter == u'ʼ' || letter == u'ʻ' || letter == u'`' ||
         letter == u'´';
}

/// Adds what stands for one letter: its row, itself, or its base letter without marks. Other scripts leave nothing.
void append_latin(char16_t letter, std::string& latin) {
  if (is_latin(letter) || is_digit(letter)) {
    latin += static_cast<char>(letter);
  } else if (const auto row = find_in(kLatin, letter); row != kLatin.end()) {
    latin += row->latin;
  } else if (u_isalpha(letter)) {
    const char16_t base = normalise(icu::UnicodeString(letter), Form::kDecomposed).charAt(0);
    const auto base_row = find_in(kLatin, base);
    if (is_latin(base))
      latin += static_cast<char>(base);
    else if (base_row != kLatin.end())
      latin += base_row->latin;
  }
}

std::string latin_of(const icu::UnicodeString& text) {
  std::string latin;
  for (std::int32_t at = 0; at < text.length(); ++at) {
    const char16_t letter = text.charAt(at);
    if (letter == u'-' || u_isspace(letter))
      latin += letter == u'-' ? '-' : ' ';
    else
      append_latin(letter, latin);
  }
  return latin;
}

/// Words between anything that is neither letter, mark, digit nor apostrophe.
std::vector<icu::UnicodeString> words_of(const icu::UnicodeString& text) {
  std::vector<icu::UnicodeString> words(1);
  for (std::int32_t at = 0; at < text.length(); ++at) {
    const char16_t letter = text.charAt(at);
    const std::int8_t type = u_charType(letter);
    if (is_apostrophe(letter)) continue;
    if (u_isalnum(letter) || U16_IS_SURROGATE(letter) || type == U_NON_SPACING_MARK)
      words.back() += letter;
    else if (!words.back().isEmpty())
      words.emplace_back();
  }
  if (words.back().isEmpty()) words.pop_back();
  return words;
}

void replace_all(std::string& word, std::string_view from, std::string_view to) {
  for (std::size_t at = word.find(from); at != std::string::npos; at = word.find(from, at + to.size()))
    word.replace(at, from.size(), to);
}

bool is_vowel(char letter) {
  return std::string_view("AEIOUY").find(letter) != std::string_view::npos;
}

/// The velar nasal is one sound: NG is N before a consonant and at the end, but stays before a vowel.
void soften_ng(std::string& word) {
  for (std::size_t at = word.find("NG"); at != std::string::npos; at = word.find("NG", at + 1))
    if (at + 2 == word.size() || !is_vowel(word[at + 2])) word.erase(at + 1, 1);
}

std::string key_of_word(std::string word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kSounds = {{{"SHCH", "S"},
                                                                                             {"SCH", "S"},
                                                                                             {"SH", "S"},
                                                                                             {"TCH", "C"},
                                                                                             {"CH", "C"},
                                                                                             {"DZH", "J"},
                                                                                             {"DJ", "J"},
                                                                                             {"ZH", "J"},
                                                                                             {"KH", "H"},
                                                                                             {"GH", "G"},
                                                                                             {"PH", "F"},
                                                                                             {"TH", "T"},
                                                                                             {"CK", "K"},
                                                                                             {"Q", "K"},
                                                                                             {"W", "V"},
                                                                                             {"TS", "C"},
                                                                                             {"TZ", "C"},
                                                                                             {"X", "KS"}}};
  for (const auto& [from, to] : kSounds) replace_all(word, from, to);
  soften_ng(word);
  word.erase(std::unique(word.begin(), word.end()), word.end());
  const std::size_t consonant = word.find_first_not_of("AEIOUY");
  std::string key;
  if (consonant != 0) key += '@';
  for (const char letter : word)
    if (!is_vowel(letter)) key += letter;
  if (key.ends_with('D')) key.back() = 'T';
  return key;
}

icu::UnicodeString folded(const icu::UnicodeString& word) {
  icu::UnicodeString result;
  for (std::int32_t at = 0; at < word.length(); ++at) {
    const char16_t letter = word.charAt(at);
    const auto row = find_in(kFolded, letter);
    result += row == kFolded.end() ? letter : row->second;
  }
  return result;
}

bool has_cyrillic(const icu::UnicodeString& word) {
  for (std::int32_t at = 0; at < word.length(); ++at)
    if (word.charAt(at) >= 0x0400 && word.charAt(at) <= 0x052f) return true;
  return false;
}

}  // namespace

std::string upper(std::string_view text) {
  return utf8(upper_of(text, Form::kComposed));
}

std::string transliterate(std::string_view name) {
  return latin_of(upper_of(name, Form::kComposed));
}

std::string match_key(std::string_view name) {
  std::vector<std::string> keys;
  for (const icu::UnicodeString& word : words_of(upper_of(name, Form::kComposed))) {
    std::string latin = latin_of(word);
    std::erase_if(latin, [](char letter) { return letter < 'A' || letter > 'Z'; });
    if (!latin.empty()) keys.push_back(key_of_word(std::move(latin)));
  }
  std::sort(keys.begin(), keys.end());
  std::string key;
  for (const std::string& word : keys) key += (key.empty() ? "" : " ") + word;
  return key;
}

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words;
  const auto add = [&words](std::string word) {
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  };
  for (const icu::UnicodeString& word : words_of(upper_of(text, Form::kComposed))) {
    const std::string latin = latin_of(word);
    // Latin words are kept without their marks only; words of scripts without a transliteration as they are.
    if (has_cyrillic(word) || latin.empty()) add(utf8(folded(word)));
    add(latin);
  }
  return words;
}

std::string normalise_number(std::string_view number) {
  if (is_ascii(number)) {
    std::string plain;
    for (const char letter : number)
      if (const char upper_letter = ascii_upper(letter); is_latin(upper_letter) || is_digit(upper_letter)) plain += upper_letter;
    return plain;
  }
  const icu::UnicodeString text = upper_of(number, Form::kComposed);
  icu::UnicodeString result;
  for (std::int32_t at = 0; at < text.length(); ++at) {
    const char16_t letter = text.charAt(at);
    const std::int32_t digit = u_charDigitValue(letter);
    const auto alike = find_in(kLookAlikes, letter);
    if (digit >= 0)
      result += static_cast<char16_t>(u'0' + digit);
    else if (alike != kLookAlikes.end())
      result += static_cast<char16_t>(alike->second);
    else if (u_isalpha(letter))
      result += normalise(icu::UnicodeString(letter), Form::kCompatible);  // wide letters are letters
  }
  return utf8(result);
}

int collate(std::string_view left, std::string_view right) {
  static const std::unique_ptr<const icu::Collator> kCollator = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<const icu::Collator> collator(icu::Collator::createInstance(icu::Locale("kk"), error));
    base::require(U_SUCCESS(error) && collator, "ICU has the Kazakh collation; is libicu installed whole?");
    return collator;
  }();
  UErrorCode error = U_ZERO_ERROR;
  const auto piece = [](std::string_view text) {
    return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
  };
  const UCollationResult order = kCollator->compareUTF8(piece(left), piece(right), error);
  base::require(U_SUCCESS(error), "texts of bounded length can be compared");
  return static_cast<int>(order);
}

}  // namespace tirkeu::registry
