// The root key's statement of the hub's keys, within the messages that carry one. Shared within the room.
#pragma once

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

inline constexpr std::size_t kStatementWords = 48;
inline constexpr std::size_t kRootChangeWords = 20;

inline std::size_t words_in(const KeyStatement& statement) {
  return kStatementWords + statement.roots.size() * kRootChangeWords;
}

inline void write_statement(const KeyStatement& statement, capnp_messages::HubKeys::Builder builder) {
  builder.setSerial(statement.serial);
  builder.setSignKey(data_of(statement.sign_key.bytes));
  builder.setSealKey(data_of(statement.seal_key.bytes));
  builder.setValidFrom(statement.valid_from.time_since_epoch().count());
  builder.setRootSignature(data_of(statement.signature));
  if (statement.roots.empty()) return;
  auto list = builder.initRoots(static_cast<capnp::uint>(statement.roots.size()));
  for (std::size_t i = 0; i < statement.roots.size(); ++i) {
    capnp_messages::RootChange::Builder change = list[static_cast<capnp::uint>(i)];
    change.setSerial(statement.roots[i].serial);
    change.setRootKey(data_of(statement.roots[i].root_key.bytes));
    change.setSignature(data_of(statement.roots[i].signature));
  }
}

inline KeyStatement read_statement(capnp_messages::HubKeys::Reader reader, FieldCheck& check) {
  KeyStatement statement;
  statement.serial = check.sequence(reader.getSerial(), "hubKeys.serial");
  // Number 0 is the pair that an enrolment file names; a statement always follows it.
  check.require(statement.serial > 0, "hubKeys.serial");
  statement.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "hubKeys.signKey");
  statement.seal_key.bytes = check.exactly<32>(reader.getSealKey(), "hubKeys.sealKey");
  check.require(statement.seal_key.usable(), "hubKeys.sealKey");
  statement.valid_from = check.instant(reader.getValidFrom(), "hubKeys.validFrom");
  statement.signature = check.exactly<64>(reader.getRootSignature(), "hubKeys.rootSignature");
  const auto roots = reader.getRoots();
  check.require(roots.size() <= kRootChangesMax, "hubKeys.roots");
  if (!check.holds()) return statement;
  for (const capnp_messages::RootChange::Reader change : roots)
    statement.roots.push_back({check.sequence(change.getSerial(), "hubKeys.roots.serial"),
                               {check.exactly<32>(change.getRootKey(), "hubKeys.roots.rootKey")},
                               check.exactly<64>(change.getSignature(), "hubKeys.roots.signature")});
  return statement;
}

}  // namespace tirkeu::wire
