// The durable operations again, with SQLite's files on the machine's own disk: the n-th change fails, once and from then on, or the process
// counts as dead from there. Afterwards everything is opened by the system's own VFS: what was answered is there, what was not is there whole
// or not at all, both databases verify, and the operation can be done again.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>

#include "sync/store/failing_files.h"
#include "sync/store/verify.h"
#include "tests/damage/damage.h"
#include "tests/damage/office_at_work.h"

namespace tirkeu::damage {
namespace {

namespace fs = std::filesystem;
using Fault = store::FailingFiles::Fault;
using Road = hub::Admission::Road;
constexpr std::size_t kPlenty = 4u << 20;
constexpr std::uint64_t kChangesMax = 1000;

class Tagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    const crypto::Digest digest = crypto::keyed_digest(crypto::Label::kBlindTag, key, base::bytes_of(text));
    return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
  }
};

/// A folder that is gone with the object.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "tirkeu-damage-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw Broken("no temporary folder can be made");
    path = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

/// A hub and an office in one folder, each opened by whatever VFS the test wants.
struct OnFiles {
  fs::path folder;
  sim::TrueTime truth;
  sim::Dice hub_dice{2}, node_dice{3};
  sim::People people{sim::Dice(4)};
  sim::SimClock hub_clock{truth, hub_dice}, node_clock{truth, node_dice};
  base::SystemDisk disk;
  Tagger tagger;
  std::unique_ptr<hub::Hub> hub;
  std::unique_ptr<node::Node> node;

  explicit OnFiles(fs::path where) : folder(std::move(where)) {
    truth.now = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2)) + std::chrono::hours(4);
  }
  hub::HubFiles hub_files(const std::string& vfs) const {
    return {(folder / "hub.db").string(), folder / "hub.keys", folder / "hub.root", folder / "hub.witness", vfs};
  }
  node::NodeFiles node_files(const std::string& vfs) const { return {(folder / "node.db").string(), folder / "node.keys", vfs}; }
  node::NodeWorld node_world() { return {node_clock, node_dice, disk, tagger, {}}; }
  hub::HubWorld hub_world() { return {hub_clock, hub_dice, disk, tagger, std::chrono::seconds(60), {}}; }

  void create() {
    hub::Hub::CreateOptions options;
    options.department = 6;
    options.public_url = "http://hub.invalid";
    options.root_passphrase = "invented passphrase";
    options.root_cost = {1, 8u << 20};
    hub::Hub::create(hub_files(""), options, hub_world());
    hub = std::make_unique<hub::Hub>(hub_files(""), hub_world(), "damage");
    const auto enrolment = protocol::read_enrolment(hub->enrolment_desk().write(3, {}).file);
    if (!enrolment) throw Broken("an enrolment file just written cannot be read");
    node::Node::create(node_files(""), *enrolment, node_world());
    open("");
  }
  void close() {
    node.reset();
    hub.reset();
  }
  void open(const std::string& vfs) {
    close();
    hub = std::make_unique<hub::Hub>(hub_files(vfs), hub_world(), "damage");
    node = std::make_unique<node::Node>(node_files(vfs), node_world(), "damage");
  }
  registry::Application next() {
    truth.now += std::chrono::minutes(3);
    return people.file(people.new_stay(base::Date{std::chrono::floor<std::chrono::days>(truth.now)}), "KZ-06-03");
  }
  base::RowId accept() {
    for (int tries = 0; tries < 20; ++tries)
      if (const auto accepted = node->counter().accept(next(), std::nullopt, "clerk")) return accepted->application;
    throw Broken("nobody can be accepted");
  }
  void round() {
    const auto report = hub->admission().admit(node->round().make_up(kPlenty).bundle, Road::kLine, kPlenty);
    if (!report.answer || !node->round().take_down(*report.answer)) throw Broken("an honest round failed");
  }
  std::string marks() {
    std::string text;
    for (store::LogStore* logs : {&node->logs(), &hub->logs()})
      for (const store::LogRecord& log : logs->logs()) text += std::to_string(log.incarnation) + ":" + std::to_string(logs->head(log.incarnation).sequence) + " ";
    return text + std::to_string(node->status().receipted);
  }
};

