#include "schema/registry/language.h"

#include <array>
#include <cstdlib>
#include <optional>

#include <boost/json/object.hpp>

#include "schema/messages/files.h"
#include "schema/registry/countries.h"
#include "schema/registry/embedded.h"
#include "sync/base/civil_time.h"

namespace tirkeu::registry {
namespace {

constexpr std::array<Language, 3> kLanguages = {Language::kKazakh, Language::kRussian, Language::kEnglish};

using Catalogue = std::map<std::string, std::string, std::less<>>;
using Catalogues = std::array<Catalogue, kLanguages.size()>;

// "<area>.kk.json" is Kazakh; any other name in the folder would be silently unread, so it stops the program.
Language language_of_file(std::string_view name) {
  for (Language language : kLanguages)
    if (name.ends_with("." + std::string(code_of(language)) + ".json")) return language;
  stop_on_broken_data("schema/messages/" + std::string(name) +
                      " names no language (area.kk.json, area.ru.json, area.en.json)");
}

Catalogues load_catalogues() {
  Catalogues catalogues;
  for (const messages::EmbeddedFile& file : messages::files()) {
    Catalogue& catalogue = catalogues[static_cast<std::size_t>(language_of_file(file.name))];
    const boost::json::value parsed = read_embedded_json(file.name, file.bytes);
    if (!parsed.is_object()) stop_on_broken_data(std::string(file.name) + " is no JSON object");
    for (const auto& [key, value] : parsed.get_object()) {
      if (!value.is_string())
        stop_on_broken_data(std::string(file.name) + ": the text of " + std::string(key) + " is no string");
      const bool is_new = catalogue.emplace(std::string(key), std::string(value.get_string())).second;
      if (!is_new)
        stop_on_broken_data(std::string(file.name) + " has the key " + std::string(key) +
                            ", which another area has too");
    }
  }
  return catalogues;
}

const Catalogue& catalogue_of(Language language) {
  static const Catalogues catalogues = load_catalogues();
  return catalogues[static_cast<std::size_t>(language)];
}

const std::string* find_text(Language language, std::string_view key) {
  const Catalogue& catalogue = catalogue_of(language);
  const auto found = catalogue.find(key);
  return found == catalogue.end() ? nullptr : &found->second;
}

// People of all three languages here write day.month.year.
std::string as_date(std::string_view value) {
  const std::optional<base::Date> date = base::parse_date(value);
  if (!date) return std::string(value);
  const std::string iso = base::format_date(*date);
  return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

std::string as_country(Language language, std::string_view value) {
  const Country* country = find_country(value);
  return std::string(country ? name_of(*country, language) : value);
}

std::string as_texts_of(Language language, std::string_view area, std::string_view list) {
  std::string result;
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view code = list.substr(0, comma);
    const std::string* found = find_text(language, std::string(area) + "." + std::string(code));
    result += found ? std::string_view(*found) : code;
    if (comma == std::string_view::npos) return result;
    result += ", ";
    list.remove_prefix(comma + 1);
  }
}

// The value of one placeholder ("name" or "name:kind"), nothing when the argument is missing.
std::optional<std::string> value_of(Language language, std::string_view placeholder,
                                    const MessageArguments& arguments) {
  const std::size_t colon = placeholder.find(':');
  const auto found = arguments.find(placeholder.substr(0, colon));
  if (found == arguments.end()) return std::nullopt;
  if (colon == std::string_view::npos) return found->second;
  const std::string_view kind = placeholder.substr(colon + 1);
  if (kind == "date") return as_date(found->second);
  if (kind == "country") return as_country(language, found->second);
  return as_texts_of(language, kind, found->second);
}

std::string fill(Language language, std::string_view pattern, const MessageArguments& arguments) {
  std::string result;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) return result.append(pattern);
    result.append(pattern.substr(0, open));
    const std::string_view placeholder = pattern.substr(open + 1, close - open - 1);
    const std::optional<std::string> value = value_of(language, placeholder, arguments);
    result.append(value ? std::string_view(*value) : pattern.substr(open, close - open + 1));
    pattern.remove_prefix(close + 1);
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "ru-KZ", "ru_KZ.UTF-8", "RU" are Russian; "*" and everything unknown is none of ours.
std::optional<Language> language_of_tag(std::string_view tag) {
  std::string primary(tag.substr(0, tag.find_first_of("-_.@")));
  for (char& letter : primary)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  for (Language language : kLanguages)
    if (primary == code_of(language)) return language;
  return std::nullopt;
}

// RFC 9110 §12.4.2: a weight of 0 to 1, in thousandths here; what cannot be read counts as 0, so it is not chosen.
int thousandths_of(std::string_view parameters) {
  parameters = trimmed(parameters);
  if (parameters.empty()) return 1000;
  if (!(parameters.starts_with("q=") || parameters.starts_with("Q="))) return 0;
  parameters.remove_prefix(2);
  if (parameters.empty() || (parameters.front() != '0' && parameters.front() != '1')) return 0;
  int value = (parameters.front() - '0') * 1000;
  parameters.remove_prefix(1);
  if (parameters.starts_with('.')) parameters.remove_prefix(1);
  for (int place = 100; place > 0 && !parameters.empty(); place /= 10) {
    if (parameters.front() < '0' || parameters.front() > '9') return 0;
    value += (parameters.front() - '0') * place;
    parameters.remove_prefix(1);
  }
  return value > 1000 ? 1000 : value;
}

}  // namespace

std::string_view code_of(Language language) {
  switch (language) {
    case Language::kKazakh:
      return "kk";
    case Language::kRussian:
      return "ru";
    case Language::kEnglish:
      return "en";
  }
  return "kk";
}

Language choose_language(std::string_view wish) {
  Language best = Language::kKazakh;
  int best_weight = 0;
  while (!wish.empty()) {
    const std::size_t comma = wish.find(',');
    const std::string_view range = wish.substr(0, comma);
    wish.remove_prefix(comma == std::string_view::npos ? wish.size() : comma + 1);
    const std::size_t semicolon = range.find(';');
    const std::optional<Language> language = language_of_tag(trimmed(range.substr(0, semicolon)));
    const int weight = semicolon == std::string_view::npos ? 1000 : thousandths_of(range.substr(semicolon + 1));
    if (language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
  }
  return best;
}

std::string text(Language language, std::string_view key, const MessageArguments& arguments) {
  const std::string* pattern = find_text(language, key);
  return pattern ? fill(language, *pattern, arguments) : std::string(key);
}

std::string text(Language language, const Message& message) {
  return text(language, message.key, message.arguments);
}

bool has_message(std::string_view key) {
  for (Language language : kLanguages)
    if (!find_text(language, key)) return false;
  return true;
}

}  // namespace tirkeu::registry
