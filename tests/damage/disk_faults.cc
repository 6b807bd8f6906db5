// Each durable operation with its first, second, third … write failing, until it gets through: an I/O error, a full disk, a power cut;
// once, and from then on. Afterwards the machines start again, and what was answered is there, what was not is there whole or not at
// all, both databases verify, and the next rounds bring hub and office together.
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "sync/store/verify.h"
#include "tests/damage/damage.h"
#include "tests/damage/office_at_work.h"

namespace tirkeu::damage {
namespace {

using Fault = store::FaultDisk::Fault;
using Duration = store::FaultDisk::Duration;

constexpr std::size_t kPlenty = 4u << 20;
/// More writes than any single operation here makes.
constexpr std::uint64_t kWritesMax = 4000;

/// kDatabase: SQLite's files; kFiles: the small files beside them (keys, witness).
enum class Where { kDatabase, kFiles };
struct Ordered {
  const char* name;
  Fault fault;
  Duration duration;
  Where where = Where::kDatabase;
};
constexpr Ordered kFaults[] = {{"I/O error once", Fault::kInputOutput, Duration::kOnce},
                               {"I/O errors from then on", Fault::kInputOutput, Duration::kForEver},
                               {"disk full once", Fault::kFull, Duration::kOnce},
                               {"disk full from then on", Fault::kFull, Duration::kForEver},
                               {"power cut", Fault::kCrash, Duration::kForEver},
                               {"small files refused once", Fault::kNone, Duration::kOnce, Where::kFiles},
                               {"small files refused from then on", Fault::kNone, Duration::kForEver, Where::kFiles}};

enum class At { kNode, kHub };

/// An operation is prepared on sound disks and then run on failing ones. It returns whether its success was answered.
struct Operation {
  const char* name;
  At at;
  std::function<std::function<bool()>(OfficeAtWork&)> prepare;
  /// What a person does on sound disks when it had failed, before the next rounds.
  std::function<void(OfficeAtWork&)> again = {};
};

base::RowId first_application(OfficeAtWork& department) {
  store::Statement first(department.node().database(), "SELECT application_id FROM case_state WHERE state = 'accepted' ORDER BY application_id LIMIT 1");
  if (!first.step()) throw Broken("no application to work on");
  const base::RowId id{first.integer(0)};
  first.reset();
  return id;
}

std::vector<Operation> operations() {
  using Road = hub::Admission::Road;
  return {
      {"register", At::kNode,
       [](OfficeAtWork& department) {
         return [&department, application = department.next_application()] {
           return department.node().counter().accept(application, std::nullopt, "clerk").has_value();
         };
       }},
      {"edit", At::kNode,
       [](OfficeAtWork& department) {
         const base::RowId id = first_application(department);
         registry::Application corrected = *department.node().book().present_application(id);
         corrected.applicant.birth_place = "SOMEWHERE ELSE";
         return [&department, id, corrected] { return department.node().counter().correct(id, corrected, "a slip", "clerk").has_value(); };
       }},
      {"export", At::kNode,
       [](OfficeAtWork& department) {
         department.work(3);
         return [&department] { return !department.node().round().make_up(kPlenty).bundle.empty(); };
       }},
      {"import", At::kNode,
       [](OfficeAtWork& department) {
         department.work(3);
         const base::Bytes up = department.node().round().make_up(kPlenty).bundle;
         return [&department, answer = *department.hub().admission().admit(up, Road::kStick, kPlenty).answer] {
           return department.node().round().take_down(answer).has_value();
         };
       }},
      {"recover", At::kNode,
       [](OfficeAtWork& department) {
         department.rewind_node();
         if (department.node().may_write()) throw Broken("a database put back was not noticed");
         return [&department] { return department.recover_node(); };
       },
       [](OfficeAtWork& department) {
         if (!department.node().may_write() && !department.recover_node()) throw Broken("a recovery that had failed cannot be done again");
       }},
      {"hub's admission and receipt", At::kHub,
       [](OfficeAtWork& department) {
         department.work(3);
         return [&department, up = department.node().round().make_up(kPlenty).bundle] {
           return department.hub().admission().admit(up, Road::kLine, kPlenty).answer.has_value();
         };
       }},
      {"hub's index", At::kHub,
       [](OfficeAtWork& department) {
         department.work(3);
         department.hub().admission().admit(department.node().round().make_up(kPlenty).bundle, Road::kLine, kPlenty);
         return [&department] { return department.hub().make_index_entries(1000) > 0; };
       }},
      {"enrolment", At::kHub,
       [](OfficeAtWork& department) { return [&department] { return !department.hub().enrolment_desk().write(4, {}).file.empty(); }; }},
  };
}

/// What both sides hold, in figures.
std::string marks_of(OfficeAtWork& department, At at) {
  const auto heads = [](store::LogStore& logs) {
    std::string text;
    for (const store::LogRecord& log : logs.logs()) text += std::to_string(log.incarnation) + ":" + std::to_string(logs.head(log.incarnation).sequence) + " ";
    return text;
  };
  if (at == At::kHub) return heads(department.hub().logs()) + std::to_string(department.hub().status().applications);
  return heads(department.node().logs()) + std::to_string(department.node().status().receipted);
}

void verify(store::Database& database, const std::string& whose) {
  const store::VerifyReport report = store::Verifier(database, 6, base::Limits()).run();
  if (report.first) throw Broken(whose + " does not verify: " + report.first->what);
}

class Loop {
 public:
  Loop(OfficeAtWork& department, const OfficeAtWork::Image& image, const Operation& operation)
      : department_(department), image_(image), operation_(operation) {}

