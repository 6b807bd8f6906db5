#include "schema/registry/mrz.h"

#include <algorithm>
#include <array>

#include "schema/registry/countries.h"
#include "schema/registry/mrz_zone.h"

namespace tirkeu::registry {
namespace {

int value_of(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'A' && letter <= 'Z') return letter - 'A' + 10;
  return 0;
}

/// The letter or digit that readers and eyes take for this one; 0 when there is none.
char twin_of(char letter) {
  constexpr std::string_view kOnes = "0O1I8B2Z5S";
  const std::size_t at = kOnes.find(letter);
  return at == std::string_view::npos ? '\0' : kOnes[at ^ 1];
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}
bool is_letter(char letter) {
  return letter >= 'A' && letter <= 'Z';
}

std::string with_digits(std::string_view text) {
  std::string digits(text);
  for (char& letter : digits)
    if (is_letter(letter) && twin_of(letter) != '\0') letter = twin_of(letter);
  return digits;
}

std::string with_letters(std::string_view text) {
  std::string letters(text);
  for (char& letter : letters)
    if (is_digit(letter) && twin_of(letter) != '\0') letter = twin_of(letter);
  return letters;
}

/// Without fillers at the ends, one blank for those between.
std::string words_of(std::string_view field) {
  std::string words;
  for (const char letter : field) {
    if (letter != '<')
      words += letter;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

enum class DateKind { kBirth, kExpiry };

/// Reads one zone; findings gather as fields are read.
class Reading {
 public:
  Reading(const Zone& zone, base::Date today) : zone_(zone), layout_(*zone.layout), today_(today) {}
  Mrz read();

 private:
  void add(std::string field, std::string code, MessageArguments arguments = {},
           std::optional<std::string> suggestion = {});
  void find_bad_characters();
  void read_number();
  void read_states();
  void check_state(const std::string& field, const std::string& code);
  void read_name();
  void read_sex();
  void read_date(DateKind kind);
  void judge_expiry();
  void check_optional();
  void check_composite();
  bool composite_holds(std::string_view replacement, Place place) const;
  void check(const std::string& field, Place place, std::string_view value, char digit);
  std::optional<std::string> cure(Place place, std::string_view value, char digit) const;
  std::optional<std::string> date_of(std::string_view field, DateKind kind) const;

  const Zone& zone_;
  const Layout& layout_;
  base::Date today_;
  Mrz mrz_;
  bool digits_right_ = true;
  std::string optional_field_;  ///< the optional data without a continued number
};

void Reading::add(std::string field, std::string code, MessageArguments arguments,
                  std::optional<std::string> suggestion) {
  arguments["field"] = field;
  std::string key = suggestion ? "mrz." + code + "_suggestion" : "mrz." + code;
  if (suggestion) arguments["suggestion"] = *suggestion;
  mrz_.findings.push_back(
      {std::move(field), std::move(code), {std::move(key), std::move(arguments)}, std::move(suggestion)});
}

Mrz Reading::read() {
  mrz_.format = layout_.format;
  mrz_.document_code = words_of(zone_[layout_.code]);
  find_bad_characters();
  read_number();
  read_states();
  read_name();
  read_sex();
  read_date(DateKind::kBirth);
  read_date(DateKind::kExpiry);
  judge_expiry();
  check_optional();
  check_composite();
  mrz_.valid = digits_right_;
  return std::move(mrz_);
}

void Reading::find_bad_characters() {
  const std::array<std::pair<const char*, Place>, 8> fields = {{{"document_code", layout_.code},
                                                                {"issuing_state", layout_.state},
                                                                {"number", layout_.number},
                                                                {"nationality", layout_.nationality},
                                                                {"birth_date", layout_.birth},
                                                                {"expires", layout_.expires},
                                                                {"optional", layout_.optional},
                                                                {"optional", layout_.more_optional}}};
  for (const auto& [field, place] : fields)
    if (zone_[place].find(kBadCharacter) != std::string_view::npos) add(field, "bad_character");
}

/// Digits that were read as letters count as what they look like before anything else is tried.
void Reading::check(const std::string& field, Place place, std::string_view value, char digit) {
  if (check_digit(value) == digit) return;
  digits_right_ = false;
  std::optional<std::string> suggestion = cure(place, value, digit);
  if (suggestion && field == "birth_date") suggestion = date_of(*suggestion, DateKind::kBirth);
  if (suggestion && field == "expires") suggestion = date_of(*suggestion, DateKind::kExpiry);
  if (suggestion && field != "birth_date" && field != "expires") suggestion = words_of(*suggestion);
  add(field, "check_digit", {}, std::move(suggestion));
}

/// The value that one mistaken character would explain. Where several would, the composite check digit may tell them
/// apart; if it does not, a wrong suggestion would be worse than none.
std::optional<std::string> Reading::cure(Place place, std::string_view value, char digit) const {
  const std::string read_digit = with_digits(std::string_view(&digit, 1));
  const bool is_date = place.at == layout_.birth.at && place.line == layout_.birth.line;
  const bool is_expiry = place.at == layout_.expires.at && place.line == layout_.expires.line;
  if (is_date || is_expiry) {
    // Dates have no letters, so all of them are mistaken at once.
    const std::string digits = with_digits(value);
    const bool changed = digits != value || read_digit[0] != digit;
    return changed && check_digit(digits) == read_digit[0] ? std::optional(digits) : std::nullopt;
  }
  if (read_digit[0] != digit && check_digit(value) == read_digit[0]) return std::string(value);
  std::vector<std::string> cures;
  std::vector<std::string> confirmed;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char twin = twin_of(value[at]);
    if (twin == '\0') continue;
    std::string changed(value);
    changed[at] = twin;
    if (check_digit(changed) != read_digit[0]) continue;
    if (composite_holds(changed, place)) confirmed.push_back(changed);
    cures.push_back(std::move(changed));
  }
  if (cures.size() == 1) return cures.front();
  return confirmed.size() == 1 ? std::optional(confirmed.front()) : std::nullopt;
}

bool Reading::composite_holds(std::string_view replacement, Place place) const {
  if (layout_.composite_check.size == 0 || replacement.size() != static_cast<std::size_t>(place.size)) return false;
  Zone changed = zone_;
  changed.lines[static_cast<std::size_t>(place.line)].replace(static_cast<std::size_t>(place.at), replacement.size(),
                                                              replacement);
  std::string all;
  for (const Place& part : layout_.composite) all += changed[part];
  return check_digit(all) == changed[layout_.composite_check].front();
}

/// Parts 5 and 6: a longer number continues in the optional data, where its check digit follows it; "<" stands in the
/// place of the digit. Parts 4 and 7 know no such thing, but some issuers do it there too.
void Reading::read_number() {
  const std::string_view number = zone_[layout_.number];
  const char digit = zone_[layout_.number_check].front();
  optional_field_ = zone_[layout_.optional];
  const std::size_t end = std::min(optional_field_.find('<'), optional_field_.size());
  if (digit == '<' && number.find('<') == std::string_view::npos && end >= 2) {
    const std::string whole = std::string(number) + optional_field_.substr(0, end - 1);
    const char late_digit = optional_field_[end - 1];
    const bool is_defined = layout_.format == "TD1" || layout_.format == "TD2";
    if (is_defined || check_digit(whole) == late_digit) {
      mrz_.number = words_of(whole);
      check("number", layout_.number, whole, late_digit);
      optional_field_ = optional_field_.substr(std::min(end + 1, optional_field_.size()));
      return;
    }
  }
  mrz_.number = words_of(number);
  check("number", layout_.number, number, digit);
}

void Reading::read_states() {
  mrz_.issuing_state = words_of(zone_[layout_.state]);
  mrz_.nationality = words_of(zone_[layout_.nationality]);
  check_state("issuing_state", mrz_.issuing_state);
  check_state("nationality", mrz_.nationality);
}

void Reading::check_state(const std::string& field, const std::string& code) {
  if (code == "UTO") return add(field, "specimen");
  if (code.starts_with("XX") && find_country(code) != nullptr) return add(field, "special_state", {{"state", code}});
  if (find_country(code) != nullptr) return;
  const std::string letters = with_letters(code);
  const bool is_cured = letters != code && find_country(letters) != nullptr;
  add(field, "unknown_state", {{"state", code}}, is_cured ? std::optional(letters) : std::nullopt);
}

void Reading::read_name() {
  const std::string_view field = zone_[layout_.name];
  const std::size_t middle = field.find("<<");
  mrz_.surname = words_of(field.substr(0, middle));
  if (middle != std::string_view::npos) mrz_.given_names = words_of(field.substr(middle));
  if (std::any_of(field.begin(), field.end(),
                  [](char letter) { return is_digit(letter) || letter == kBadCharacter; })) {
    const std::string letters = words_of(with_letters(field));
    const bool is_cured =
        std::all_of(letters.begin(), letters.end(), [](char letter) { return is_letter(letter) || letter == ' '; });
    add("name", "bad_character", {}, is_cured ? std::optional(letters) : std::nullopt);
  }
  if (field.back() != '<') add("name", "possibly_truncated");
}

void Reading::read_sex() {
  const char letter = zone_[layout_.sex].front();
  mrz_.sex = letter == 'M' || letter == 'F' ? std::string(1, letter) : "X";
  if (std::string_view("MF<X").find(letter) == std::string_view::npos) add("sex", "bad_character");
}

/// YYMMDD to an ISO date or its known beginning. Doc 9303 has no rule for the century: a birth is the latest year that
/// does not lie in the future, an expiry lies in this century.
std::optional<std::string> Reading::date_of(std::string_view field, DateKind kind) const {
  const auto part = [field](std::size_t at) { return field.substr(at, 2); };
  const auto is_number = [](std::string_view two) { return is_digit(two[0]) && is_digit(two[1]); };
  if (!is_number(part(0))) return std::nullopt;
  const bool has_month = is_number(part(2));
  const bool has_day = has_month && is_number(part(4));
  const auto spell = [&](int year) {
    std::string text = std::to_string(year);
    if (has_month) text += "-" + std::string(part(2));
    if (has_day) text += "-" + std::string(part(4));
    return text;
  };
  int year = static_cast<int>(today_.year()) / 100 * 100 + std::stoi(std::string(part(0)));
  if (kind == DateKind::kExpiry) return spell(year);
  // ISO dates compare as text, and a prefix compares with the same prefix of today.
  const std::string today = base::format_date(today_);
  if (spell(year) > today.substr(0, spell(year).size())) year -= 100;
  return spell(year);
}

/// True for what YYMMDD may be: digits of a day that exists, or fillers from some part on.
bool is_possible_date(std::string_view field, const std::string& iso) {
  const std::size_t known = field.find_first_not_of("0123456789");
  if (known == std::string_view::npos) return base::parse_date(iso).has_value();
  if (known % 2 != 0 || field.substr(known).find_first_not_of('<') != std::string_view::npos) return false;
  return known < 4 || base::parse_date(iso + "-01").has_value();
}

void Reading::read_date(DateKind kind) {
  const bool is_birth = kind == DateKind::kBirth;
  const Place place = is_birth ? layout_.birth : layout_.expires;
  const std::string_view field = zone_[place];
  const std::string name = is_birth ? "birth_date" : "expires";
  const char digit = zone_[is_birth ? layout_.birth_check : layout_.expires_check].front();
  const std::optional<std::string> date = date_of(field, kind);
  if (is_possible_date(field, date.value_or(""))) {
    (is_birth ? mrz_.birth_date : mrz_.expires) = date;
    if (is_birth && (!date || date->size() < 10)) add(name, "partly_unknown");
    return check(name, place, field, digit);
  }
  // No such day: that says more than a wrong digit would, and is said once.
  digits_right_ = digits_right_ && check_digit(field) == digit;
  const std::string digits = with_digits(field);
  const std::optional<std::string> cured = date_of(digits, kind);
  const bool is_cured = digits != field && is_possible_date(digits, cured.value_or(""));
  if (field.find(kBadCharacter) == std::string_view::npos) add(name, "bad_date", {}, is_cured ? cured : std::nullopt);
}

void Reading::judge_expiry() {
  if (!mrz_.expires || mrz_.expires->size() < 10) return;
  const std::optional<base::Date> date = base::parse_date(*mrz_.expires);
  if (!date) return;
  // No document is valid for longer than this, so a year from 70 on may have meant the last century.
  constexpr int kLastYearOfThisCentury = 69;
  if (static_cast<int>(date->year()) % 100 > kLastYearOfThisCentury) {
    const std::string old = std::to_string(static_cast<int>(date->year()) - 100) + mrz_.expires->substr(4);
    if (base::parse_date(old)) add("expires", "far_expiry", {{"date", *mrz_.expires}}, old);
  } else if (base::days_between(today_, *date) < 0) {
    add("expires", "expired", {{"date", *mrz_.expires}});
  }
}

void Reading::check_optional() {
  const std::string more(zone_[layout_.more_optional]);
  mrz_.optional = words_of(optional_field_ + "<" + more);
  if (layout_.optional_check.size == 0) return;
  const std::string_view field = zone_[layout_.optional];
  const char digit = zone_[layout_.optional_check].front();
  // Part 4: where the field is empty, its check digit may be a filler.
  const bool is_empty = field.find_first_not_of('<') == std::string_view::npos;
  if (!(is_empty && digit == '<')) check("optional", layout_.optional, field, digit);
}

void Reading::check_composite() {
  if (layout_.composite_check.size == 0) return;
  // A field whose own digit is wrong explains a wrong composite digit; it would only be marked twice.
  if (!digits_right_) return;
  std::string all;
  for (const Place& part : layout_.composite) all += zone_[part];
  if (check_digit(all) == zone_[layout_.composite_check].front()) return;
  digits_right_ = false;
  add("composite", "check_digit");
}

}  // namespace

char check_digit(std::string_view field) {
  constexpr std::array<int, 3> kWeights = {7, 3, 1};
  int sum = 0;
  for (std::size_t at = 0; at < field.size(); ++at) sum += value_of(field[at]) * kWeights[at % 3];
  return static_cast<char>('0' + sum % 10);
}

std::expected<Mrz, std::vector<MrzFinding>> read_mrz(const std::vector<std::string>& lines, base::Date today) {
  const std::optional<Zone> zone = find_zone(lines);
  if (!zone) {
    const Message message{"mrz.bad_length", {{"field", "lines"}, {"lengths", lengths_of(lines)}}};
    return std::unexpected(std::vector<MrzFinding>{{"lines", "bad_length", message, std::nullopt}});
  }
  return Reading(*zone, today).read();
}

}  // namespace tirkeu::registry
