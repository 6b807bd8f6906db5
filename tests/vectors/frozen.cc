#include "tests/vectors/frozen.h"

#include <boost/json/object.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "schema/registry/application_json.h"
#include "sync/wire/compression.h"

namespace tirkeu::testing {
namespace {

namespace json = boost::json;

/// In front of every zstd frame; the bundle leaves it out.
constexpr std::array<std::uint8_t, 4> kMagic = {0x28, 0xb5, 0x2f, 0xfd};
constexpr std::size_t kDatabaseBytesMax = 64u << 20;

}  // namespace

json::array reading_of(store::Book& book, store::Cases& cases, const std::vector<base::RowId>& applications) {
  json::array reading;
  for (const base::RowId id : applications) {
    const std::optional<store::CaseState> state = cases.find(id);
    const std::optional<registry::Application> application = book.present_application(id);
    json::object one{{"id", id.to_string()}, {"application", application ? json::value(registry::to_json(*application)) : json::value(nullptr)}};
    if (state)
      one["case"] = json::object{{"office", state->office},           {"ticket", state->ticket_number},   {"state", state->state},
                                 {"confirmation", state->confirmation}, {"document", state->document_key}, {"entry_date", state->entry_date}};
    json::array verdicts;
    for (const store::Verdict& verdict : book.verdicts(id)) verdicts.push_back(json::object{{"outcome", verdict.outcome}, {"grade", verdict.grade}});
    one["verdicts"] = std::move(verdicts);
    one["decisions"] = book.decisions(id).size();
    one["corrections"] = book.corrections(id).size();
    reading.push_back(std::move(one));
  }
  return reading;
}

base::Bytes packed(base::ByteView content) {
  base::Bytes frame(kMagic.begin(), kMagic.end());
  base::append(frame, wire::compress(content, {}).bytes);
  return frame;
}

base::Bytes unpacked(base::ByteView frame) {
  const auto content = wire::decompress(wire::Codec::kZstd, frame.subspan(kMagic.size()), kDatabaseBytesMax);
  if (!content) throw std::runtime_error(content.error().what);
  return *content;
}

base::Bytes read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.filename().string());
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  const base::ByteView bytes = base::bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

void write_file(const std::filesystem::path& path, base::ByteView bytes) {
  std::ofstream file(path, std::ios::binary);
  file << base::text_of(bytes);
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.filename().string());
  // Key files that others may read are refused.
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace tirkeu::testing
