#include "sync/base/ids.h"

#include <gtest/gtest.h>

namespace tirkeu::base {
namespace {

TEST(RowId, CarriesDepartmentIncarnationAndCounter) {
  const RowId id = RowId::make(16, 1032, 77);
  EXPECT_EQ(id.department(), 16u);
  EXPECT_EQ(id.incarnation(), 1032u);
  EXPECT_EQ(id.counter(), 77u);
  const RowId largest = RowId::make(63, kIncarnationMax, (1ull << 40) - 1);
  EXPECT_EQ(largest.value, INT64_MAX);
  EXPECT_EQ(largest.department(), 63u);
  EXPECT_EQ(largest.incarnation(), kIncarnationMax);
}

TEST(RowId, SortsByCounterWithinOneLife) {
  EXPECT_LT(RowId::make(6, 1024, 9), RowId::make(6, 1024, 10));
  EXPECT_LT(RowId::make(6, 1024, (1ull << 40) - 1), RowId::make(6, 1025, 1));
}

TEST(RowId, ComesBackFromItsText) {
  const RowId id = RowId::make(6, 1024, 1);
  EXPECT_EQ(RowId::parse(id.to_string()), id);
  EXPECT_EQ(RowId::parse("9223372036854775807")->value, INT64_MAX);
}

TEST(RowId, HasOneSpellingOnly) {
  for (const std::string_view bad :
       {"", "0", "-1", "+1", "01", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "99999999999999999999"})
    EXPECT_FALSE(RowId::parse(bad)) << bad;
}

TEST(RowIdDeathTest, AnAuthorWithoutANumberStopsTheProgram) {
  EXPECT_DEATH(RowId::make(6, 0, 1), "incarnation");
  EXPECT_DEATH(RowId::make(64, 1024, 1), "department");
  EXPECT_DEATH(RowId::make(6, 1024, 1ull << 40), "counter");
}

}  // namespace
}  // namespace tirkeu::base
