// Offices whose machines are put back, copied and lost: what lies on their disks, and what must agree in the end.
#pragma once

#include "node/recover.h"
#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {

namespace fs = std::filesystem;
using node::LifeState;

inline registry::Application application(const std::string& document) {
  registry::Application application = registry::test::yilmaz();
  application.document.number = document;
  return application;
}

class OfficeLives : public TwoOffices {
 protected:
  /// What lies on the office's disk now: the folder, and the witness beside it.
  struct Image {
    Folder folder;
  };
  static void copy_disk(const fs::path& from, const fs::path& to) {
    for (const char* file : {"node.db", "node.keys"}) fs::copy_file(from / file, to / file, fs::copy_options::overwrite_existing);
    for (const char* rest : {"node.db-wal", "node.db-shm"}) fs::remove(to / rest);
  }
  static void copy_witness(const fs::path& from, const fs::path& to) {
    fs::copy_file(from.string() + ".witness", to.string() + ".witness", fs::copy_options::overwrite_existing);
  }
  std::unique_ptr<Image> image_of(Office& office) {
    office.node.reset();
    auto image = std::make_unique<Image>();
    copy_disk(office.folder.path(), image->folder.path());
    copy_witness(office.folder.path(), image->folder.path());
    office.open();
    return image;
  }
  enum class Witness { kStays, kIsPutBackToo };
  void put_back(Office& office, const Image& image, Witness witness) {
    office.node.reset();
    copy_disk(image.folder.path(), office.folder.path());
    if (witness == Witness::kIsPutBackToo) copy_witness(image.folder.path(), office.folder.path());
    office.open();
  }
  node::Recovered recover(Office& office) {
    office.node.reset();
    const auto recovered = node::recover_in_place(office.files(), office.world());
    EXPECT_TRUE(recovered) << (recovered ? "" : code_of(recovered.error()));
    office.open();
    return recovered.value_or(node::Recovered{});
  }
  base::RowId take(Office& office, const std::string& document) {
    const auto done = accept(office, std::nullopt, application(document));
    EXPECT_TRUE(done);
    return done ? done->application : base::RowId{};
  }
  void settle_one(Office& office) {
    for (int i = 0; i < 4; ++i) {
      round(office);
      pass(std::chrono::minutes(1));
    }
  }
  LifeState state(Office& office) { return office->status().life; }
  bool holds(store::Cases& cases, base::RowId id) { return cases.find(id).has_value(); }
  std::int64_t quarantined(const std::string& cause) {
    store::Statement count(hub_->database(), "SELECT count(*) FROM quarantine WHERE cause = ? AND settled_at IS NULL");
    count.bind(1, cause);
    count.step();
    return count.integer(0);
  }
  /// Every log that both have ends in the same entry, and both databases prove themselves.
  void expect_agreement(Office& office) {
    for (const store::LogRecord& log : office->logs().logs())
      EXPECT_EQ(office->logs().head(log.incarnation).digest, hub_->logs().head(log.incarnation).digest) << log.incarnation;
    const crypto::VerifyKey hub_key = office->identity().grant().hub_sign_key;
    const store::CheckTransfer check = [&](const store::LogRecord& log, const store::LogStore::Transfer& transfer, const crypto::Digest& head) {
      return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, hub_key, log.incarnation, head);
    };
    for (store::Database* database : {&office->database(), &hub_->database()}) {
      const store::VerifyReport report = store::Verifier(*database, 6, base::Limits(), check).run();
      EXPECT_FALSE(report.first) << report.first->incarnation << " " << report.first->sequence << " " << report.first->what;
    }
  }
};

}  // namespace tirkeu::testing
