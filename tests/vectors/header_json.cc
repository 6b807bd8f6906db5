#include "tests/vectors/header_json.h"

#include <boost/json/array.hpp>

#include "sync/wire/entry_form.h"

namespace tirkeu::testing {

namespace json = boost::json;

json::string hex(base::ByteView bytes) { return json::string(base::to_hex(bytes)); }
json::string digits(std::uint64_t number) { return json::string(std::to_string(number)); }
json::string ms(base::Instant instant) { return json::string(std::to_string(instant.time_since_epoch().count())); }

namespace {

json::object signed_json(const wire::SignedBytes& value) { return {{"bytes", hex(value.bytes)}, {"signature", hex(value.signature)}}; }

json::object position_json(const wire::Position& position) {
  return {{"incarnation", position.incarnation}, {"sequence", digits(position.sequence)}, {"digest", hex(position.digest)}};
}

template <class List, class ToJson>
json::array array_of(const List& list, ToJson to_json) {
  json::array array;
  for (const auto& one : list) array.push_back(to_json(one));
  return array;
}

json::object claim_json(const wire::EnrolmentClaim& claim) {
  return {{"grant", hex(claim.grant)}, {"sign_key", hex(claim.sign_key.bytes)}, {"seal_key", hex(claim.seal_key.bytes)}, {"proof", hex(claim.proof)}};
}

json::object claim_json(const wire::SuccessionClaim& claim) {
  return {{"grant", hex(claim.grant)},       {"sign_key", hex(claim.sign_key.bytes)},   {"seal_key", hex(claim.seal_key.bytes)},
          {"previous", claim.previous},      {"head", digits(claim.head)},              {"head_digest", hex(claim.head_digest)},
          {"signature", hex(claim.signature)}};
}

json::object proof_json(const wire::Proof& proof) {
  json::object object;
  if (proof.grant)
    object["grant"] = json::object{{"bytes", hex(proof.grant->bytes)},
                                   {"signature", hex(proof.grant->signature)},
                                   {"sign_key", hex(proof.grant->sign_key.bytes)},
                                   {"seal_key", hex(proof.grant->seal_key.bytes)}};
  object["receipts"] = array_of(proof.receipts, signed_json);
  return object;
}

json::object receipt_json(const wire::Receipt& receipt) {
  json::object object{{"epoch", hex(receipt.epoch)},
                      {"epoch_number", receipt.epoch_number},
                      {"incarnation", receipt.incarnation},
                      {"sign_key", hex(receipt.sign_key)},
                      {"number", receipt.number},
                      {"held_through", digits(receipt.held_through)},
                      {"applied_through", digits(receipt.applied_through)},
                      {"mirrored_through", digits(receipt.mirrored_through)},
                      {"quarantined", array_of(receipt.quarantined, digits)},
                      {"digest", hex(receipt.digest)},
                      {"hub_time", ms(receipt.hub_time)}};
  if (receipt.department_sequence > 0)
    object["department"] = json::object{{"sequence", digits(receipt.department_sequence)}, {"digest", hex(receipt.department_digest)}};
  return object;
}

json::value cell_json(const wire::CellForm& cell) {
  switch (cell.type) {
    case wire::CellType::kInteger: return json::object{{"integer", json::string(std::to_string(cell.number))}};
    case wire::CellType::kText: return json::object{{"text", cell.content}};
    case wire::CellType::kBlob: return json::object{{"blob", hex(base::bytes_of(cell.content))}};
    case wire::CellType::kNull: break;
  }
  return nullptr;
}

json::array changeset_json(const wire::ChangesetForm& form) {
  json::array rows;
  for (const wire::TableForm& table : form)
    for (const std::vector<wire::CellForm>& row : table.rows)
      rows.push_back(json::object{{"table", table.name}, {"values", array_of(row, cell_json)}});
  return rows;
}

}  // namespace

json::object section_json(const wire::Section& section) {
  return {{"incarnation", section.incarnation},
          {"kind", static_cast<int>(section.kind)},
          {"first", digits(section.first)},
          {"count", section.count},
          {"head", hex(section.head)}};
}

json::object header_json(const wire::UpHeader& header) {
  json::object object{{"codec", static_cast<int>(header.codec)},
                      {"complete", header.complete},
                      {"slow_line", header.slow_line},
                      {"incarnation", header.incarnation},
                      {"sign_key", hex(header.sign_key)},
                      {"section", section_json(header.section)},
                      {"last_receipt_number", header.last_receipt_number},
                      {"sent_at", ms(header.sent_at)},
                      {"clock_flags", header.clock_flags},
                      {"cursors", array_of(header.cursors, position_json)},
                      {"program", header.program}};
  if (header.hub_epoch) object["hub_epoch"] = hex(*header.hub_epoch);
  if (header.enrolment) object["enrolment"] = claim_json(*header.enrolment);
  if (header.succession) object["succession"] = claim_json(*header.succession);
  object["returned"] = array_of(header.returned, [](const wire::ReturnedRun& run) {
    json::object returned = section_json(run.section);
    returned["evidence"] = signed_json(run.evidence);
    return returned;
  });
  if (header.proof) object["proof"] = proof_json(*header.proof);
  return object;
}

json::object header_json(const wire::DownHeader& header) {
  json::object object{{"codec", static_cast<int>(header.codec)},
                      {"more", header.more},
                      {"receipt", receipt_json(header.receipt)},
                      {"refusal", static_cast<int>(header.refusal)},
                      {"sections", array_of(header.sections, section_json)},
                      {"program", header.program}};
  object["horizon"] = array_of(header.horizon, [](const wire::OfficeHorizon& office) {
    return json::object{{"office", office.office}, {"held_through", ms(office.held_through)}};
  });
  object["introduced"] = array_of(header.introduced, [](const wire::LogIntroduction& log) {
    return json::object{{"incarnation", log.incarnation},
                        {"kind", static_cast<int>(log.kind)},
                        {"office", log.office},
                        {"sign_key", hex(log.sign_key.bytes)},
                        {"base", hex(log.base)}};
  });
  if (header.lost)
    object["lost"] = json::object{{"receipt_number", header.lost->receipt_number}, {"logs", array_of(header.lost->logs, position_json)}};
  return object;
}

json::object grant_json(const wire::Grant& grant) {
  json::object object{{"grant", hex(grant.id)},
                      {"department", grant.department},
                      {"office", grant.office},
                      {"first_incarnation", grant.first_incarnation},
                      {"incarnations", grant.incarnations},
                      {"epoch", hex(grant.epoch)},
                      {"issued_at", ms(grant.issued_at)},
                      {"expires_at", ms(grant.expires_at)},
                      {"hub_url", grant.hub_url},
                      {"root_key", hex(grant.root_key.bytes)},
                      {"hub_sign_key", hex(grant.hub_sign_key.bytes)},
                      {"hub_seal_key", hex(grant.hub_seal_key.bytes)},
                      {"hub_keys_signature", hex(grant.hub_keys_signature)},
                      {"hub_tls_fingerprint", hex(grant.hub_tls_fingerprint)}};
  object["hub_logs"] = array_of(grant.hub_logs, [](const wire::LogBase& log) {
    return json::object{{"incarnation", log.incarnation}, {"kind", static_cast<int>(log.kind)}, {"base", hex(log.base)}};
  });
  return object;
}

json::object entry_json(const wire::Entry& entry) {
  json::object object{{"incarnation", entry.incarnation},
                      {"sequence", digits(entry.sequence)},
                      {"recorded_at", ms(entry.recorded_at)},
                      {"boot_id", hex(entry.boot_id)},
                      {"boot_time", json::string(std::to_string(entry.boot_time.count()))},
                      {"clock_flags", entry.clock_flags},
                      {"last_receipt", hex(entry.last_receipt)},
                      {"schema", hex(entry.schema)}};
  const std::optional<wire::ChangesetForm> form = wire::take_apart(entry.changeset);
  object["rows"] = form ? json::value(changeset_json(*form)) : json::value(nullptr);
  return object;
}

}  // namespace tirkeu::testing
