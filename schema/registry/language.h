// The three languages of everything that faces a person, and the message catalogue.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tirkeu::registry {

enum class Language { kKazakh, kRussian, kEnglish };

/// Picks from an HTTP Accept-Language value (RFC 9110 §12.5.4) or a locale name ("ru_KZ.UTF-8"); Kazakh when nothing fits.
Language choose_language(std::string_view wish);
/// "kk", "ru", "en".
std::string_view code_of(Language language);

/// Named values for the {placeholders} of a message. Values that are codes or dates stay as they are; the catalogue's text
/// says how to put them into the language: {day:date} prints an ISO date as people write it, {state:country} the country of
/// a code, and {papers:paper} the texts "paper.…" of a comma-separated list of codes (any other area of the catalogue likewise).
using MessageArguments = std::map<std::string, std::string, std::less<>>;

/// A sentence for a person, not yet in a language: a key of the catalogue with the values that go into it.
struct Message {
  std::string key;
  MessageArguments arguments;
  bool operator==(const Message&) const = default;
};

/// The catalogue of schema/messages (`<area>.kk.json` and so on, merged), embedded. A key missing from a language is a broken
/// build (a test compares the three files), a missing argument stays visible as {name}.
/// A key that no file has is returned as it is.
std::string text(Language language, std::string_view key, const MessageArguments& arguments = {});
std::string text(Language language, const Message& message);
/// True when the catalogue has the key.
bool has_message(std::string_view key);

}  // namespace tirkeu::registry
