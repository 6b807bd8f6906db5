#include "tests/vectors/scenes.h"

#include <boost/json/array.hpp>

#include "sync/base/invariant.h"
#include "tests/vectors/frozen.h"
#include "tests/vectors/header_json.h"
#include "tests/vectors/recoded.h"

namespace tirkeu::testing {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kPlentyBytes = 1u << 20;

}  // namespace

base::RowId Scenes::take(Office& office, const std::string& document) {
  registry::Application application = registry::test::yilmaz();
  application.document.number = document;
  const auto done = accept(office, std::nullopt, application);
  base::require(done.has_value(), "an invented application is accepted");
  return done->application;
}

hub::HubKeys Scenes::hub_keys() { return hub::HubKeys::load(disk_, hub_folder_.path() / "hub" / "hub.keys"); }

json::object Scenes::knowledge(store::LogStore& logs, base::Incarnation log, base::Sequence first) {
  json::array before;
  for (const base::Bytes& entry : logs.entries_before(log, first, wire::kEntriesBefore)) before.push_back(hex(entry));
  return {{"incarnation", log}, {"sequence", digits(first - 1)}, {"digest", hex(*logs.digest_at(log, first - 1))}, {"before", std::move(before)}};
}

void Scenes::keep_up(Office& office, const node::UpSummary& up, const std::string& name, const std::string& about) {
  const node::NodeKeys& keys = *office->lives().keys_of(up.life);
  const hub::HubKeys hub = hub_keys();
  const auto opened = protocol::OpenedUp::open(up.bundle, hub.seal, base::Limits());
  const wire::UpHeader header = opened->authenticate(keys.sign.verify_key())->header();
  const std::optional<store::StoredReceipt> receipt = office->logs().newest_receipt(up.life);
  json::object own = knowledge(office->logs(), up.life, header.section.first);
  own["receipt"] = hex(wire::prefix16(receipt ? receipt->digest : office->identity().grant_digest()));
  json::array knows;
  knows.push_back(std::move(own));
  for (const wire::ReturnedRun& run : header.returned)
    knows.push_back(knowledge(office->logs(), run.section.incarnation, run.section.first));
  json::object vector{{"about", about},
                      {"reads", "up"},
                      {"bytes", hex(up.bundle)},
                      {"sealing_secret", hex(hub.seal.secret())},
                      {"sender", hex(keys.sign.verify_key().bytes)},
                      {"sender_seed", hex(keys.sign.seed())},
                      {"hub_key", hex(hub.sign.verify_key().bytes)},
                      {"knows", std::move(knows)}};
  if (header.enrolment) vector["secret"] = hex(*office->identity().secret());
  if (header.succession) vector["previous_key"] = hex(office->lives().keys_of(header.succession->previous)->sign.verify_key().bytes);
  vectors_["up-" + name] = std::move(vector);
}

void Scenes::keep_down(Office& office, const base::Bytes& down, const std::string& name, const std::string& about) {
  const hub::HubKeys hub = hub_keys();
  const node::NodeKeys& keys = office->lives().keys_for(protocol::peek(down)->receiver);
  const auto answer = protocol::AuthenticDown::open(down, keys.seal, hub.sign.verify_key(), base::Limits());
  json::array knows;
  for (const wire::Section& section : answer->header().sections) knows.push_back(knowledge(hub_->logs(), section.incarnation, section.first));
  vectors_["down-" + name] = json::object{{"about", about},
                                          {"reads", "down"},
                                          {"bytes", hex(down)},
                                          {"sealing_secret", hex(keys.seal.secret())},
                                          {"sender", hex(hub.sign.verify_key().bytes)},
                                          {"sender_seed", hex(hub.sign.seed())},
                                          {"knows", std::move(knows)}};
}

Scenes::Exchanged Scenes::keep_exchange(Office& office, const std::string& name, const std::string& about) {
  const node::UpSummary up = office->round().make_up(kPlentyBytes);
  keep_up(office, up, name, about);
  const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kPlentyBytes);
  base::require(report.answer.has_value(), "the hub answers a bundle of this scene");
  while (hub_->make_index_entries(100) > 0) {
  }
  keep_down(office, *report.answer, name, "The answer to up-" + name + ".");
  base::require(office->round().take_down(*report.answer).has_value(), "the node takes the answers of this scene");
  pass(1min);
  return {up.bundle, *report.answer};
}

void Scenes::keep_under_codecs(const std::string& name) {
  const std::string about = "The entries of " + name + ", ";
  vectors_[name + "-stored"] = under_codec(vectors_.at(name), wire::Codec::kStored, about + "stored (codec 0).");
  vectors_[name + "-zstd"] = under_codec(vectors_.at(name), wire::Codec::kZstd, about + "under zstd (codec 1).");
  vectors_[name + "-dictionary"] = under_codec(vectors_.at(name), wire::Codec::kZstdDictionary1, about + "under zstd with dictionary 1 (codec 2).");
}

void Scenes::enrolment() {
  const base::Bytes file = hub_->enrolment_desk().write(4, {}).file;
  vectors_["enrolment"] = json::object{{"about", "An enrolment file for the office KZ-06-04."}, {"reads", "enrolment"}, {"bytes", hex(file)}};
}

