#include "node/attachment_desk.h"

#include <algorithm>

#include "schema/registry/picture.h"

namespace tirkeu::node {
namespace {

std::unexpected<Refused> refuse(std::string path, std::string code, registry::MessageArguments arguments = {}) {
  registry::Findings findings{registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), std::move(arguments), "")};
  return std::unexpected(Refused{.cause = Refused::Cause::kFindings, .findings = std::move(findings)});
}

std::unexpected<Refused> refuse(registry::PictureFault fault) {
  const registry::PictureLimits limits;
  return refuse("picture", std::string(registry::code_of(fault)),
                {{"mb", std::to_string(limits.bytes_max >> 20)}, {"megapixels", std::to_string(limits.pixels_max / 1'000'000)}});
}

}  // namespace

AttachmentDesk::AttachmentDesk(store::Database& database, Journal& journal, store::Book& book, Counter& counter)
    : journal_(journal), book_(book), counter_(counter), contents_(database) {}

Done<store::Attachment> AttachmentDesk::attach(base::RowId application, const AttachmentWish& wish, base::ByteView bytes,
                                               const std::string& clerk, const Beside<store::Attachment>& beside) {
  const Done<store::CaseState> open = counter_.open_case(application);
  if (!open) return std::unexpected(open.error());
  if (wish.kind != "photo" && wish.kind != "scan") return refuse("kind", "unknown_code");
  const std::vector<std::string>& papers = counter_.rules().papers;
  if (wish.paper && (wish.kind != "scan" || std::ranges::find(papers, *wish.paper) == papers.end())) return refuse("paper", "unknown_code");
  const std::expected<registry::Picture, registry::PictureFault> picture = registry::admit_picture(bytes);
  if (!picture) return refuse(picture.error());

  store::Attachment fact;
  const crypto::Digest digest = store::ContentStore::digest_of(picture->bytes);
  fact.digest.assign(digest.begin(), digest.end());
  const std::vector<store::Attachment> before = book_.about<store::Attachment>(application);
  if (std::ranges::find(before, fact.digest, &store::Attachment::digest) != before.end()) return refuse("picture", "picture_twice");
  if (before.size() >= kPerApplication) return refuse("picture", "picture_too_many", {{"count", std::to_string(kPerApplication)}});
  fact.application = application;
  fact.clerk = clerk;
  fact.kind = wish.kind;
  fact.paper = wish.paper;
  fact.media_type = registry::media_type(picture->format);
  fact.width = picture->size.width;
  fact.height = picture->size.height;
  fact.size = static_cast<std::int64_t>(picture->bytes.size());
  return journal_.record_one(std::move(fact), Beside<store::Attachment>([&](const store::Attachment& written) {
                               contents_.put(picture->bytes, written.recorded_at);
                               if (beside) beside(written);
                             }));
}

}  // namespace tirkeu::node
