// Filled messages, every field with a value of its own.
#pragma once

#include <algorithm>
#include <numeric>

#include "sync/wire/messages.h"

namespace tirkeu::testing {

template <std::size_t N>
std::array<std::uint8_t, N> counting(std::uint8_t first) {
  std::array<std::uint8_t, N> bytes;
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

inline base::Instant at_ms(std::int64_t ms) {
  return base::Instant{base::Milliseconds{ms}};
}

inline crypto::SealTo some_seal_key() {
  const auto secret = counting<32>(1);
  return crypto::SealingKey::from_secret(secret).seal_to();
}

inline wire::Entry sample_entry() {
  wire::Entry entry;
  entry.incarnation = 1024;
  entry.sequence = 17;
  entry.recorded_at = at_ms(1'795'000'000'123);
  entry.boot_id = counting<16>(1);
  entry.boot_time = base::Milliseconds{86'400'000};
  entry.clock_flags = 5;
  entry.last_receipt = counting<16>(101);
  entry.schema = counting<8>(201);
  entry.changeset = {'T', 1, 2, 3, 4, 5, 6, 7, 8, 9};
  return entry;
}

/// The second is a question.
inline std::vector<wire::ContentPiece> sample_pieces() {
  return {{counting<32>(131), 4096, 5, counting<16>(141)}, {counting<32>(151), 0, 0, counting<16>(161)}};
}

inline wire::UpHeader sample_up_header() {
  wire::UpHeader header;
  header.incarnation = 1024;
  header.sign_key = counting<4>(1);
  header.section = {1024, wire::LogKind::kOffice, 18, 3, counting<16>(11)};
  header.cursors = {{1, 900, counting<4>(21)}, {2, 0, counting<4>(31)}};
  header.last_receipt_number = 41;
  header.codec = wire::Codec::kZstd;
  header.enrolment = wire::EnrolmentClaim{counting<16>(51), {counting<32>(61)}, some_seal_key(), counting<32>(71)};
  header.program = "tirkeu-node 0.1.0";
  header.sent_at = at_ms(1'795'000'000'456);
  header.clock_flags = 1;
  header.hub_epoch = counting<8>(81);
  header.succession = wire::SuccessionClaim{counting<16>(91),  {counting<32>(101)}, some_seal_key(), 1023, 77,
                                            counting<32>(111), counting<64>(121)};
  return header;
}

inline wire::DownHeader sample_down_header() {
  wire::DownHeader header;
  header.contents = {{counting<16>(171), 4096}, {counting<16>(181), 0}};
  wire::Receipt& receipt = header.receipt;
  receipt.epoch = counting<8>(1);
  receipt.incarnation = 1024;
  receipt.sign_key = counting<8>(11);
  receipt.number = 42;
  receipt.held_through = 20;
  receipt.applied_through = 19;
  receipt.mirrored_through = 15;
  receipt.quarantined = {16, 20};
  receipt.digest = counting<8>(21);
  receipt.hub_time = at_ms(1'795'000'000'789);
  receipt.department_sequence = 901;
  receipt.department_digest = counting<8>(31);
  header.sections = {{1, wire::LogKind::kDepartment, 901, 1, counting<16>(41)},
                     {2, wire::LogKind::kIndex, 1, 2, counting<16>(51)},
                     {7, wire::LogKind::kVerdicts, 5, 0, counting<16>(61)}};
  header.horizon = {{0, at_ms(0)}, {3, at_ms(1'794'999'960'000)}};
  header.codec = wire::Codec::kStored;
  header.refusal = wire::Refusal::kLateEnrolment;
  header.program = "tirkeu-hub 0.1.0";
  header.more = true;
  header.introduced = {{1025, wire::LogKind::kOffice, 3, {counting<32>(71)}, counting<32>(81)},
                       {65, wire::LogKind::kDepartment, -1, {counting<32>(91)}, counting<32>(101)}};
  return header;
}

inline wire::Grant sample_grant() {
  wire::Grant grant;
  grant.id = counting<16>(1);
  grant.department = 6;
  grant.office = 3;
  grant.first_incarnation = 1032;
  grant.incarnations = 8;
  grant.epoch = counting<8>(11);
  grant.issued_at = at_ms(1'795'000'000'000);
  grant.expires_at = at_ms(1'796'209'600'000);
  grant.hub_url = "http://10.6.0.1:8600";
  grant.root_key.bytes = counting<32>(21);
  grant.hub_sign_key.bytes = counting<32>(31);
  grant.hub_seal_key = some_seal_key();
  grant.hub_keys_signature = counting<64>(41);
  const auto fingerprint = counting<32>(51);
  grant.hub_tls_fingerprint.assign(fingerprint.begin(), fingerprint.end());
  grant.hub_logs = {{1, wire::LogKind::kDepartment, counting<32>(61)}, {2, wire::LogKind::kIndex, counting<32>(71)}};
  return grant;
}

inline wire::EnrolmentFile sample_file() {
  return {wire::encode(sample_grant()), counting<64>(1), counting<32>(2)};
}

}  // namespace tirkeu::testing
