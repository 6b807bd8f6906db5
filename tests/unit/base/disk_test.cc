#include "sync/base/disk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace tirkeu::base {
namespace {

namespace fs = std::filesystem;

class SystemDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/tirkeu-disk-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::size_t file_count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  SystemDisk disk_;
  fs::path folder_;
};

TEST_F(SystemDiskTest, ReadsWhatItWroteAndLeavesNothingElse) {
  const Bytes content(100'000, 0x5a);
  disk_.replace(folder_ / "key", content, FileMode::kPrivate);
  EXPECT_EQ(disk_.read(folder_ / "key", content.size()), content);
  EXPECT_EQ(file_count(), 1u);
  struct stat state {};
  ASSERT_EQ(::stat((folder_ / "key").c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0600u);
}

TEST_F(SystemDiskTest, ReplacesTheWholeContent) {
  disk_.replace(folder_ / "witness", bytes_of("a long first content"), FileMode::kShared);
  disk_.replace(folder_ / "witness", bytes_of("short"), FileMode::kShared);
  EXPECT_EQ(text_of(*disk_.read(folder_ / "witness", 100)), "short");
  disk_.replace(folder_ / "witness", {}, FileMode::kShared);
  EXPECT_EQ(disk_.read(folder_ / "witness", 100), Bytes{});
}

TEST_F(SystemDiskTest, SaysNothingForAFileThatIsNotThere) {
  EXPECT_FALSE(disk_.read(folder_ / "absent", 10));
  EXPECT_NO_THROW(disk_.remove(folder_ / "absent"));
}

TEST_F(SystemDiskTest, RefusesAFileAboveTheLimit) {
  disk_.replace(folder_ / "bundle", Bytes(10'001, 1), FileMode::kShared);
  EXPECT_THROW(disk_.read(folder_ / "bundle", 10'000), DiskError);
  EXPECT_EQ(disk_.read(folder_ / "bundle", 10'001)->size(), 10'001u);
}

TEST_F(SystemDiskTest, NeitherFollowsLinksNorWaitsForPipesNorReadsFolders) {
  disk_.replace(folder_ / "real", bytes_of("secret"), FileMode::kPrivate);
  fs::create_symlink(folder_ / "real", folder_ / "link");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THROW(disk_.read(folder_ / "link", 100), DiskError);
  EXPECT_THROW(disk_.read(folder_ / "pipe", 100), DiskError);
  EXPECT_THROW(disk_.read(folder_, 100), DiskError);
}

TEST_F(SystemDiskTest, ReplacesALinkInsteadOfWhatItPointsAt) {
  disk_.replace(folder_ / "real", bytes_of("kept"), FileMode::kPrivate);
  fs::create_symlink(folder_ / "real", folder_ / "link");
  disk_.replace(folder_ / "link", bytes_of("new"), FileMode::kPrivate);
  EXPECT_EQ(text_of(*disk_.read(folder_ / "real", 100)), "kept");
  EXPECT_EQ(text_of(*disk_.read(folder_ / "link", 100)), "new");
}

TEST_F(SystemDiskTest, LeavesTheOldContentWhenItFails) {
  fs::create_directory(folder_ / "taken");
  std::ofstream(folder_ / "taken" / "inside") << "x";
  EXPECT_THROW(disk_.replace(folder_ / "taken", bytes_of("new"), FileMode::kShared), DiskError);
  EXPECT_EQ(file_count(), 1u) << "no temporary file stays";
  try {
    disk_.replace(folder_ / "no-such-folder" / "file", bytes_of("new"), FileMode::kShared);
    FAIL() << "a missing folder must be a fault";
  } catch (const DiskError& error) {
    EXPECT_NE(std::string(error.what()).find("no-such-folder/file"), std::string::npos) << error.what();
  }
}

TEST_F(SystemDiskTest, RemovesForGood) {
  disk_.replace(folder_ / "key", bytes_of("x"), FileMode::kPrivate);
  disk_.remove(folder_ / "key");
  EXPECT_FALSE(disk_.read(folder_ / "key", 10));
}

TEST_F(SystemDiskTest, KnowsTheFreeSpaceWhereAFileWouldLie) {
  EXPECT_GT(disk_.free_bytes(folder_), 0u);
  EXPECT_GT(disk_.free_bytes(folder_ / "not-yet"), 0u);
  EXPECT_THROW(disk_.free_bytes(folder_ / "no" / "such"), DiskError);
}

}  // namespace
}  // namespace tirkeu::base
