// The built web UI, read whole into memory at the start (a few megabytes): a request is a look-up in a map of what was
// there then, so no path can lead out of the folder, and an upgrade of the package never serves half of two versions.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "sync/base/bytes.h"
#include "sync/http/message.h"

namespace tirkeu::daemon {

class StaticFiles {
 public:
  /// Takes regular files only; symbolic links and names that begin with a dot are left out. Throws std::runtime_error when
  /// the folder can't be read, has no index.html, or holds more than 64 MiB.
  explicit StaticFiles(const std::filesystem::path& folder);

  /// The answer to a GET: the file; for a path whose last segment has no dot, index.html, because the UI has routes of its
  /// own; else nothing. ETag and 304 (RFC 9110 section 13.1.2). Names with a hash ("assets/app-3f9a02bc.js") are immutable
  /// for a year, everything else is asked for again each time.
  std::optional<http::Response> answer(const http::Request& request) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct File {
    base::Bytes bytes;
    std::string etag;
    std::string cache_control;
  };
  std::map<std::string, File, std::less<>> files_;  ///< key: "/assets/app-3f9a02bc.js"
};

}  // namespace tirkeu::daemon
