// What the daemons say to the journal. An entry is an event code and key=value pairs, never a sentence put together from
// data: names and keys are literals of the program, and a value is a number, a literal, or one of the few texts below
// that by their making hold no personal data. A name or a passport number has no type here, so it cannot be logged by
// accident. Under systemd each pair becomes a journal field (TIRKEU_EVENT=…, TIRKEU_OFFICE=…); elsewhere a line of
// stderr. CR, LF and other control characters are written as \xNN, so that nobody can forge a line.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sync/base/bytes.h"
#include "sync/base/clock.h"
#include "sync/service/config.h"

namespace tirkeu::service {

/// A word known when the program is compiled; a run-time text does not convert to it.
class Word {
 public:
  template <std::size_t N>
  consteval Word(const char (&text)[N]) : text_(text, N - 1) {
    for (char letter : text_)
      if (!((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_'))
        throw "event codes and keys are lower-case letters, digits and underscores";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Words of a fixed set that a name_of() function of the program returned (a role, a state, a step).
struct Name {
  std::string_view text;
};
/// what() of a fault of disk, database or network, whose classes promise never to quote a value. Cut at 400 bytes.
struct Fault {
  std::string text;
};
/// An office or department code, a host and port, a version, a fingerprint, an incident id: letters, digits and . : / _ -
/// and brackets. Anything else, and whatever is longer than 100 bytes, is written as "?".
struct Code {
  std::string text;
};

class LogField {
 public:
  LogField(Word key, std::integral auto value) : key_(key), value_(static_cast<std::int64_t>(value)) {}
  LogField(Word key, Word value) : key_(key), value_(std::string(value.text())) {}
  LogField(Word key, Name value);
  LogField(Word key, Code value);
  LogField(Word key, const Fault& value);
  /// Hexadecimal; at most 32 bytes are shown.
  LogField(Word key, base::ByteView value);

  std::string_view key() const { return key_.text(); }
  /// As it is printed.
  std::string value() const;

 private:
  Word key_;
  std::variant<std::int64_t, std::string> value_;
};

/// Where entries go. Called on the thread that logs.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(LogLevel level, std::string_view event, std::span<const LogField> fields) = 0;
};

/// stderr, or the journal itself when stderr is connected to it.
std::unique_ptr<LogSink> make_system_sink();

/// One event may say 60 entries a minute; what comes beyond is counted and told with the next entry that passes, so that
/// a fault in a loop cannot fill the disk. Loop thread only.
class Log {
 public:
  Log(LogLevel least, std::unique_ptr<LogSink> sink, base::Clock& clock);

  void debug(Word event, std::initializer_list<LogField> fields = {}) { write(LogLevel::kDebug, event, fields); }
  void info(Word event, std::initializer_list<LogField> fields = {}) { write(LogLevel::kInfo, event, fields); }
  void warning(Word event, std::initializer_list<LogField> fields = {}) { write(LogLevel::kWarning, event, fields); }
  void error(Word event, std::initializer_list<LogField> fields = {}) { write(LogLevel::kError, event, fields); }

 private:
  void write(LogLevel level, Word event, std::initializer_list<LogField> fields);

  struct Rate {
    base::Milliseconds minute_began{};
    std::int64_t written = 0;
    std::int64_t withheld = 0;
  };
  LogLevel least_;
  std::unique_ptr<LogSink> sink_;
  base::Clock& clock_;
  std::map<std::string_view, Rate> rates_;
};

}  // namespace tirkeu::service
