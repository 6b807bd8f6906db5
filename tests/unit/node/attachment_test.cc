#include "node/attachment_desk.h"

#include "tests/unit/node/office.h"
#include "tests/unit/registry/pictures.h"

namespace tirkeu::node {
namespace {

using registry::test::jpeg;
using registry::test::png;

class Attachments : public ::testing::Test {
 protected:
  Attachments() {
    const auto accepted = office_->counter().accept(registry::test::yilmaz(), std::nullopt, "aigul");
    EXPECT_TRUE(accepted);
    application_ = accepted->application;
  }
  Done<store::Attachment> attach(const base::Bytes& picture, AttachmentWish wish = {"photo", {}}) {
    return office_->attachments().attach(application_, wish, picture, "aigul");
  }
  std::string finding_of(const Done<store::Attachment>& done) {
    if (done || done.error().findings.empty()) return "";
    return done.error().findings.front().path + " " + done.error().findings.front().code;
  }

  testing::OfficeNode office_;
  base::RowId application_;
};

TEST_F(Attachments, ThePictureIsSavedWithItsFactAndSurvivesARestart) {
  const auto done = attach(jpeg(413, 531));
  ASSERT_TRUE(done);
  const base::Sequence head = office_->logs().head(office_->identity().incarnation()).sequence;
  office_.reopen();
  const std::vector<store::Attachment> facts = office_->book().about<store::Attachment>(application_);
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].media_type, "image/jpeg");
  EXPECT_EQ(facts[0].width, 413);
  EXPECT_EQ(office_->logs().head(office_->identity().incarnation()).sequence, head);
  const crypto::Digest digest = store::ContentStore::digest_of(jpeg(413, 531));
  EXPECT_EQ(office_->attachments().contents().read(digest, 0, 1u << 20), jpeg(413, 531));
  EXPECT_EQ(office_->attachments().contents().going(9).size(), 1u) << "the hub has not said that it holds it";
}

TEST_F(Attachments, OneContentOfTwoApplicationsIsKeptOnce) {
  ASSERT_TRUE(attach(jpeg(413, 531)));
  registry::Application other = registry::test::yilmaz();
  other.document.number = "U99";
  const auto accepted = office_->counter().accept(other, std::nullopt, "aigul");
  ASSERT_TRUE(accepted);
  ASSERT_TRUE(office_->attachments().attach(accepted->application, {"scan", "identity_document"}, jpeg(413, 531), "aigul"));
  EXPECT_EQ(office_->attachments().contents().going(9).size(), 1u);
}

TEST_F(Attachments, WhatIsNoPictureIsRefusedAndNothingIsWritten) {
  EXPECT_EQ(finding_of(attach(base::Bytes(10, 'x'))), "picture picture_none");
  EXPECT_EQ(finding_of(attach(png(60'000, 60'000))), "picture picture_too_many_pixels");
  EXPECT_EQ(finding_of(attach(jpeg(9, 9), {"film", {}})), "kind unknown_code");
  EXPECT_EQ(finding_of(attach(jpeg(9, 9), {"scan", "diary"})), "paper unknown_code");
  EXPECT_EQ(finding_of(attach(jpeg(9, 9), {"photo", "identity_document"})), "paper unknown_code");
  EXPECT_EQ(office_->attachments().attach(base::RowId{77}, {"photo", {}}, jpeg(9, 9), "aigul").error().cause,
            Refused::Cause::kUnknownApplication);
  EXPECT_TRUE(office_->book().about<store::Attachment>(application_).empty());
  EXPECT_TRUE(office_->attachments().contents().going(9).empty());
}

TEST_F(Attachments, AnApplicationHasEachPictureOnceAndSoManyAtMost) {
  for (unsigned number = 0; number < AttachmentDesk::kPerApplication; ++number) ASSERT_TRUE(attach(jpeg(413 + number, 531)));
  EXPECT_EQ(finding_of(attach(jpeg(413, 531))), "picture picture_twice");
  EXPECT_EQ(finding_of(attach(jpeg(9, 9))), "picture picture_too_many");
}

}  // namespace
}  // namespace tirkeu::node
