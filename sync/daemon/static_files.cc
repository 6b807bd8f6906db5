#include "sync/daemon/static_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "sync/crypto/keys.h"

namespace tirkeu::daemon {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kBytesMax = 64u << 20;
constexpr std::size_t kHashLettersMin = 8;

base::Bytes read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("the UI's file " + path.string() + " cannot be read; check its permissions");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// "app-3f9a02bc.js": the bundler puts a hash of the content after the last hyphen of what lies in assets/.
bool has_hash(std::string_view path) {
  if (!path.starts_with("/assets/")) return false;
  const std::size_t dot = path.rfind('.');
  const std::size_t hyphen = path.rfind('-', dot);
  if (dot == std::string_view::npos || hyphen == std::string_view::npos) return false;
  const std::string_view hash = path.substr(hyphen + 1, dot - hyphen - 1);
  return hash.size() >= kHashLettersMin && std::ranges::all_of(hash, [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
         });
}

std::string etag_of(base::ByteView bytes) {
  const crypto::Digest digest = crypto::digest(crypto::Label::kStaticFile, bytes);
  return "\"" + base::to_hex(base::ByteView(digest).first(16)) + "\"";
}

/// If-None-Match is a list of tags or "*"; ours hold no comma.
bool names(std::string_view list, std::string_view etag) { return list == "*" || list.find(etag) != std::string_view::npos; }

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder) {
  std::error_code problem;
  fs::recursive_directory_iterator entries(folder, problem);
  if (problem) throw std::runtime_error("the UI's folder " + folder.string() + " cannot be read: " + problem.message());
  std::uintmax_t bytes = 0;
  for (const fs::directory_entry& entry : entries) {
    const bool hidden = entry.path().filename().string().starts_with('.');
    if (entry.is_symlink() || hidden) {
      entries.disable_recursion_pending();
      continue;
    }
    if (!entry.is_regular_file()) continue;
    bytes += entry.file_size();
    if (bytes > kBytesMax) throw std::runtime_error("the UI's folder " + folder.string() + " holds more than 64 MiB; is it the built UI?");
    const std::string key = "/" + entry.path().lexically_relative(folder).generic_string();
    File file{read_file(entry.path()), {}, has_hash(key) ? "public, max-age=31536000, immutable" : "no-cache"};
    file.etag = etag_of(file.bytes);
    files_.emplace(key, std::move(file));
  }
  if (!files_.contains("/index.html")) throw std::runtime_error("the UI's folder " + folder.string() + " has no index.html; build the UI or set `ui`");
}

std::optional<http::Response> StaticFiles::answer(const http::Request& request) const {
  auto found = files_.find(request.path);
  const std::string_view last = std::string_view(request.path).substr(request.path.rfind('/') + 1);
  if (found == files_.end() && last.find('.') == std::string_view::npos) found = files_.find("/index.html");
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  const bool unchanged = names(request.header("If-None-Match"), file.etag);
  http::Response response = unchanged ? http::Response::empty(304) : http::Response::bytes(200, http::content_type_of(found->first), file.bytes);
  response.headers.set("ETag", file.etag);
  response.headers.set("Cache-Control", file.cache_control);
  return response;
}

}  // namespace tirkeu::daemon
