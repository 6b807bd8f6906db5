// Small whole files outside the database: keys, witness, enrolment files, bundles on a stick.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "sync/base/bytes.h"

namespace tirkeu::base {

/// The disk or the operating system failed. what() names the file and says what to do; never holds personal data.
class DiskError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class FileMode : std::uint16_t { kPrivate = 0600, kShared = 0644 };

/// Whole-file reads and durable replacements. All paths are taken as given; nothing follows a symbolic link.
class Disk {
 public:
  virtual ~Disk() = default;
  /// nothing when there is no such file. Throws DiskError when it is no regular file, is larger than `size_max` or
  /// can't be read.
  virtual std::optional<Bytes> read(const std::filesystem::path& path, std::uint64_t size_max) = 0;
  /// Replaces the file: temporary name, write, fsync, read back and compare, rename, fsync of the folder.
  /// After it returns the new content survives a power cut; when it throws DiskError the old content is untouched.
  virtual void replace(const std::filesystem::path& path, ByteView content, FileMode mode) = 0;
  /// Durable too. Removing what is not there is no fault.
  virtual void remove(const std::filesystem::path& path) = 0;
  /// Free bytes where `path` lies, or would lie in its folder.
  virtual std::uint64_t free_bytes(const std::filesystem::path& path) = 0;
};

class SystemDisk final : public Disk {
 public:
  std::optional<Bytes> read(const std::filesystem::path& path, std::uint64_t size_max) override;
  void replace(const std::filesystem::path& path, ByteView content, FileMode mode) override;
  void remove(const std::filesystem::path& path) override;
  std::uint64_t free_bytes(const std::filesystem::path& path) override;
};

}  // namespace tirkeu::base
