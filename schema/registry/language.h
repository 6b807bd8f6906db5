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

/// Named values for the {placeholders} of a message.
using MessageArguments = std::map<std::string, std::string, std::less<>>;

/// A sentence for a person, not yet in a language: a key of the catalogue with the values that go into it.
struct Message {
  std::string key;
  MessageArguments arguments;
  bool operator==(const Message&) const = default;
};

/// The catalogue of schema/messages (kk.json, ru.json, en.json), embedded. A key missing from a language is a broken
/// build (a test compares the three files), a missing argument stays visible as {name}.
std::string text(Language language, std::string_view key, const MessageArguments& arguments = {});
std::string text(Language language, const Message& message);
/// True when the catalogue has the key.
bool has_message(std::string_view key);

}  // namespace tirkeu::registry
