// The vectors of released versions, opened with the code of today: they stay readable, and what was refused stays refused.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/vectors/opened.h"

namespace tirkeu::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::vector<fs::path> vector_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(TIRKEU_VECTORS) / "1")) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

json::object read(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return json::parse(text.str()).as_object();
}

/// {"gives": …} or {"refused": …} as the file has it.
json::object outcome_in(const json::object& vector) {
  json::object outcome;
  for (const char* const name : {"gives", "refused"})
    if (vector.contains(name)) outcome[name] = vector.at(name);
  return outcome;
}

TEST(Vectors, GiveTodayWhatTheyGaveWhenTheyWereMade) {
  const std::vector<fs::path> files = vector_files();
  ASSERT_GT(files.size(), 50u);
  for (const fs::path& file : files) {
    const json::object vector = read(file);
    EXPECT_EQ(json::serialize(open_vector(vector)), json::serialize(outcome_in(vector))) << file.filename();
  }
}

TEST(Vectors, OfWhichOneBitIsAnotherGiveSomethingElse) {
  // Else the test above would compare nothing. The last bit of the sealed part, or of the signed file.
  for (const fs::path& file : vector_files()) {
    json::object vector = read(file);
    if (!vector.contains("gives")) continue;
    base::Bytes bytes = *base::from_hex(vector.at("bytes").as_string());
    bytes[bytes.size() / 2] ^= 1;
    vector["bytes"] = base::to_hex(bytes);
    EXPECT_TRUE(open_vector(vector).contains("refused")) << file.filename();
  }
}

}  // namespace
}  // namespace tirkeu::testing
