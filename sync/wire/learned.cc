#include "sync/wire/learned.h"

#include <algorithm>

#include "sync/base/invariant.h"
#include "sync/wire/dictionary/files.h"

namespace tirkeu::wire {
namespace {

/// Of the entries before a run: a round of one registration must not begin with a thousand old verdicts.
constexpr std::size_t kBytesBefore = 8u << 10;
constexpr std::size_t kLessonsMax = 100'000;
constexpr std::size_t kLessonBytesMax = 64u << 20;

/// The program's own lessons, gone through once.
const EntryModel& taught() {
  static const EntryModel model = [] {
    for (const wire_dictionary::EmbeddedFile& file : wire_dictionary::files())
      if (file.name == "dictionary/lessons-1.bits") return taught_by(base::bytes_of(file.bytes));
    return EntryModel();
  }();
  return model;
}

std::size_t bytes_of(const std::vector<base::Bytes>& entries) {
  std::size_t sum = 0;
  for (const base::Bytes& entry : entries) sum += entry.size();
  return sum;
}

/// A model to code one run with, as `taught` as that is at first; what it learned is gone at the end. Of the program's own lessons
/// each thread keeps one and only takes back what a run changed in it: copying all of it takes longer than most runs.
class ModelOfRun {
 public:
  explicit ModelOfRun(const EntryModel& model) {
    if (&model == &taught()) {
      thread_local EntryModel own = EntryModel::returning_to(taught());
      kept_ = &own;
    } else {
      other_ = model;
    }
  }
  ~ModelOfRun() {
    if (kept_ != nullptr) kept_->go_back();
  }
  ModelOfRun(const ModelOfRun&) = delete;
  ModelOfRun& operator=(const ModelOfRun&) = delete;
  EntryModel& operator*() { return kept_ != nullptr ? *kept_ : *other_; }

 private:
  EntryModel* kept_ = nullptr;
  std::optional<EntryModel> other_;
};

/// Goes through the newest entries before the run.
void prepare(EntryModel& model, const RunContext& context) {
  std::size_t from = context.before.size();
  for (std::size_t bytes = 0; from > 0; --from) {
    bytes += context.before[from - 1].size();
    if (bytes > kBytesBefore) break;
  }
  BitObserver observer;
  EntryPlace place = context.place;
  place.sequence -= context.before.size() - from;
  for (; from < context.before.size(); ++from) {
    base::Bytes entry = context.before[from];
    model.code(observer, place, entry, kLearnedBytesMax);
    ++place.sequence;
  }
}

}  // namespace

std::optional<base::Bytes> pack_run(const std::vector<base::Bytes>& entries, const RunContext& context, const EntryModel& taught) {
  if (bytes_of(entries) > kLearnedBytesMax) return std::nullopt;
  if (entries.empty()) return base::Bytes();
  ModelOfRun model(taught);
  prepare(*model, context);
  BitEncoder encoder;
  EntryPlace place = context.place;
  for (base::Bytes entry : entries) {
    (*model).code(encoder, place, entry, kLearnedBytesMax);
    ++place.sequence;
  }
  return encoder.finish();
}

std::optional<base::Bytes> pack_run(const std::vector<base::Bytes>& entries, const RunContext& context) {
  return pack_run(entries, context, taught());
}

Decoded<std::vector<base::Bytes>> unpack_run(base::ByteView bytes, std::size_t count, const RunContext& context, std::size_t size_max) {
  return unpack_run(bytes, count, context, size_max, taught());
}

Decoded<std::vector<base::Bytes>> unpack_run(base::ByteView bytes, std::size_t count, const RunContext& context, std::size_t size_max,
                                             const EntryModel& taught) {
  // Nothing has one form too, and needs no model: most rounds carry nothing one way.
  if (count == 0 && bytes.empty()) return std::vector<base::Bytes>();
  if (count == 0) return std::unexpected(WireFault{"learned: not in its one form"});
  ModelOfRun model(taught);
  prepare(*model, context);
  BitDecoder decoder(bytes);
  EntryPlace place = context.place;
  std::size_t left = std::min(size_max, kLearnedBytesMax);
  std::vector<base::Bytes> entries;
  for (std::size_t i = 0; i < count; ++i) {
    base::Bytes& entry = entries.emplace_back();
    if (!(*model).code(decoder, place, entry, left) || entry.empty() || entry.size() > left)
      return std::unexpected(WireFault{"learned: damaged, or above its limit"});
    left -= entry.size();
    ++place.sequence;
  }
  if (!decoder.exact()) return std::unexpected(WireFault{"learned: not in its one form"});
  return entries;
}

base::Bytes write_lessons(const std::vector<base::Bytes>& entries) {
  base::require(entries.size() <= kLessonsMax && bytes_of(entries) <= kLessonBytesMax, "lessons fit into their limits");
  EntryModel model;
  BitEncoder encoder;
  for (base::Bytes entry : entries) {
    model.lesson(encoder, true);
    model.code(encoder, model.next_place(), entry, kLessonBytesMax);
  }
  model.lesson(encoder, false);
  return encoder.finish();
}

EntryModel taught_by(base::ByteView lessons) {
  EntryModel model;
  BitDecoder decoder(lessons);
  for (std::size_t i = 0; i < kLessonsMax && model.lesson(decoder, false); ++i) {
    base::Bytes entry;
    base::require(model.code(decoder, model.next_place(), entry, kLessonBytesMax), "the lessons of this program are whole");
  }
  base::require(decoder.exact(), "the lessons of this program are whole");
  model.forget_place();
  return model;
}

}  // namespace tirkeu::wire
