// A department of a released version as it lies on disk, and what its book says: to be opened by every later version.
#pragma once

#include <boost/json/array.hpp>
#include <filesystem>

#include "sync/store/cases.h"

namespace tirkeu::testing {

/// What the book says of these applications; members may be added later, none may change.
boost::json::array reading_of(store::Book& book, store::Cases& cases, const std::vector<base::RowId>& applications);

/// zstd frames as the command `zstd -d` reads them.
base::Bytes packed(base::ByteView content);
base::Bytes unpacked(base::ByteView frame);

/// Whole files, for tests; they throw std::runtime_error when they cannot.
base::Bytes read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, base::ByteView bytes);

}  // namespace tirkeu::testing
