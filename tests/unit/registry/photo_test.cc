#include "schema/registry/photo.h"

#include <gtest/gtest.h>

namespace tirkeu::registry {
namespace {

base::Bytes bytes_of(const std::vector<unsigned>& numbers) {
  base::Bytes bytes;
  for (const unsigned number : numbers) bytes.push_back(static_cast<base::Bytes::value_type>(number));
  return bytes;
}

base::Bytes png(unsigned width, unsigned height) {
  return bytes_of({0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', width >> 24, width >> 16 & 255, width >> 8 & 255,
                   width & 255, height >> 24, height >> 16 & 255, height >> 8 & 255, height & 255, 8, 2, 0, 0, 0});
}

/// SOI, an application segment with a false frame header inside, a table, a fill byte, the frame.
base::Bytes jpeg(unsigned width, unsigned height, unsigned frame = 0xc0) {
  return bytes_of({0xff, 0xd8, 0xff, 0xe0, 0, 8, 0xff, 0xc0, 0, 11, 8, 9, 0xff, 0xc4, 0, 3, 0, 0xff, 0xff, frame, 0, 11, 8, height >> 8,
                   height & 255, width >> 8, width & 255, 1, 1, 17, 0});
}

std::string codes(const Findings& findings) {
  std::string result;
  for (const Finding& finding : findings) result += (result.empty() ? "" : " ") + finding.code;
  return result;
}

TEST(Photo, SizeStandsInTheHeaderOfBothFormats) {
  EXPECT_EQ(photo_size(png(413, 531)), (PhotoSize{413, 531}));
  EXPECT_EQ(photo_size(jpeg(826, 1062)), (PhotoSize{826, 1062}));
  EXPECT_EQ(photo_size(jpeg(826, 1062, 0xc2)), (PhotoSize{826, 1062})) << "progressive";
  EXPECT_EQ(photo_size(jpeg(826, 1062, 0xcc)), std::nullopt) << "a table, no frame";
}

TEST(Photo, IsJudgedByShapeAndSize) {
  const struct {
    unsigned width, height;
    std::string_view found;
  } cases[] = {{413, 531, ""},
               {700, 900, ""},
               {714, 900, ""},                // 2 % wider
               {715, 900, "photo_proportion"},
               {686, 900, ""},                // 2 % narrower
               {685, 900, "photo_proportion"},
               {350, 450, "photo_too_small"},
               {412, 531, "photo_too_small"},
               {900, 700, "photo_proportion"},
               {100, 100, "photo_proportion photo_too_small"}};
  for (const auto& one : cases) {
    EXPECT_EQ(codes(judge_photo(png(one.width, one.height))), one.found) << one.width << "x" << one.height;
    EXPECT_EQ(codes(judge_photo(jpeg(one.width, one.height))), one.found) << one.width << "x" << one.height;
  }
}

TEST(Photo, FindingsAreWarningsInThreeLanguages) {
  for (const base::Bytes& picture : {png(100, 100), jpeg(0, 5), base::Bytes()})
    for (const Finding& finding : judge_photo(picture)) {
      EXPECT_EQ(code_of(finding.severity), "warning");
      for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
        const std::string sentence = text(language, finding.message);
        EXPECT_TRUE(sentence != finding.message.key && sentence.find('{') == std::string::npos) << sentence;
      }
    }
}

TEST(Photo, NoLengthInsideIsTrusted) {
  for (const base::Bytes& whole : {png(413, 531), jpeg(413, 531)})
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const base::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      const std::optional<PhotoSize> size = photo_size(cut);
      EXPECT_TRUE(!size || size == (PhotoSize{413, 531}));
    }
  // Every byte of the header set to every value that lengths and markers are made of: an answer or none, and an end.
  for (const base::Bytes& whole : {png(413, 531), jpeg(413, 531)})
    for (std::size_t place = 0; place < whole.size(); ++place)
      for (const unsigned value : {0u, 1u, 2u, 0x7fu, 0x80u, 0xc0u, 0xd9u, 0xdau, 0xffu}) {
        base::Bytes other = whole;
        other[place] = static_cast<base::Bytes::value_type>(value);
        const std::optional<PhotoSize> size = photo_size(other);
        EXPECT_TRUE(!size || (size->width > 0 && size->height > 0));
      }
  EXPECT_EQ(photo_size(png(0, 531)), std::nullopt);
  EXPECT_EQ(photo_size(png(0x80000000u, 531)), std::nullopt);
  EXPECT_EQ(codes(judge_photo(png(0x7fffffffu, 0x7fffffffu))), "photo_proportion");
  EXPECT_EQ(codes(judge_photo(bytes_of({'G', 'I', 'F', '8', '9', 'a', 0, 1, 0, 1}))), "photo_unreadable");
}

}  // namespace
}  // namespace tirkeu::registry