using Run = std::function<bool()>;
struct Operation {
  const char* name;
  std::function<Run(OnFiles&)> prepare;
};
const Operation kOperations[] = {
    {"register", [](OnFiles& at) -> Run { return [&at, body = at.next()] { return at.node->counter().accept(body, std::nullopt, "clerk").has_value(); }; }},
    {"edit",
     [](OnFiles& at) -> Run {
       const base::RowId id = at.accept();
       registry::Application corrected = *at.node->book().present_application(id);
       corrected.applicant.birth_place = "SOMEWHERE ELSE";
       return [&at, id, corrected] { return at.node->counter().correct(id, corrected, "a slip", "clerk").has_value(); };
     }},
    {"export", [](OnFiles& at) -> Run { at.accept(); return [&at] { return !at.node->round().make_up(kPlenty).bundle.empty(); }; }},
    {"import",
     [](OnFiles& at) -> Run {
       at.accept();
       const auto answer = *at.hub->admission().admit(at.node->round().make_up(kPlenty).bundle, Road::kStick, kPlenty).answer;
       return [&at, answer] { return at.node->round().take_down(answer).has_value(); };
     }},
    {"hub's admission",
     [](OnFiles& at) -> Run {
       at.accept();
       return [&at, up = at.node->round().make_up(kPlenty).bundle] { return at.hub->admission().admit(up, Road::kLine, kPlenty).answer.has_value(); };
     }},
};

struct Kind {
  const char* name;
  Fault fault;
  bool for_ever;
};
constexpr Kind kKinds[] = {{"I/O error once", Fault::kInputOutput, false}, {"I/O errors from then on", Fault::kInputOutput, true},
                           {"disk full once", Fault::kFull, false},        {"disk full from then on", Fault::kFull, true},
                           {"short write once", Fault::kShortWrite, false}, {"failed sync once", Fault::kSync, false},
                           {"failed syncs from then on", Fault::kSync, true}, {"death of the process", Fault::kCrash, true}};

void verify(OnFiles& at, const std::string& where) {
  for (store::Database* database : {&at.node->database(), &at.hub->database()}) {
    const auto report = store::Verifier(*database, 6, base::Limits()).run();
    if (report.first) throw Broken(where + ": does not verify: " + report.first->what);
  }
}

/// False when the operation got through without meeting the fault.
bool fails_at(const fs::path& image, store::FailingFiles& files, const Operation& operation, const Kind& kind, std::uint64_t number) {
  const std::string where = std::string(operation.name) + ", " + kind.name + ", change " + std::to_string(number);
  const Folder folder;
  fs::copy(image, folder.path, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  OnFiles at(folder.path);
  at.truth.now += std::chrono::hours(24);
  at.people = sim::People(sim::Dice(9));
  at.open(files.vfs());
  const Run run = operation.prepare(at);
  const std::string before = at.marks();
  files.fail_at(number, kind.fault, kind.for_ever);
  bool answered = false;
  std::string after;
  try {
    answered = run();
    // A single fault may be over by now; one that lasts forbids reading.
    if (answered && !files.met()) after = at.marks();
  } catch (const Broken&) {
    throw;
  } catch (const std::runtime_error&) {
    // Refused in the open: nothing was promised.
  }
  const bool met = files.met();
  if (!met && !answered) throw Broken(where + ": refused although nothing failed");
  if (!met) files.heal();
  at.close();
  files.heal();
  at.open("");
  const std::string marks = at.marks();
  if (!met && marks != after) throw Broken(where + ": answered and gone after a restart");
  if (met && answered && marks == before && std::string_view(operation.name) != "export") throw Broken(where + ": answered and gone after a restart");
  verify(at, where);
  at.accept();
  at.round();
  at.round();
  verify(at, where + ", afterwards");
  return met;
}

}  // namespace

void fail_on_files() {
  const Folder image;
  OnFiles at(image.path);
  at.create();
  for (int done = 0; done < 5; ++done) at.accept();
  at.round();
  at.round();
  at.close();
  store::FailingFiles files("failing files");
  for (const Operation& operation : kOperations) {
    for (const Kind& kind : kKinds) {
      std::uint64_t number = 1;
      while (fails_at(image.path, files, operation, kind, number))
        if (++number > kChangesMax) throw Broken(std::string(operation.name) + ", " + kind.name + ": it never gets through");
      std::printf("ok - %s, %s: %llu failing changes on real files\n", operation.name, kind.name, static_cast<unsigned long long>(number - 1));
      std::fflush(stdout);
    }
  }
}

}  // namespace tirkeu::damage