  /// Returns how many writes it took until the operation got through.
  std::uint64_t run(const Ordered& ordered) {
    for (std::uint64_t number = 1; number < kWritesMax; ++number)
      if (gets_through(ordered, number)) return number - 1;
    throw Broken(where(ordered, kWritesMax) + ": it never gets through");
  }

 private:
  std::string where(const Ordered& ordered, std::uint64_t number) const {
    return std::string(operation_.name) + ", " + ordered.name + ", write " + std::to_string(number);
  }

  bool gets_through(const Ordered& ordered, std::uint64_t number) {
    department_.restore(image_);
    department_.start();
    const std::function<bool()> run = operation_.prepare(department_);
    const std::string before = marks_of(department_, operation_.at);
    const OfficeAtWork::Machine machine = operation_.at == At::kHub ? department_.hub_machine() : department_.node_machine();
    const bool in_files = ordered.where == Where::kFiles;
    const auto writes_of = [&] { return in_files ? machine.files.changes() : machine.disk.operations(); };
    const std::uint64_t writes = writes_of();
    if (in_files) machine.files.fail_at(number, ordered.duration == Duration::kForEver);
    if (!in_files) machine.disk.fail_at(number, ordered.fault, ordered.duration);
    bool answered = false;
    try {
      answered = run();
    } catch (const Broken&) {
      throw;
    } catch (const std::runtime_error&) {
      // A fault of database or disk, refused in the open: the clerk or the other side knows that nothing was promised.
    }
    const bool met = writes_of() >= writes + number;
    if (!met && !answered) throw Broken(where(ordered, number) + ": refused although nothing failed");
    if (!met) after_ = marks_of(department_, operation_.at);
    department_.stop(ordered.fault == Fault::kCrash ? &dice_ : nullptr);
    department_.start();
    const std::string marks = marks_of(department_, operation_.at);
    if (!met && marks != after_) throw Broken(where(ordered, number) + ": answered and gone after a restart");
    if (met) seen_.push_back({marks, before, answered, where(ordered, number)});
    verify(department_.node().database(), where(ordered, number) + ": the office");
    verify(department_.hub().database(), where(ordered, number) + ": the hub");
    if (operation_.again) operation_.again(department_);
    department_.settle();
    if (!met) check_seen();
    return !met;
  }

  /// All or nothing, and all where it was answered.
  void check_seen() {
    for (const Seen& seen : seen_) {
      if (seen.marks != after_ && (seen.answered || seen.marks != seen.before))
        throw Broken(seen.where + ": neither as before nor done (" + seen.before + " / " + seen.marks + " / " + after_ + ")");
    }
    seen_.clear();
  }

  struct Seen {
    std::string marks, before;
    bool answered;
    std::string where;
  };
  OfficeAtWork& department_;
  const OfficeAtWork::Image& image_;
  const Operation& operation_;
  sim::Dice dice_{7};
  std::string after_;
  std::vector<Seen> seen_;
};

}  // namespace

void fail_every_write() {
  OfficeAtWork department;
  department.work(12);
  department.settle();
  department.stop(nullptr);
  const OfficeAtWork::Image image = department.image();
  for (const Operation& operation : operations()) {
    std::uint64_t writes = 0;
    for (const Ordered& ordered : kFaults) writes += Loop(department, image, operation).run(ordered);
    std::printf("ok - %s: %llu failing writes, each refused in the open and whole or undone afterwards\n", operation.name,
                static_cast<unsigned long long>(writes));
    std::fflush(stdout);
  }
}

}  // namespace tirkeu::damage
