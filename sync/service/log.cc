#include "sync/service/log.h"

#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <systemd/sd-journal.h>

namespace tirkeu::service {
namespace {

constexpr std::int64_t kEntriesPerMinute = 60;
constexpr std::size_t kFaultBytesMax = 400;
constexpr std::size_t kCodeBytesMax = 100;
constexpr std::size_t kBlobBytesMax = 32;

/// Control characters as \xNN and the backslash doubled: one entry stays one line and reads back to what it was. Bytes
/// above 127 pass, being UTF-8 of a file name at most.
std::string printable(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else if (letter == '\\') {
      out += "\\\\";
    } else {
      out += letter;
    }
  }
  return out;
}

bool is_code(std::string_view text) {
  if (text.empty() || text.size() > kCodeBytesMax) return false;
  return std::ranges::all_of(text, [](char letter) {
    const bool alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    return alphanumeric || std::string_view(".:/_-[]").find(letter) != std::string_view::npos;
  });
}

std::string line_of(std::string_view event, std::span<const LogField> fields) {
  std::string line(event);
  for (const LogField& field : fields) {
    const std::string value = field.value();
    const bool quoted = value.empty() || value.find_first_of(" \"=") != std::string::npos;
    line += ' ';
    line += field.key();
    line += '=';
    if (!quoted) {
      line += value;
      continue;
    }
    line += '"';
    for (char letter : value) {
      if (letter == '"') line += '\\';
      line += letter;
    }
    line += '"';
  }
  return line;
}

class StderrSink final : public LogSink {
 public:
  StderrSink() : logger_("", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
    logger_.set_level(spdlog::level::trace);
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  }
  void write(LogLevel level, std::string_view event, std::span<const LogField> fields) override {
    static constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    logger_.log(kLevels[static_cast<std::size_t>(level)], line_of(event, fields));
  }

 private:
  spdlog::logger logger_;
};

/// Native fields, so that `journalctl TIRKEU_EVENT=fork` finds what it should.
class JournalSink final : public LogSink {
 public:
  void write(LogLevel level, std::string_view event, std::span<const LogField> fields) override {
    static constexpr std::array kPriorities = {LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERR};
    std::vector<std::string> pairs = {"MESSAGE=" + line_of(event, fields), "TIRKEU_EVENT=" + std::string(event),
                                      "PRIORITY=" + std::to_string(kPriorities[static_cast<std::size_t>(level)])};
    for (const LogField& field : fields) {
      std::string pair = "TIRKEU_";
      for (char letter : field.key()) pair += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
      pairs.push_back(pair + "=" + field.value());
    }
    std::vector<iovec> parts;
    for (std::string& pair : pairs) parts.push_back({pair.data(), pair.size()});
    sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
  }
};

/// systemd names the device and inode of the stream that it connected; a redirected stderr is another one.
bool stderr_is_the_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (stream == nullptr || fstat(2, &status) != 0) return false;
  return std::string_view(stream) == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace

LogField::LogField(Word key, Name value) : key_(key), value_(printable(value.text)) {}
LogField::LogField(Word key, Code value) : key_(key), value_(is_code(value.text) ? std::move(value.text) : std::string("?")) {}
LogField::LogField(Word key, const Fault& value)
    : key_(key), value_(printable(std::string_view(value.text).substr(0, kFaultBytesMax))) {}
LogField::LogField(Word key, base::ByteView value)
    : key_(key), value_(base::to_hex(value.first(std::min(value.size(), kBlobBytesMax)))) {}

std::string LogField::value() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return std::to_string(*number);
  return std::get<std::string>(value_);
}

std::unique_ptr<LogSink> make_system_sink() {
  if (stderr_is_the_journal()) return std::make_unique<JournalSink>();
  return std::make_unique<StderrSink>();
}

Log::Log(LogLevel least, std::unique_ptr<LogSink> sink, base::Clock& clock)
    : least_(least), sink_(std::move(sink)), clock_(clock) {}

void Log::write(LogLevel level, Word event, std::initializer_list<LogField> fields) {
  if (level < least_) return;
  const base::Milliseconds now = clock_.read().since_boot;
  Rate& rate = rates_[event.text()];
  if (now - rate.minute_began >= std::chrono::minutes(1) || now < rate.minute_began) {
    rate.minute_began = now;
    rate.written = 0;
  }
  if (++rate.written > kEntriesPerMinute) {
    ++rate.withheld;
    return;
  }
  std::vector<LogField> all(fields);
  if (rate.withheld > 0) all.push_back(LogField("withheld", rate.withheld));
  rate.withheld = 0;
  sink_->write(level, event.text(), all);
}

}  // namespace tirkeu::service
