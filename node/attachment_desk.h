// Pictures of an application: the photo of a long stay (cl. 11), scans of papers. The fact goes into the book at once, the bytes into the
// content store in the same transaction; they travel to the hub after everything else and piece by piece.
#pragma once

#include <string>
#include <vector>

#include "node/counter.h"
#include "sync/store/content_store.h"

namespace tirkeu::node {

struct AttachmentWish {
  std::string kind;                  ///< "photo", "scan"
  std::optional<std::string> paper;  ///< of a scan: a code of the rule set's papers
};

class AttachmentDesk {
 public:
  static constexpr std::size_t kPerApplication = 20;

  /// Everything outlives the desk.
  AttachmentDesk(store::Database& database, Journal& journal, store::Book& book, Counter& counter);

  /// `picture` as it came from a scanner or a telephone; what is kept of it is registry::Picture's. The same picture a second time for one
  /// application is a finding.
  Done<store::Attachment> attach(base::RowId application, const AttachmentWish& wish, base::ByteView picture, const std::string& clerk,
                                 const Beside<store::Attachment>& beside = {});
  store::ContentStore& contents() { return contents_; }

 private:
  Journal& journal_;
  store::Book& book_;
  Counter& counter_;
  store::ContentStore contents_;
};

}  // namespace tirkeu::node
