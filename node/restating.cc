#include "node/restating.h"

#include <algorithm>

#include "node/fresh_keys.h"
#include "node/life_state.h"

namespace tirkeu::node {
namespace {

// The order as it is noted.
constexpr const char* kAddressed = "restate.addressed";  // our life whose key it was sealed to
constexpr const char* kGrant = "restate.grant";
constexpr const char* kSignature = "restate.grant_signature";
constexpr const char* kLife = "restate.life";
constexpr const char* kFrom = "restate.from";
constexpr const char* kHeld = "restate.held";
constexpr std::size_t kMark = wire::Prefix8{}.size();

crypto::SignatureBytes signature_of(const base::Bytes& bytes) {
  crypto::SignatureBytes signature{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), signature.size()), signature.begin());
  return signature;
}

}  // namespace

Restating::Restating(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, store::Settings& settings,
                     const Identity& identity, OwnLives& lives, const base::Limits& limits)
    : database_(database),
      logs_(logs),
      settings_(settings),
      identity_(identity),
      lives_(lives),
      restater_(database, logs, book, cases, static_cast<std::uint32_t>(identity.department()), limits) {}

bool Restating::is_for_us(const wire::Receipt& receipt, const wire::Restatement& order) {
  const base::Incarnation addressed = receipt.incarnation;
  const NodeKeys* keys = lives_.keys_of(addressed);
  const std::optional<store::LogRecord> log = logs_.log(addressed);
  // A life that was said again is no log of ours any more: the order was carried out.
  if (keys == nullptr || !log || !log->own || log->sign_key != keys->sign.verify_key()) return false;
  const std::optional<store::LogRecord> oldest = logs_.log(order.life);
  if (order.life > addressed || !oldest || !oldest->own) return false;
  // A copy of this machine has the same old key. One that went on by itself, and that the hub heard, is not meant.
  if (lives_.is_closed(addressed))
    for (const store::LogRecord& later : logs_.logs())
      if (later.own && later.incarnation >= addressed && logs_.newest_receipt(later.incarnation)) return false;
  const wire::Decoded<wire::Grant> grant = wire::decode_grant(order.grant);
  const wire::Grant& ours = identity_.grant();
  return grant && grant->hub_sign_key == ours.hub_sign_key && grant->root_key == ours.root_key && grant->department == ours.department &&
         grant->office == ours.office && grant->first_incarnation > identity_.incarnation() &&
         ours.hub_sign_key.verify(crypto::Label::kGrant, order.grant, order.grant_signature);
}

bool Restating::note(const wire::Receipt& receipt, const wire::Restatement& order) {
  if (!is_for_us(receipt, order)) return false;
  base::Bytes held;
  for (const wire::Prefix8& digest : order.held) base::append(held, digest);
  settings_.set(kAddressed, static_cast<std::int64_t>(receipt.incarnation));
  settings_.set(kGrant, base::ByteView(order.grant));
  settings_.set(kSignature, base::ByteView(order.grant_signature));
  settings_.set(kLife, static_cast<std::int64_t>(order.life));
  settings_.set(kFrom, static_cast<std::int64_t>(order.from));
  settings_.set(kHeld, base::ByteView(held));
  return true;
}

bool Restating::is_ordered() { return settings_.integer(kAddressed).has_value(); }

void Restating::forget_order() {
  for (const char* const name : {kAddressed, kGrant, kSignature, kLife, kFrom, kHeld}) settings_.remove(name);
}

base::Sequence Restating::first_unheld(base::Incarnation life) {
  const base::Sequence head = logs_.head(life).sequence;
  const auto from = static_cast<base::Sequence>(settings_.integer(kFrom).value_or(1));
  const base::Bytes held = settings_.bytes(kHeld).value_or(base::Bytes());
  // What a receipt acknowledged is held. Behind it the hub may hold more than it could tell us.
  base::Sequence first = std::max(from, lives_.held(life) + 1);
  for (; first <= head && (first - from + 1) * kMark <= held.size(); ++first) {
    const auto theirs = held.begin() + static_cast<std::ptrdiff_t>((first - from) * kMark);
    const wire::Prefix8 ours = wire::prefix8(*logs_.digest_at(life, first));
    if (!std::equal(ours.begin(), ours.end(), theirs)) break;
  }
  return std::min(first, head + 1);
}

