#include <algorithm>
#include <array>

#include "sync/base/invariant.h"
#include "sync/store/fault_disk_state.h"

namespace tirkeu::store {
namespace {

/// A write reaches the platter in sectors of this size; each survives a power cut or does not.
constexpr std::size_t kSector = 512;

bool draw(base::Entropy& entropy) {
  std::uint8_t byte = 0;
  entropy.fill({&byte, 1});
  return (byte & 0x80) != 0;
}

/// The parts of a write that survive: whole, none, or torn at sector borders.
void redo_torn(std::optional<base::Bytes>& content, const UnsyncedChange& write, base::Entropy& entropy) {
  std::size_t done = 0;
  while (done < write.bytes.size()) {
    const std::size_t to_border = kSector - static_cast<std::size_t>((write.offset + done) % kSector);
    const std::size_t length = std::min(to_border, write.bytes.size() - done);
    if (draw(entropy)) {
      const auto begin = write.bytes.begin() + static_cast<std::ptrdiff_t>(done);
      redo(content,
           {UnsyncedChange::What::kWrite, write.offset + done, {begin, begin + static_cast<std::ptrdiff_t>(length)}});
    }
    done += length;
  }
}

}  // namespace

void redo(std::optional<base::Bytes>& content, const UnsyncedChange& change) {
  switch (change.what) {
    case UnsyncedChange::What::kCreate:
      if (!content) content.emplace();
      return;
    case UnsyncedChange::What::kDelete:
      content.reset();
      return;
    case UnsyncedChange::What::kTruncate:
      if (content) content->resize(static_cast<std::size_t>(change.offset));
      return;
    case UnsyncedChange::What::kWrite:
      if (!content) content.emplace();
      const auto offset = static_cast<std::size_t>(change.offset);
      if (content->size() < offset + change.bytes.size()) content->resize(offset + change.bytes.size());
      std::ranges::copy(change.bytes, content->begin() + static_cast<std::ptrdiff_t>(offset));
      return;
  }
}

int FaultDisk::State::operate(bool needs_space, int input_output_error) {
  ++operations;
  if (powered_off) return input_output_error;
  if (fault == Fault::kNone || operations < fail_from) return SQLITE_OK;
  if (fault == Fault::kCrash) {
    powered_off = true;
    return input_output_error;
  }
  // A full disk fails what needs space and nothing else; the fault waits for such an operation.
  if (fault == Fault::kFull && !needs_space) return SQLITE_OK;
  const int result = fault == Fault::kFull ? SQLITE_FULL : input_output_error;
  if (duration == Duration::kOnce) fault = Fault::kNone;
  return result;
}

void FaultDisk::State::write(SimulatedFile& file, std::uint64_t offset, base::ByteView bytes) {
  file.unsynced.push_back({UnsyncedChange::What::kWrite, offset, {bytes.begin(), bytes.end()}});
  redo(file.live, file.unsynced.back());
}

void FaultDisk::State::truncate(SimulatedFile& file, std::uint64_t size) {
  file.unsynced.push_back({UnsyncedChange::What::kTruncate, size, {}});
  redo(file.live, file.unsynced.back());
}

void FaultDisk::State::create(SimulatedFile& file) {
  file.unsynced.push_back({UnsyncedChange::What::kCreate, 0, {}});
  redo(file.live, file.unsynced.back());
}

void FaultDisk::State::remove(SimulatedFile& file, bool durably) {
  file.unsynced.push_back({UnsyncedChange::What::kDelete, 0, {}});
  redo(file.live, file.unsynced.back());
  if (durably) sync(file);
}

void FaultDisk::State::sync(SimulatedFile& file) {
  const auto made = [](const UnsyncedChange& change) { return change.what == UnsyncedChange::What::kCreate; };
  if (std::ranges::any_of(file.unsynced, made)) sync_folder();
  for (const UnsyncedChange& change : file.unsynced) redo(file.durable, change);
  file.unsynced.clear();
}

void FaultDisk::State::sync_folder() {
  for (auto& [path, file] : files) {
    const auto removed = [](const UnsyncedChange& change) { return change.what == UnsyncedChange::What::kDelete; };
    const auto last = std::find_if(file.unsynced.rbegin(), file.unsynced.rend(), removed).base();
    for (auto change = file.unsynced.begin(); change != last; ++change) redo(file.durable, *change);
    file.unsynced.erase(file.unsynced.begin(), last);
  }
}

FaultDisk::FaultDisk(std::string name) : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  if (sqlite3_vfs_find(state_->name.c_str()) != nullptr) base::stop("every FaultDisk has a name of its own");
  install_calls(*state_);
  if (sqlite3_vfs_register(&state_->vfs, 0) != SQLITE_OK) base::stop("SQLite takes a new VFS");
}

FaultDisk::~FaultDisk() {
  for (const auto& [path, file] : state_->files) {
    if (file.opened > 0) base::stop("a database outlives its FaultDisk");
  }
  sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& FaultDisk::vfs() const {
  return state_->name;
}
std::uint64_t FaultDisk::operations() const {
  return state_->operations;
}

void FaultDisk::fail_at(std::uint64_t operations_from_now, Fault fault, Duration duration) {
  state_->fail_from = state_->operations + operations_from_now;
  state_->fault = fault;
  state_->duration = duration;
}

void FaultDisk::heal() {
  if (state_->powered_off) base::stop("after a power cut comes crash(), not heal()");
  state_->fault = Fault::kNone;
}

void FaultDisk::crash(base::Entropy* keep) {
  for (auto& [path, file] : state_->files) {
    if (file.opened > 0) base::stop("crash() comes after the database objects are gone");
    for (const UnsyncedChange& change : file.unsynced) {
      if (keep == nullptr) break;
      if (change.what == UnsyncedChange::What::kWrite) {
        redo_torn(file.durable, change, *keep);
      } else if (draw(*keep)) {
        redo(file.durable, change);
      }
    }
    file.unsynced.clear();
    file.live = file.durable;
  }
  state_->powered_off = false;
  state_->fault = Fault::kNone;
}

void FaultDisk::rot(const std::string& path, base::Entropy& entropy) {
  const auto found = state_->files.find(path);
  if (found == state_->files.end() || !found->second.durable || found->second.durable->empty()) return;
  if (found->second.opened > 0) base::stop("rot() comes while the database objects are gone");
  std::array<std::uint8_t, 8> drawn{};
  entropy.fill(drawn);
  const std::uint64_t number = base::read_le(drawn);
  base::Bytes& content = *found->second.durable;
  std::uint8_t& byte = content[number / 8 % content.size()];
  byte = static_cast<std::uint8_t>(byte ^ (1u << (number % 8)));
  found->second.live = content;
}

std::shared_ptr<const FaultDisk::Image> FaultDisk::snapshot() const {
  auto image = std::make_shared<Image>();
  for (const auto& [path, file] : state_->files) {
    if (file.durable) image->files[path] = *file.durable;
  }
  return image;
}

void FaultDisk::restore(const std::shared_ptr<const Image>& image) {
  for (const auto& [path, file] : state_->files) {
    if (file.opened > 0) base::stop("restore() comes after the database objects are gone");
  }
  state_->files.clear();
  for (const auto& [path, bytes] : image->files) {
    SimulatedFile& file = state_->files[path];
    file.live = bytes;
    file.durable = bytes;
  }
  state_->powered_off = false;
  state_->fault = Fault::kNone;
}

}  // namespace tirkeu::store
