// An enrolment file, a request or a statement of keys as a person hands it over. Signatures stop the fuzzer soon, so the grant alone is read too.
#include "sync/protocol/enrolment.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tirkeu::fuzz::expect;
  const tirkeu::base::Bytes bytes = tirkeu::fuzz::exact(data, size);
  const auto enrolment = tirkeu::protocol::read_enrolment(bytes);
  if (enrolment) expect(tirkeu::wire::decode_grant(enrolment->grant_bytes).has_value());
  const auto grant = tirkeu::wire::decode_grant(bytes);
  if (grant) expect(tirkeu::wire::decode_grant(tirkeu::wire::encode(*grant)).has_value());
  const auto file = tirkeu::wire::decode_enrolment_file(bytes);
  if (file) expect(tirkeu::wire::decode_enrolment_file(tirkeu::wire::encode(*file)).has_value());
  const auto request = tirkeu::protocol::read_request(bytes);
  if (request) expect(request->seal_key.usable());
  const auto message = tirkeu::wire::decode_enrolment_request(bytes);
  if (message) expect(tirkeu::wire::decode_enrolment_request(tirkeu::wire::encode(*message)).has_value());
  const auto statement = tirkeu::wire::decode_key_statement(bytes);
  if (statement) expect(tirkeu::wire::decode_key_statement(tirkeu::wire::encode(*statement)) == *statement);
  const auto stated = tirkeu::protocol::read_statement_file(bytes);
  if (stated) expect(tirkeu::protocol::read_statement_file(tirkeu::protocol::write_statement_file(*stated)) == stated);
  return 0;
}