std::vector<store::Restater::Branch> Restating::branches() {
  const auto oldest = static_cast<base::Incarnation>(settings_.integer(kLife).value_or(0));
  std::vector<store::Restater::Branch> branches;
  for (const store::LogRecord& log : logs_.logs()) {
    if (!log.own || log.incarnation < oldest || log.incarnation > identity_.incarnation()) continue;
    branches.push_back({log.incarnation, log.incarnation == oldest ? first_unheld(oldest) : 1});
  }
  return branches;
}

void Restating::rename_local_rows() {
  database_.execute(
      "UPDATE open_visit SET id = (SELECT new_id FROM replaced_row WHERE old_id = open_visit.id)"
      " WHERE id IN (SELECT old_id FROM replaced_row WHERE leaving = 1)");
  database_.execute(
      "UPDATE audit_pending SET record_id = (SELECT new_id FROM replaced_row WHERE old_id = audit_pending.record_id)"
      " WHERE record_id IN (SELECT old_id FROM replaced_row WHERE leaving = 1)");
}

std::optional<Restating::Begun> Restating::carry_out(KeyRing& ring, base::Disk& disk, const std::filesystem::path& keys_file,
                                                     base::Entropy& entropy, base::Instant now) {
  const auto addressed = static_cast<base::Incarnation>(settings_.integer(kAddressed).value_or(0));
  const base::Bytes grant_bytes = settings_.bytes(kGrant).value_or(base::Bytes());
  const crypto::SignatureBytes signature = signature_of(settings_.bytes(kSignature).value_or(base::Bytes()));
  const wire::Decoded<wire::Grant> grant = wire::decode_grant(grant_bytes);
  // Above every number that this machine has keys for: an attempt that was broken off used one up.
  const base::Incarnation begun = grant ? std::max(grant->first_incarnation, ring.lives().rbegin()->first + 1) : 0;
  if (!grant || begun >= grant->first_incarnation + grant->incarnations) {
    store::Transaction transaction(database_);
    forget_order();
    transaction.commit();
    return std::nullopt;
  }
  ring.add(begun, fresh_keys(logs_, ring, entropy));
  const NodeKeys& keys = *ring.find(begun);
  // The keys first: without them the new life could not write.
  ring.save(disk, keys_file);

  store::Transaction transaction(database_);
  const store::Head end = logs_.head(addressed);
  const crypto::Digest base = protocol::base_of_life(wire::grant_digest(grant_bytes), grant->first_incarnation, begun);
  logs_.add_log({begun, wire::LogKind::kOffice, identity_.office(), keys.sign.verify_key(), base, true});
  std::vector<base::RowId> waiting;
  store::Statement open(database_, "SELECT id FROM open_visit ORDER BY id");
  while (open.step()) waiting.push_back({open.integer(0)});
  std::vector<store::Restater::Branch> to_say = branches();
  std::erase_if(to_say, [&](const store::Restater::Branch& branch) { return branch.log == begun; });
  const std::function<void()> beside = [this] { rename_local_rows(); };
  const std::uint64_t entries = restater_.restate(transaction, to_say, waiting, {begun, keys.sign, identity_.office_code(), now}, beside);
  Identity::begin_life(settings_, begun, grant_bytes, signature);
  OwnLives::note_succession(settings_, begun, {addressed, end.sequence, end.digest});
  set_life_state(settings_, LifeState::kOk);
  settings_.set("refusal", std::string_view("none"));
  settings_.set("restated.entries", static_cast<std::int64_t>(entries));
  settings_.set("restated.at", static_cast<std::int64_t>(now.time_since_epoch().count()));
  forget_order();
  transaction.commit();
  return Begun{begun, entries};
}

}  // namespace tirkeu::node
