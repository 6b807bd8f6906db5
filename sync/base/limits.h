// Every limit of the system in one place, each with what happens beyond it. The simulator and the tests shrink some of
// them by passing their own Limits down; nothing reads a global.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tirkeu::base {

struct Limits {
  /// A bundle larger than this is refused before it is opened. A writer never makes a larger one: what does not fit
  /// waits for the next round.
  std::size_t bundle_bytes_max = 8u << 20;
  /// Decompressed entries of one bundle; a longer stream is refused while it is being decompressed.
  std::size_t entries_bytes_max = 32u << 20;
  /// Entries that one bundle carries; the rest waits for the next round.
  std::size_t entries_per_bundle_max = 5000;
  /// Bytes of one changeset. A transaction that would exceed it is refused before it is committed.
  std::size_t changeset_bytes_max = 1u << 20;
  /// Rows of one changeset.
  std::size_t changeset_rows_max = 2000;
  /// Header of a bundle in unpacked bytes.
  std::size_t header_bytes_max = 64u << 10;
  /// A text field of an application in UTF-8 bytes; longer input is a finding on that field.
  std::size_t text_bytes_max = 500;
  /// Body of an API request; larger is answered 413.
  std::size_t http_body_bytes_max = 256u << 10;
  /// Life of an enrolment file from the moment it was written.
  std::int64_t enrolment_life_s = 14 * 24 * 3600;
};

}  // namespace tirkeu::base
