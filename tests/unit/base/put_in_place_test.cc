#include "sync/base/put_in_place.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sync/base/disk.h"

namespace tirkeu::base {
namespace {

namespace fs = std::filesystem;

class PutInPlace : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/tirkeu-place-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::ofstream(folder_ / "book.part") << "whole";
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string text_in(const char* name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  fs::path folder_;
};

TEST_F(PutInPlace, GivesTheFileItsNameAndTakesTheOther) {
  put_in_place(folder_ / "book.part", folder_ / "book");
  EXPECT_EQ(text_in("book"), "whole");
  EXPECT_FALSE(fs::exists(folder_ / "book.part"));
}

TEST_F(PutInPlace, NeverTakesThePlaceOfAFileThatIsThere) {
  std::ofstream(folder_ / "book") << "older";
  EXPECT_THROW(put_in_place(folder_ / "book.part", folder_ / "book"), DiskError);
  EXPECT_EQ(text_in("book"), "older");
  EXPECT_EQ(text_in("book.part"), "whole");
}

TEST_F(PutInPlace, SaysWhichFileIsMissing) {
  try {
    put_in_place(folder_ / "nothing", folder_ / "book");
    FAIL() << "nothing was put in place";
  } catch (const DiskError& fault) {
    EXPECT_NE(std::string(fault.what()).find("nothing"), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(folder_ / "book"));
}

}  // namespace
}  // namespace tirkeu::base
