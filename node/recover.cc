#include "node/recover.h"

#include <algorithm>

#include "node/fresh_keys.h"
#include "node/start_check.h"

namespace tirkeu::node {
namespace {

/// Whoever waits in the queue is served by the new life: a visit becomes a row of whoever ends it.
void renumber_open_visits(store::Database& database, store::LogStore& logs, const Identity& identity, base::Incarnation begun) {
  std::vector<std::int64_t> waiting;
  store::Statement open(database, "SELECT id FROM open_visit ORDER BY id");
  while (open.step()) waiting.push_back(open.integer(0));
  store::Statement renumber(database, "UPDATE open_visit SET id = ?1 WHERE id = ?2");
  for (const std::int64_t id : waiting) {
    const base::RowId fresh = base::RowId::make(static_cast<std::uint32_t>(identity.department()), begun, logs.mint(begun));
    renumber.bind(1, fresh.value).bind(2, id).run();
  }
}

/// Where the life ends: at what is here, or at what has left by the witness' word. That may still be on its way, on a stick perhaps,
/// and the hub takes it in when it comes.
protocol::LifeEnd end_of(base::Incarnation life, store::LogStore& logs, const KeyRing& keys,
                         const std::expected<WitnessFile, WitnessFault>& witness) {
  store::Head end = logs.head(life);
  const bool is_ours = witness && witness->witness.incarnation == life && witness->is_signed_by(keys.find(life)->sign.verify_key());
  if (is_ours && witness->witness.head.sequence > end.sequence) end = witness->witness.head;
  return {life, end.sequence, end.digest};
}

/// Above every number that this machine can have used: the database, the keys and the witness may be of different ages.
base::Incarnation next_number(const Identity& identity, const KeyRing& keys, const std::expected<WitnessFile, WitnessFault>& witness) {
  base::Incarnation last = std::max(identity.incarnation(), keys.lives().rbegin()->first);
  const wire::Grant& grant = identity.grant();
  if (witness && witness->witness.incarnation < grant.first_incarnation + grant.incarnations)
    last = std::max(last, witness->witness.incarnation);
  return last + 1;
}

}  // namespace

std::string_view code_of(RecoverFault fault) {
  switch (fault) {
    case RecoverFault::kSound: return "sound";
    case RecoverFault::kRevoked: return "revoked";
    case RecoverFault::kNumbersUsedUp: return "numbers_used_up";
  }
  return "sound";
}

std::expected<Recovered, RecoverFault> recover_in_place(const NodeFiles& files, NodeWorld world, RecoverWhen when) {
  KeyRing ring = KeyRing::load(world.disk, files.keys);
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  options.vfs = files.vfs;
  store::Database database(files.database, options);
  store::LogStore logs(database);
  store::Settings settings(database);
  const Identity identity(settings);
  WitnessKeeper keeper(world.disk, files.witness_path());
  const std::expected<WitnessFile, WitnessFault> witness = keeper.read();
  const std::vector<WitnessMark> marks = witness_marks(world.machine);

  Recovered recovered;
  recovered.office = identity.office_code();
  recovered.ended = identity.incarnation();
  recovered.was = life_state(settings);
  // Whoever runs this before the daemon was started again has not been told yet.
  if (recovered.was == LifeState::kOk) recovered.was = check_start(identity, logs, ring, witness, marks);
  if (recovered.was == LifeState::kOk && when == RecoverWhen::kFaulty) return std::unexpected(RecoverFault::kSound);
  if (recovered.was == LifeState::kRevoked) return std::unexpected(RecoverFault::kRevoked);
  recovered.begun = next_number(identity, ring, witness);
  const wire::Grant& grant = identity.grant();
  if (recovered.begun >= grant.first_incarnation + grant.incarnations) return std::unexpected(RecoverFault::kNumbersUsedUp);
  if (ring.find(recovered.ended) == nullptr)
    throw store::WrongDatabase("the key file does not belong to this database; put both back from one backup");

  const protocol::LifeEnd end = end_of(recovered.ended, logs, ring, witness);
  recovered.ended_at = end.head;
  ring.add(recovered.begun, fresh_keys(logs, ring, world.entropy));
  const NodeKeys& keys = *ring.find(recovered.begun);
  // The keys first: without them the new life could not write. Broken off here, the next attempt takes the next number.
  ring.save(world.disk, files.keys);
  const crypto::Digest base = protocol::base_of_life(identity.grant_digest(), grant.first_incarnation, recovered.begun);
  store::Transaction transaction(database);
  logs.add_log({recovered.begun, wire::LogKind::kOffice, identity.office(), keys.sign.verify_key(), base, true});
  Identity::begin_life(settings, recovered.begun);
  OwnLives::note_succession(settings, recovered.begun, end);
  renumber_open_visits(database, logs, identity, recovered.begun);
  set_life_state(settings, LifeState::kOk);
  settings.set("refusal", std::string_view("none"));
  transaction.commit();
  keeper.write({recovered.begun, {0, base}, world.clock.read().boot_id, marks}, keys.sign);
  recovered.fingerprint = fingerprint_of(keys);
  return recovered;
}

bool shares_letters(const NodeFiles& files, NodeWorld world) {
  Node node(files, world, "");
  const base::Incarnation own = node.identity().incarnation();
  const std::optional<store::LogRecord> log = node.logs().log(own);
  return is_taken(node.logs(), letters_of(log->sign_key), own);
}

}  // namespace tirkeu::node
