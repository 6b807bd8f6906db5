// `backup` and `restore`: one file with the database and the keys.
//
//   "tirkeu node backup 1\n" ‖ length of the keys (8, little-endian) ‖ keys ‖ the SQLite database up to the end
//
// It holds people's data and the office's keys in the clear, so it is written for its owner alone and belongs under lock. A
// restored life is older than what it wrote since: it is marked `restored`, can be read, and writes nothing more.
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

#include "node/main/snapshot.h"
#include "sync/base/put_in_place.h"
#include "sync/daemon/data_folder.h"

namespace tirkeu::node {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "tirkeu node backup 1\n";
constexpr std::uint64_t kKeysBytesMax = 4096;
constexpr std::size_t kPieceBytes = 1u << 20;

base::DiskError disk_error(const fs::path& path, const Invocation& invocation) {
  return base::DiskError(invocation.text("cli.node.cannot_write", {{"file", path.string()}}));
}

/// A new file for its owner alone that is complete and on the disk once close() returned, and gone when it did not.
class NewFile {
 public:
  NewFile(const fs::path& path, const Invocation& invocation)
      : path_(path), invocation_(invocation), descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) throw disk_error(path_, invocation_);
  }
  ~NewFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view piece) {
    while (!piece.empty()) {
      const ssize_t written = ::write(descriptor_, piece.data(), piece.size());
      if (written < 0) throw disk_error(path_, invocation_);
      piece.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void write(base::ByteView piece) { write(base::text_of(piece)); }
  void write_rest(std::istream& source) {
    std::string piece(kPieceBytes, '\0');
    while (source.read(piece.data(), static_cast<std::streamsize>(piece.size())) || source.gcount() > 0)
      write(std::string_view(piece).substr(0, static_cast<std::size_t>(source.gcount())));
  }
  void close() {
    if (fsync(descriptor_) != 0 || ::close(std::exchange(descriptor_, -1)) != 0) throw disk_error(path_, invocation_);
  }

 private:
  fs::path path_;
  const Invocation& invocation_;
  int descriptor_;
};

void mark_restored(const fs::path& file) {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  store::Database database(file.string(), options);
  store::Settings settings(database);
  store::Transaction transaction(database);
  // A fork that was proven, and a key that was revoked, are not healed by an older copy of them.
  const LifeState was = life_state(settings);
  if (was != LifeState::kCloned && was != LifeState::kRevoked) set_life_state(settings, LifeState::kRestored);
  transaction.commit();
}

}  // namespace

int run_backup(const Invocation& invocation, const std::string& file) {
  const service::NodeConfig config = invocation.config();
  const Snapshot snapshot(invocation);
  base::SystemDisk disk;
  const std::optional<base::Bytes> keys = disk.read(NodeFiles::in(config.data).keys, kKeysBytesMax);
  std::ifstream database(snapshot.path(), std::ios::binary);
  if (!keys || !database) return invocation.fail(invocation.text("cli.node.snapshot_unreadable", {{"file", snapshot.path().string()}}));
  NewFile backup(file, invocation);
  base::Bytes length;
  base::append_le(length, keys->size(), 8);
  backup.write(kMagic);
  backup.write(length);
  backup.write(*keys);
  backup.write_rest(database);
  backup.close();
  std::cout << invocation.text("cli.node.backup_done", {{"file", file}}) << '\n';
  return 0;
}

int run_restore(const Invocation& invocation, const std::string& file) {
  const service::NodeConfig config = invocation.config();
  std::ifstream backup(file, std::ios::binary);
  std::string head(kMagic.size() + 8, '\0');
  if (!backup.read(head.data(), static_cast<std::streamsize>(head.size())) || !head.starts_with(kMagic))
    return invocation.fail(invocation.text("cli.node.not_a_backup", {{"file", file}}));
  const std::uint64_t length = base::read_le(base::bytes_of(head).subspan(kMagic.size()));
  if (length > kKeysBytesMax) return invocation.fail(invocation.text("cli.node.not_a_backup", {{"file", file}}));
  std::string keys(length, '\0');
  if (!backup.read(keys.data(), static_cast<std::streamsize>(length)))
    return invocation.fail(invocation.text("cli.node.not_a_backup", {{"file", file}}));

  daemon::clear_broken_restore(config.data, "node.db", "node.keys");
  daemon::make_data_folder(config.data);
  const auto lock = daemon::take_folder(config.data);
  if (!lock) return invocation.fail(daemon::taken_line(lock.error(), config.data, invocation.language));
  Machine machine(config.data);
  const NodeFiles files = NodeFiles::in(config.data);
  // The database gets its name last, marked: broken off anywhere, the same command can be given again.
  const fs::path part = fs::path(files.database).concat(".part");
  NewFile database(part, invocation);
  database.write_rest(backup);
  database.close();
  mark_restored(part);
  machine.disk.replace(files.keys, base::bytes_of(keys), base::FileMode::kPrivate);
  base::put_in_place(part, files.database);
  Node node(files, machine.world(), std::string(kProgram));
  const NodeStatus status = node.status();
  std::cout << invocation.text("cli.node.restore_done", {{"office", status.office}, {"sequence", std::to_string(status.sequence)}}) << '\n';
  return 0;
}

}  // namespace tirkeu::node