void Scenes::work() {
  take(two_, "U1000001");
  keep_exchange(two_, "first", "The first bundle of a node: its enrolment claim and one application, learned (codec 3) from the lessons alone.");
  take(two_, "U1000002");
  const base::RowId registered = take(two_, "U1000003");
  keep_exchange(two_, "second", "Two more applications, learned from the lessons and from the entries that both sides hold.");
  base::require(two_->counter().register_stay(registered, "aigul").has_value(), "a confirmed application is registered");
  keep_exchange(two_, "decision", "A registration: a row of another table, which refers to one that the hub holds.");
  keep_exchange(two_, "empty", "Nothing to send: only a header.");
  take(three_, "U1000002");
  keep_exchange(three_, "duplicate", "Another office accepted the same document without having heard of the first.");
  keep_exchange(two_, "told", "Nothing to send, but an answer with a verdict.");
  for (int i = 0; i < 5; ++i) take(two_, "U20000" + std::to_string(10 + i));
  keep_exchange(two_, "many", "Five applications at once.");
  keep_under_codecs("up-many");
  keep_under_codecs("down-many");
}

void Scenes::second_machine() {
  const auto file = protocol::read_enrolment(hub_->enrolment_desk().write(5, {}).file);
  Office first(5, 65), second(5, 66);
  for (Office* office : {&first, &second}) {
    office->clock.set(two_.clock.read().wall);
    node::Node::create(office->files(), *file, office->world());
    office->open();
    keep_exchange(*office, office == &first ? "enrolled" : "second-key",
                  office == &first ? "The first bundle of a machine that has nothing to say yet."
                                   : "Another machine with the same enrolment file. The answer refuses it: receipt number 0, refusal 3.");
  }
}

void Scenes::next_life() {
  take(two_, "U3000001");
  two_.node.reset();
  two_.marks = {{base::MachineMark::Kind::kSystem, "another machine"}};
  two_.open();
  two_.node.reset();
  base::require(node::recover_in_place(two_.files(), two_.world()).has_value(), "a moved life is followed by another");
  two_.open();
  take(two_, "U3000002");
  keep_exchange(two_, "tail", "What the old life had not sent yet, by its own key.");
  keep_exchange(two_, "succession", "The first bundle of the next life, with the claim that the old key signed.");
}

void Scenes::restored_hub() {
  const std::filesystem::path data = hub_folder_.path() / "hub";
  hub_->note_witness();
  hub_->database().copy_to(hub_folder_.path() / "backup.db");
  pass(1h);
  take(three_, "U4000001");
  keep_exchange(three_, "before-restore", "An application that the hub is going to lose.");
  take(three_, "U4000002");
  hub_->note_witness();
  hub_.reset();
  for (const char* const file : {"hub.db", "hub.db-wal", "hub.db-shm"}) std::filesystem::remove(data / file);
  std::filesystem::copy_file(hub_folder_.path() / "backup.db", data / "hub.db");
  hub_ = std::make_unique<hub::Hub>(hub::HubFiles::in(data), hub_world(), "test");
  keep_exchange(three_, "restored-1", "A node speaks to a hub that was restored from a backup. The answer: receipt number 0, refusal 8.");
  keep_exchange(three_, "restored-2", "The node shows receipts and its grant. The answer begins epoch 1 and says what was lost.");
  keep_exchange(three_, "restored-3", "The node returns entries of the hub's own logs, and its own.");
}

void Scenes::freeze(const std::filesystem::path& folder) {
  std::vector<base::RowId> applications;
  for (int i = 0; i < 4; ++i) applications.push_back(take(two_, "U50000" + std::to_string(10 + i)));
  applications.push_back(take(three_, "U5000010"));
  settle(two_, three_);
  registry::Application corrected = *two_->book().present_application(applications[1]);
  corrected.applicant.birth_place = "IZMIR";
  base::require(two_->counter().correct(applications[1], corrected, "as the document has it", "aigul").has_value(), "a correction is taken");
  base::require(two_->counter().refuse(applications[2], "document_invalid", std::nullopt, "aigul").has_value(), "a refusal is taken");
  base::require(two_->counter().register_stay(applications[3], "aigul").has_value(), "a registration is taken");
  settle(two_, three_);
  const json::array reading = reading_of(two_->book(), two_->cases(), {applications.begin(), applications.end() - 1});
  take(two_, "U5000020");
  const node::UpSummary up = two_->round().make_up(kPlentyBytes);
  hub_->note_witness();

  std::filesystem::create_directories(folder);
  const auto keep = [&](store::Database& database, const std::string& name, const std::filesystem::path& data) {
    database.copy_to(folder / "copy.db");
    write_file(folder / (name + ".db.zst"), packed(read_file(folder / "copy.db")));
    std::filesystem::remove(folder / "copy.db");
    write_file(folder / (name + ".keys"), read_file(data / (name + ".keys")));
    write_file(folder / (name + ".witness"), read_file(data.string() + ".witness"));
  };
  keep(hub_->database(), "hub", hub_folder_.path() / "hub");
  keep(two_->database(), "node", two_.folder.path());
  write_file(folder / "up.tkb", up.bundle);
  const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kPlentyBytes);
  write_file(folder / "down.tkb", *report.answer);
  const std::string text = printed({{"at", ms(two_.clock.read().wall)}, {"applications", reading}});
  write_file(folder / "book.json", base::bytes_of(text));
}

Vectors Scenes::all() {
  enrolment();
  work();
  second_machine();
  next_life();
  restored_hub();
  return vectors_;
}

}  // namespace tirkeu::testing
