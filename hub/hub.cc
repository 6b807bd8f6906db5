#include "hub/hub.h"

#include <stdexcept>

#include "sync/base/invariant.h"

namespace tirkeu::hub {

namespace {

/// Epochs of a hub that was made anew under an old root key are numbered from here on, and 256 numbers are drawn from, so that a second
/// such hub seldom begins where the first one did.
constexpr std::uint32_t kReplacingEpoch = 512;

/// The pair that the database names: a change that was broken off has left the next one beside it.
std::unique_ptr<HubKeys> keys_named_by(const store::LogRecord& log, base::Disk& disk, const std::filesystem::path& path) {
  auto keys = std::make_unique<HubKeys>(HubKeys::load(disk, path));
  const std::filesystem::path prepared = prepared_keys_file(path);
  if (!disk.read(prepared, 1u << 16)) return keys;
  if (log.sign_key != keys->sign.verify_key()) {
    HubKeys next = HubKeys::load(disk, prepared);
    if (log.sign_key != next.sign.verify_key()) return keys;
    next.save(disk, path);
    keys = std::make_unique<HubKeys>(std::move(next));
  }
  disk.remove(prepared);
  return keys;
}

}  // namespace

HubFiles HubFiles::in(const std::filesystem::path& data_folder) {
  std::filesystem::path root = data_folder;
  root += ".root";
  std::filesystem::path witness = data_folder;
  witness += ".witness";
  return HubFiles{(data_folder / "hub.db").string(), data_folder / "hub.keys", root, witness, ""};
}

Hub::Created Hub::create(const HubFiles& files, const CreateOptions& create_options, HubWorld world) {
  if (world.disk.read(files.keys, 4096))
    throw std::runtime_error(files.keys.string() + ": a hub lives here already; choose an empty folder");
  const std::optional<RootKey> made = create_options.root == nullptr ? std::optional(RootKey::first(world.entropy)) : std::nullopt;
  const RootKey& root = made ? *made : *create_options.root;
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  options.create = true;
  options.vfs = files.vfs;
  store::Database database(files.database, options);
  store::LogStore logs(database);
  store::Settings settings(database);
  store::Transaction transaction(database);
  wire::Epoch epoch{};
  world.entropy.fill(epoch);
  const KeyStanding standing{static_cast<std::uint8_t>(create_options.department), 0, root.chain, world.clock.now()};
  const std::expected<KeyChange, RootKeyFault> certified = make_change(standing, root, world.entropy);
  base::require(certified.has_value(), "a root key certifies for the chain that it ends");
  const HubKeys keys{crypto::SigningKey::from_seed(certified->sign.seed()), crypto::SealingKey::from_secret(certified->seal.secret())};
  CertifiedKeys known{root.chain, keys.sign.verify_key(), certified->keys_signature, {}};
  // What the hub before it had numbered must be taken back under its own numbers, so this one begins far above them.
  const std::uint32_t epoch_number = made ? 0 : kReplacingEpoch + epoch[0];
  if (!made) known.statement = certified->statement;
  Department::create(settings, create_options.department, create_options.public_url, epoch, known, epoch_number);
  Ledger::create_logs(logs, epoch, EpochLogs(epoch_number), create_options.department, keys.sign.verify_key());
  HubTime time(settings, world.clock);
  IndexKeeper::create_generation(database, 1, world.entropy, time.take());
  PersonKeeper::mark_new(settings);
  if (made) save_root_key(world.disk, files.root_key, root, create_options.root_passphrase, world.entropy, create_options.root_cost);
  keys.save(world.disk, files.keys);
  transaction.commit();
  HubWitness{}.save(world.disk, files.witness, keys.sign);
  return Created{crypto::fingerprint(keys.public_bytes()), crypto::fingerprint(root.key.verify_key().bytes)};
}

Hub::Hub(const HubFiles& files, HubWorld world, std::string program)
    : tagger_(world.tagger), files_(world.disk), witness_(files.witness), keys_file_(files.keys) {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  options.vfs = files.vfs;
  database_ = std::make_unique<store::Database>(files.database, options);
  logs_ = std::make_unique<store::LogStore>(*database_);
  book_ = std::make_unique<store::Book>(*database_);
  cases_ = std::make_unique<store::Cases>(*database_, *book_);
  settings_ = std::make_unique<store::Settings>(*database_);
  department_ = std::make_unique<Department>(*settings_);
  const std::optional<store::LogRecord> log = logs_->log(department_->logs().department());
  if (log) keys_ = keys_named_by(*log, world.disk, files.keys);
  if (!keys_ || log->sign_key != keys_->sign.verify_key())
    throw store::WrongDatabase("the key file does not belong to this database; put both back from one backup");
  if (std::ranges::find(department_->sign_keys(), log->sign_key) == department_->sign_keys().end()) {
    // Made by the first release, which had no keys but these.
    store::Transaction transaction(*database_);
    department_->remember_key(*settings_, log->sign_key);
    transaction.commit();
  }
  time_ = std::make_unique<HubTime>(*settings_, world.clock);
  ledger_ = std::make_unique<Ledger>(*database_, *logs_, *book_, *department_, *keys_, *time_, world.limits);
  nodes_ = std::make_unique<Nodes>(*database_);
  epochs_ = std::make_unique<Epochs>(*database_, *logs_, *settings_, *nodes_, *department_, *keys_, *time_, world.entropy);
  epochs_->check(HubWitness::load(world.disk, witness_, keys_->sign));
  note_witness();
  enrolment_desk_ = std::make_unique<EnrolmentDesk>(*database_, *logs_, *nodes_, *department_, *keys_, *time_, world.entropy,
                                                    world.limits);
  index_ = std::make_unique<IndexKeeper>(*database_, *book_, *cases_, *ledger_, world.entropy);
  persons_ = std::make_unique<PersonKeeper>(*database_, *book_, *ledger_, *time_);
  persons_->make_up(*settings_);
  adjudication_ = std::make_unique<Adjudication>(*database_, *book_, *cases_, *ledger_, *index_);
  answers_ = std::make_unique<AnswerDesk>(*logs_, *nodes_, *department_, *keys_, world.entropy, world.limits, std::move(program));
  fleet_ = std::make_unique<Fleet>(*database_, *logs_, *nodes_, *ledger_, *department_, *time_);
  rule_desk_ = std::make_unique<RuleDesk>(*database_, *book_, *ledger_, *time_);
  restoration_ = std::make_unique<Restoration>(*database_, *logs_, *book_, *cases_, *nodes_, *epochs_, *rule_desk_, *department_, *settings_,
                                               *time_, world.entropy, world.limits);
  admission_ = std::make_unique<Admission>(*database_, *logs_, *book_, *cases_, *nodes_, *adjudication_, *index_, *persons_, *answers_, *fleet_,
                                           *restoration_, *department_, *keys_, *time_, rule_desk_->rules(),
                                           AdmissionSettings{world.clock_uncertainty, world.limits});
  review_desk_ = std::make_unique<ReviewDesk>(*database_, *book_, *adjudication_, *ledger_, *time_);
  transfer_desk_ = std::make_unique<TransferDesk>(*database_, *cases_, *adjudication_, *ledger_, *time_, *department_);
  complaints_ = std::make_unique<ComplaintDesk>(*database_, *book_, *ledger_, *time_, *department_, rule_desk_->rules());
  audit_ = std::make_unique<AuditDesk>(*database_, *ledger_, *time_, *department_);
  portal_tokens_ = std::make_unique<PortalTokens>(*database_, *time_, world.entropy);
  portal_desk_ = std::make_unique<PortalDesk>(*database_, *book_, *cases_, *ledger_, *time_, *department_, rule_desk_->rules());
}

Hub::~Hub() = default;

std::size_t Hub::make_index_entries(std::size_t count_max) {
  std::vector<IndexKeeper::Wanted> wanted = index_->wanted(count_max);
  const IndexKeeper::Generation generation = index_->newest_generation();
  for (IndexKeeper::Wanted& one : wanted) one.tag = tagger_.tag(generation.key, one.text);
  index_->publish(wanted, generation.number, *time_);
  return wanted.size();
}

void Hub::note_witness() {
  const HubWitness now = epochs_->witness();
  base::Bytes content = now.encoded();
  if (content == witnessed_) return;
  now.save(files_, witness_, keys_->sign);
  witnessed_ = std::move(content);
}

std::string Hub::fingerprint() const { return crypto::fingerprint(keys_->public_bytes()); }

KeyStanding Hub::key_standing() {
  return {static_cast<std::uint8_t>(department_->number()), department_->serial(), department_->roots(), time_->now()};
}

bool Hub::change_keys(const KeyChange& change) {
  protocol::TrustedKeys known;
  known.department = static_cast<std::uint8_t>(department_->number());
  known.root = department_->root_key();
  known.root_serial = department_->roots().changes.empty() ? 0 : department_->roots().changes.back().serial;
  known.serial = department_->serial();
  const auto followed = protocol::follow(known, change.statement);
  HubKeys next = keys_->followed_by(change.sign, change.seal);
  const bool of_pair = change.statement.sign_key == next.sign.verify_key() && change.statement.seal_key == next.seal.seal_to();
  if (!followed || !of_pair || !followed->root.verify(crypto::Label::kHubKeys, next.public_bytes(), change.keys_signature)) return false;
  protocol::RootChain roots{department_->roots().first, change.statement.roots};
  if (roots.newest() != followed->root || !std::ranges::equal(department_->roots().changes, std::span(roots.changes).first(std::min(
                                              roots.changes.size(), department_->roots().changes.size()))))
    return false;

  next.save(files_, prepared_keys_file(keys_file_));
  HubKeys before = std::exchange(*keys_, std::move(next));
  try {
    epochs_->begin_with_new_keys([&](Department& department) {
      department.take_keys(*settings_, {roots, keys_->sign.verify_key(), change.keys_signature, change.statement});
    });
  } catch (...) {
    *keys_ = std::move(before);
    throw;
  }
  keys_->save(files_, keys_file_);
  files_.remove(prepared_keys_file(keys_file_));
  witnessed_.clear();
  note_witness();
  return true;
}

HubStatus Hub::status() {
  HubStatus status;
  status.department = department_->code();
  const auto count = [](store::Statement& statement) {
    statement.step();
    const auto value = static_cast<std::uint64_t>(statement.integer(0));
    statement.reset();
    return value;
  };
  store::Statement applications(*database_, "SELECT count(*) FROM case_state");
  store::Statement duplicates(*database_, "SELECT count(*) FROM duplicate WHERE state = 'open'");
  store::Statement persons(*database_, "SELECT count(*) FROM person_pair WHERE state = 'open'");
  store::Statement waiting(*database_, "SELECT count(*) FROM index_wanted");
  store::Statement quarantined(*database_, "SELECT count(*) FROM quarantine WHERE settled_at IS NULL");
  status.applications = count(applications);
  status.open_duplicates = count(duplicates);
  status.open_persons = count(persons);
  status.open_complaints = complaints_->open();
  status.portal_waiting = portal_desk_->waiting();
  status.index_waiting = count(waiting);
  status.quarantined = count(quarantined);
  status.clock_behind = time_->behind();
  status.department_sequence = logs_->head(department_->logs().department()).sequence;
  status.index_sequence = logs_->head(department_->logs().index()).sequence;
  return status;
}

}  // namespace tirkeu::hub
