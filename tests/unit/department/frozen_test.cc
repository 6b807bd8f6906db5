// What a released version left on the disk, opened by the program of today: copies of its databases are upgraded, prove themselves, say what
// they said, and go on.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"
#include "tests/unit/department/grown_book.h"
#include "tests/unit/department/two_offices.h"
#include "tests/vectors/frozen.h"

namespace tirkeu::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Whether everything that `frozen` says is in `now`, which may say more.
bool is_kept(const json::value& frozen, const json::value& now) {
  if (const json::array* const list = frozen.if_array()) {
    if (!now.is_array() || now.as_array().size() != list->size()) return false;
    for (std::size_t i = 0; i < list->size(); ++i)
      if (!is_kept((*list)[i], now.as_array()[i])) return false;
    return true;
  }
  if (const json::object* const object = frozen.if_object()) {
    if (!now.is_object()) return false;
    return std::ranges::all_of(*object, [&](const auto& member) {
      return now.as_object().contains(member.key()) && is_kept(member.value(), now.as_object().at(member.key()));
    });
  }
  return frozen == now;
}

class Frozen : public TwoOffices {
 protected:
  /// Puts the frozen department of that version in the place of the fixture's own.
  void thaw(const std::string& version, bool grown = false) {
    from_ = fs::path(TIRKEU_VECTORS) / version;
    hub_.reset();
    two_.node.reset();
    put("hub", hub_data());
    put("node", two_.folder.path());
    if (grown) {
      grow_book((hub_data() / "hub.db").string(), store::DatabaseKind::kHub);
      grow_book(two_.files().database, store::DatabaseKind::kNode);
    }
    const base::Bytes text = read_file(from_ / "book.json");
    book_ = json::parse(base::text_of(text)).as_object();
    const base::Instant at{base::Milliseconds(std::stoll(std::string(book_.at("at").as_string())))};
    for (SetClock* clock : {&hub_clock_, &two_.clock, &three_.clock}) clock->set(at + std::chrono::minutes(5));
    hub_ = std::make_unique<hub::Hub>(hub::HubFiles::in(hub_data()), hub_world(), "test");
    two_.open();
  }
  fs::path hub_data() const { return hub_folder_.path() / "hub"; }
  void put(const std::string& name, const fs::path& data) {
    for (const char* const rest : {".db-wal", ".db-shm"}) fs::remove(data / (name + rest));
    write_file(data / (name + ".db"), unpacked(read_file(from_ / (name + ".db.zst"))));
    write_file(data / (name + ".keys"), read_file(from_ / (name + ".keys")));
    write_file(data.string() + ".witness", read_file(from_ / (name + ".witness")));
  }
  std::vector<base::RowId> applications() const {
    std::vector<base::RowId> ids;
    for (const json::value& one : book_.at("applications").as_array()) ids.push_back(*base::RowId::parse(one.at("id").as_string()));
    return ids;
  }
  void expect_says_what_it_said(store::Book& book, store::Cases& cases) {
    const json::array now = reading_of(book, cases, applications());
    EXPECT_TRUE(is_kept(book_.at("applications"), now)) << json::serialize(now);
  }
  void expect_verifies() {
    const store::CheckTransfer check = [](const store::LogRecord& log, const store::LogStore::Transfer& transfer, const crypto::Digest& head) {
      return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, log.incarnation, head);
    };
    for (store::Database* database : {&hub_->database(), &two_->database()}) {
      const store::VerifyReport report = store::Verifier(*database, 6, base::Limits(), check).run();
      EXPECT_FALSE(report.first) << report.first->incarnation << " " << report.first->sequence << ": " << report.first->what;
      EXPECT_GT(report.entries, 5u);
      EXPECT_EQ(report.entries_held, 0u);
    }
  }
  /// As thawed, and after the bundle that was on its way and a round of today.
  void expect_goes_on() {
    EXPECT_EQ(two_->status().state, "ok");
    expect_verifies();
    expect_says_what_it_said(two_->book(), two_->cases());
    expect_says_what_it_said(hub_->book(), hub_->cases());
    const hub::AdmissionReport report = hub_->admission().admit(read_file(from_ / "up.tkb"), hub::Admission::Road::kStick, 1u << 20);
    EXPECT_EQ(code_of(report.result), "taken");
    EXPECT_EQ(report.entries, 1u);
    ASSERT_TRUE(report.answer);
    const auto down = two_->round().take_down(*report.answer);
    ASSERT_TRUE(down) << code_of(down.error().kind) << down.error().detail;
    EXPECT_EQ(down->newly_held, 1u);
    pass(std::chrono::minutes(1));
    const base::RowId fresh = accepted(two_);
    round(two_);
    EXPECT_EQ(confirmation(two_, fresh), "confirmed");
    EXPECT_EQ(two_->status().unsent, 0u);
    expect_verifies();
    expect_says_what_it_said(hub_->book(), hub_->cases());
  }

  fs::path from_;
  json::object book_;
};

TEST_F(Frozen, Version01OpensProvesItselfSaysWhatItSaidAndGoesOn) {
  thaw("0.1");
  expect_goes_on();
}

TEST_F(Frozen, Version01GoesOnInABookThatHasGrown) {
  thaw("0.1", true);
  expect_goes_on();
}

TEST_F(Frozen, AnAnswerThatVersion01GaveIsTakenInAlsoByABookThatHasGrown) {
  for (const bool grown : {false, true}) {
    thaw("0.1", grown);
    const auto down = two_->round().take_down(read_file(from_ / "down.tkb"));
    ASSERT_TRUE(down) << code_of(down.error().kind) << down.error().detail;
    EXPECT_EQ(down->newly_held, 1u);
    EXPECT_GT(down->verdicts, 0u);
    EXPECT_EQ(two_->status().unsent, 0u);
  }
}

TEST_F(Frozen, AReadingThatIsAnotherIsNoticed) {
  thaw("0.1");
  json::object& first = book_.at("applications").as_array().front().as_object();
  first.at("case").as_object()["ticket"] = "another";
  EXPECT_FALSE(is_kept(book_.at("applications"), reading_of(two_->book(), two_->cases(), applications())));
}

}  // namespace
}  // namespace tirkeu::testing
