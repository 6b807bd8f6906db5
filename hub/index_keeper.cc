#include "hub/index_keeper.h"

#include "schema/registry/blind_text.h"
#include "schema/registry/offices.h"

namespace tirkeu::hub {

IndexKeeper::IndexKeeper(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger,
                         base::Entropy& entropy)
    : database_(database),
      book_(book),
      cases_(cases),
      ledger_(ledger),
      entropy_(entropy),
      want_(database, "INSERT OR IGNORE INTO index_wanted (application_id) VALUES (?)"),
      unwant_(database, "DELETE FROM index_wanted WHERE application_id = ?"),
      list_(database, "SELECT application_id FROM index_wanted ORDER BY application_id LIMIT ?"),
      generation_(database, "SELECT generation, key FROM index_generation ORDER BY generation DESC LIMIT 1"),
      living_(database,
              "SELECT generation, key FROM index_generation WHERE generation = (SELECT max(generation) FROM index_generation)"
              " OR EXISTS (SELECT 1 FROM index_entry WHERE index_entry.generation = index_generation.generation"
              " AND NOT EXISTS (SELECT 1 FROM index_ended WHERE index_entry_id = index_entry.id)) ORDER BY generation") {}

void IndexKeeper::create_generation(store::Database& database, std::int64_t generation, base::Entropy& entropy, base::Instant at) {
  std::array<std::uint8_t, 32> key{};
  entropy.fill(key);
  store::Statement insert(database, "INSERT INTO index_generation (generation, key, made_at) VALUES (?, ?, ?)");
  insert.bind(1, generation).bind(2, key).bind(3, static_cast<std::int64_t>(at.time_since_epoch().count())).run();
}

IndexKeeper::Generation IndexKeeper::newest_generation() {
  generation_.step();
  Generation generation{generation_.integer(0), generation_.blob(1)};
  generation_.reset();
  return generation;
}

std::vector<IndexKeeper::Generation> IndexKeeper::living_generations() {
  std::vector<Generation> living;
  while (living_.step()) living.push_back({living_.integer(0), living_.blob(1)});
  return living;
}

void IndexKeeper::want(base::RowId application) {
  if (book_.index_entries_of(application).empty()) want_.bind(1, application.value).run();
}

void IndexKeeper::end(store::Transaction& transaction, base::RowId application, const std::string& cause, base::Instant at) {
  unwant_.bind(1, application.value).run();
  const std::vector<store::IndexEntry> entries = book_.index_entries_of(application);
  if (entries.empty()) return;
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    for (const store::IndexEntry& entry : entries)
      writing.add(store::IndexEnded{writing.mint(), entry.id, registry::local_day(entry.office, at), cause});
  };
  ledger_.append(transaction, ledger_.numbers().index(), at, write);
}

void IndexKeeper::supersede(store::Transaction& transaction, base::RowId application, base::Instant at) {
  // A new entry costs two rows at every office of the department; most corrections are of a name or an address.
  const std::vector<store::IndexEntry> entries = book_.index_entries_of(application);
  if (entries.empty()) return;
  const std::vector<store::Correction> corrections = book_.corrections(application);
  const registry::Application accepted = book_.acceptance(application)->application;
  const auto says = [](const registry::Application& particulars) {
    return registry::blind_text(particulars.document, particulars.applicant.birth_date);
  };
  // Compared with all earlier states: which of them the tag was computed over is not written down.
  const registry::Application& present = corrections.back().corrected;
  bool same = says(accepted) == says(present) && entries.back().entry_date == present.migration_card.entry_date;
  for (const store::Correction& correction : corrections) same = same && says(correction.corrected) == says(present);
  if (!same) end(transaction, application, "superseded", at);
}

void IndexKeeper::hand_keys_to(store::Transaction& transaction, const NodeRecord& node, base::Instant at) {
  hand(transaction, node, living_generations(), at);
}

void IndexKeeper::hand(store::Transaction& transaction, const NodeRecord& node, const std::vector<Generation>& generations, base::Instant at) {
  const crypto::KeyId sealed_to = crypto::key_id(node.seal_key.bytes);
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    for (const Generation& generation : generations) {
      store::IndexKey fact;
      fact.id = writing.mint();
      fact.generation = generation.number;
      fact.sealed_to.assign(sealed_to.begin(), sealed_to.end());
      fact.sealed = crypto::seal(generation.key, node.seal_key, entropy_);
      writing.add(fact);
    }
  };
  ledger_.append(transaction, ledger_.numbers().verdicts(node.office), at, write);
}

std::int64_t IndexKeeper::rotate(Nodes& nodes, HubTime& time) {
  store::Transaction transaction(database_);
  const base::Instant at = time.take();
  const std::int64_t number = newest_generation().number + 1;
  create_generation(database_, number, entropy_, at);
  const std::vector<Generation> begun{newest_generation()};
  for (const NodeRecord& node : nodes.all())
    if (node.state == NodeState::kActive) hand(transaction, node, begun, at);
  transaction.commit();
  return number;
}

std::vector<IndexKeeper::Wanted> IndexKeeper::wanted(std::size_t count_max) {
  std::vector<Wanted> all;
  list_.bind(1, static_cast<std::int64_t>(count_max));
  while (list_.step()) all.push_back(Wanted{base::RowId{list_.integer(0)}, "", 0});
  for (Wanted& one : all)
    if (const std::optional<registry::Application> application = book_.present_application(one.application))
      one.text = registry::blind_text(application->document, application->applicant.birth_date);
  return all;
}

void IndexKeeper::publish(const std::vector<Wanted>& tagged, std::int64_t generation, HubTime& time) {
  if (tagged.empty()) return;
  store::Transaction transaction(database_);
  const base::Instant at = time.take();
  std::vector<store::IndexEntry> entries;
  for (const Wanted& one : tagged) {
    unwant_.bind(1, one.application.value);
    // Somebody may have ended it, or corrected it to another text, while its tag was being computed.
    const std::optional<registry::Application> present = book_.present_application(one.application);
    const std::optional<store::CaseState> state = cases_.find(one.application);
    if (unwant_.run() == 0 || !present || !state) continue;
    if (registry::blind_text(present->document, present->applicant.birth_date) != one.text) {
      want_.bind(1, one.application.value).run();
      continue;
    }
    store::IndexEntry entry;
    entry.application = one.application;
    entry.generation = generation;
    entry.tag = one.tag;
    entry.office = state->office;
    entry.ticket_number = state->ticket_number;
    entry.accepted_on = registry::local_day(state->office, state->accepted_at);
    entry.entry_date = state->entry_date;
    entries.push_back(std::move(entry));
  }
  if (!entries.empty()) {
    const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
      for (store::IndexEntry& entry : entries) {
        entry.id = writing.mint();
        writing.add(entry);
      }
    };
    ledger_.append(transaction, ledger_.numbers().index(), at, write);
  }
  transaction.commit();
}

}  // namespace tirkeu::hub
