#include "sync/base/bytes.h"

#include <gtest/gtest.h>

namespace tirkeu::base {
namespace {

Bytes bytes(std::string_view text) {
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

TEST(Bytes, HexIsLowerCaseAndReadsBothCases) {
  const Bytes some = {0x00, 0x1f, 0xab, 0xff};
  EXPECT_EQ(to_hex(some), "001fabff");
  EXPECT_EQ(from_hex("001FaBff"), some);
  EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Bytes, HexRefusesHalfBytesAndOtherCharacters) {
  EXPECT_FALSE(from_hex("abc"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex(" 0"));
}

TEST(Bytes, Base64HasTheVectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), coded);
    EXPECT_EQ(from_base64(coded), bytes(plain));
  }
  const Bytes high = {0xfb, 0xff, 0xfe};
  EXPECT_EQ(to_base64(high), "+//+");
  EXPECT_EQ(from_base64("+//+"), high);
}

TEST(Bytes, Base64RefusesASecondSpellingOfTheSameBytes) {
  EXPECT_FALSE(from_base64("Zh=="));  // bits below the last byte
  EXPECT_FALSE(from_base64("Zm9="));  // the same with one padding
  EXPECT_FALSE(from_base64("Zg"));    // no padding
  EXPECT_FALSE(from_base64("Zg==Zg==")) << "padding in the middle";
  EXPECT_FALSE(from_base64("===="));
  EXPECT_FALSE(from_base64("Zm9v\n"));
  EXPECT_FALSE(from_base64("-_-_"));
}

TEST(Bytes, LittleEndianNumbersComeBack) {
  Bytes target;
  append_le(target, 0x0102030405060708, 8);
  append_le(target, 0xabcdef, 3);
  EXPECT_EQ(to_hex(target), "0807060504030201efcdab");
  EXPECT_EQ(read_le(ByteView(target).first(8)), 0x0102030405060708u);
  EXPECT_EQ(read_le(ByteView(target).last(3)), 0xabcdefu);
}

TEST(BytesDeathTest, ANumberThatDoesNotFitItsBytesStopsTheProgram) {
  Bytes target;
  EXPECT_DEATH(append_le(target, 0x100, 1), "fit the bytes");
  EXPECT_DEATH(read_le({}), "1 to 8 bytes");
}

TEST(Bytes, Utf8IsWhatRfc3629Allows) {
  EXPECT_TRUE(is_utf8_without_nul(bytes_of("")));
  EXPECT_TRUE(is_utf8_without_nul(bytes_of("Есіл Ә қ 😀 \x7f")));
  EXPECT_TRUE(is_utf8_without_nul(bytes_of("\xf4\x8f\xbf\xbf")));
  for (const std::string_view bad :
       {"\xc0\x80", "\xc1\xbf", "\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xd0", "\xe2\x82", "\xf0\x9f\x98", "a\xff", "\xd0\x41"})
    EXPECT_FALSE(is_utf8_without_nul(bytes_of(bad))) << to_hex(bytes_of(bad));
  EXPECT_FALSE(is_utf8_without_nul(bytes_of(std::string_view("a\0b", 3))));
}

}  // namespace
}  // namespace tirkeu::base
