#include "schema/registry/picture.h"

#include <gtest/gtest.h>

#include "schema/registry/language.h"
#include "tests/unit/registry/pictures.h"

namespace tirkeu::registry {
namespace {

using namespace test;

bool contains(const Bytes& bytes, std::string_view text) { return base::text_of(bytes).find(text) != std::string_view::npos; }

TEST(Picture, WholePicturesAreKeptAsTheyAre) {
  for (const Bytes& bytes : {png(413, 531), jpeg(826, 1062), joined({kStart, kTable, frame(8, 8, 0xc2), kScan, kTable, kScan, kEnd})}) {
    const auto picture = admit_picture(bytes);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->bytes, bytes);
  }
  EXPECT_EQ(admit_picture(png(413, 531))->size, (PhotoSize{413, 531}));
  EXPECT_EQ(media_type(admit_picture(jpeg(8, 9))->format), "image/jpeg");
}

TEST(Picture, WhatIsNoPictureIsLeftBehind) {
  const Bytes told = joined({kStart, kJfif, exif(6, true), bytes_of({0xff, 0xfe, 0, 6, 's', 'e', 'e', 'n'}), kTable, frame(8, 8), kScan, kEnd,
                             Bytes(3, 'P'), bytes_of({'K', 3, 4})});
  const auto stripped = admit_picture(told);
  ASSERT_TRUE(stripped);
  EXPECT_FALSE(contains(stripped->bytes, "51.17N") || contains(stripped->bytes, "seen") || contains(stripped->bytes, "PK"));
  EXPECT_TRUE(contains(stripped->bytes, "Exif")) << "the turn";
  EXPECT_EQ(admit_picture(stripped->bytes)->bytes, stripped->bytes);

  const Bytes chunks = joined({kPngSignature, png_header(8, 8), chunk("tEXt", bytes_of({'w', 'h', 'o'})), chunk("gAMA", bytes_of({0, 0, 1, 0})),
                               kPngPixels, chunk("eXIf", bytes_of({'M', 'M'})), kPngEnd, bytes_of({'<', 's', '>'})});
  const auto png_stripped = admit_picture(chunks);
  ASSERT_TRUE(png_stripped);
  EXPECT_EQ(png_stripped->bytes, joined({kPngSignature, png_header(8, 8), chunk("gAMA", bytes_of({0, 0, 1, 0})), kPngPixels, kPngEnd}));
}

TEST(Picture, OfExifOnlyTheTurnStays) {
  for (const bool little : {true, false})
    for (const unsigned turn : {0u, 1u, 2u, 6u, 8u, 9u}) {
      const auto picture = admit_picture(joined({kStart, exif(turn, little), kTable, frame(8, 8), kScan, kEnd}));
      ASSERT_TRUE(picture);
      const bool kept = turn >= 2 && turn <= 8;
      EXPECT_EQ(contains(picture->bytes, "Exif"), kept) << turn;
      EXPECT_EQ(picture->bytes.size(), kept ? 36 + joined({kStart, kTable, frame(8, 8), kScan, kEnd}).size()
                                            : joined({kStart, kTable, frame(8, 8), kScan, kEnd}).size());
    }
}

TEST(Picture, TheLimitHoldsForWhatIsKeptToo) {
  // One entry and no pointer to a next directory: shorter than the segment that is written for it.
  const Bytes brief = bytes_of({0xff, 0xe1, 0, 30, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0});
  const Bytes told = joined({kStart, brief, kTable, frame(8, 8), kScan, kEnd});
  const auto kept = admit_picture(told, {.bytes_max = told.size() + 4});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->bytes.size(), told.size() + 4);
  EXPECT_EQ(admit_picture(told, {.bytes_max = told.size() + 3}).error(), PictureFault::kTooLarge);
}

TEST(Picture, FewBytesMayNotMeanManyPixels) {
  EXPECT_EQ(admit_picture(png(50'000, 50'000)).error(), PictureFault::kTooManyPixels);
  EXPECT_EQ(admit_picture(jpeg(65'535, 65'535)).error(), PictureFault::kTooManyPixels);
  EXPECT_TRUE(admit_picture(jpeg(6000, 4000)));
  EXPECT_EQ(admit_picture(jpeg(6000, 4001)).error(), PictureFault::kTooManyPixels);
  EXPECT_EQ(admit_picture(png(8, 8), {.bytes_max = 10}).error(), PictureFault::kTooLarge);
}

TEST(Picture, EveryCutIsDamage) {
  for (const Bytes& whole : {png(8, 8), jpeg(8, 8), joined({kStart, exif(3, false), kTable, frame(8, 8), kScan, kEnd})})
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const auto picture = admit_picture(base::ByteView(whole).first(length));
      ASSERT_FALSE(picture) << length;
      EXPECT_NE(picture.error(), PictureFault::kTooManyPixels);
    }
}

TEST(Picture, AFrameThatContradictsItselfIsDamage) {
  const Bytes damaged[] = {joined({kStart, kTable, frame(8, 8), frame(9, 9), kScan, kEnd}),          // two sizes
                           joined({kStart, kTable, kScan, frame(8, 8), kEnd}),                       // pixels before their size
                           joined({kStart, kTable, frame(8, 8), kEnd}),                              // no pixels
                           joined({kStart, kTable, frame(8, 0), kScan, kEnd}),                       // height told later
                           joined({kStart, kTable, frame(8, 8, 0xc9), kScan, kEnd}),                 // arithmetic coding
                           joined({kPngSignature, kPngPixels, png_header(8, 8), kPngEnd}),           // header not first
                           joined({kPngSignature, png_header(8, 8, 3), kPngPixels, kPngEnd}),        // depth that is none
                           joined({kPngSignature, png_header(8, 8), kPngEnd}),                       // no pixels
                           joined({kPngSignature, png_header(8, 8), kPngPixels, chunk("tEXt", {}), kPngPixels, kPngEnd}),
                           joined({kPngSignature, png_header(8, 8), chunk("ABCD", {}), kPngPixels, kPngEnd})};
  for (const Bytes& bytes : damaged) EXPECT_EQ(admit_picture(bytes).error(), PictureFault::kDamaged);
  Bytes flipped = png(8, 8);
  flipped[17] ^= 1;
  EXPECT_EQ(admit_picture(flipped).error(), PictureFault::kDamaged) << "CRC";
  for (const std::string_view text : {"<html>", "GIF89a", "%PDF-1.7", ""})
    EXPECT_EQ(admit_picture(base::bytes_of(text)).error(), PictureFault::kNotAPicture);
}

TEST(Picture, FaultsAreToldInThreeLanguages) {
  for (const PictureFault fault : {PictureFault::kTooLarge, PictureFault::kNotAPicture, PictureFault::kDamaged, PictureFault::kTooManyPixels})
    for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish})
      EXPECT_FALSE(text(language, "finding." + std::string(code_of(fault))).starts_with("finding."));
}

}  // namespace
}  // namespace tirkeu::registry
