#include "hub/hub.h"

#include <stdexcept>

namespace tirkeu::hub {

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
  const HubKeys keys = HubKeys::generate(world.entropy);
  const crypto::SigningKey root = crypto::SigningKey::generate(world.entropy);
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
  Department::create(settings, create_options.department, create_options.public_url, epoch, root.verify_key(),
                     root.sign(crypto::Label::kHubKeys, keys.public_bytes()));
  Ledger::create_logs(logs, epoch, EpochLogs(0), create_options.department, keys.sign.verify_key());
  HubTime time(settings, world.clock);
  IndexKeeper::create_generation(database, 1, world.entropy, time.take());
  PersonKeeper::mark_new(settings);
  save_root_key(world.disk, files.root_key, root, create_options.root_passphrase, world.entropy, create_options.root_cost);
  keys.save(world.disk, files.keys);
  transaction.commit();
  HubWitness{}.save(world.disk, files.witness, keys.sign);
  return Created{crypto::fingerprint(keys.public_bytes()), crypto::fingerprint(root.verify_key().bytes)};
}

Hub::Hub(const HubFiles& files, HubWorld world, std::string program)
    : tagger_(world.tagger), files_(world.disk), witness_(files.witness) {
  keys_ = std::make_unique<HubKeys>(HubKeys::load(world.disk, files.keys));
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
  if (!log || log->sign_key != keys_->sign.verify_key())
    throw store::WrongDatabase("the key file does not belong to this database; put both back from one backup");
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
  restoration_ = std::make_unique<Restoration>(*database_, *logs_, *book_, *cases_, *nodes_, *epochs_, *rule_desk_, *department_, *keys_,
                                               *time_, world.entropy, world.limits);
  quarantine_ = std::make_unique<Quarantine>(*database_, world.quarantine);
  restates_ = std::make_unique<RestateDesk>(*database_, *logs_, *book_, *nodes_, *enrolment_desk_, *quarantine_, *keys_, world.limits);
  admission_ = std::make_unique<Admission>(*database_, *logs_, *book_, *cases_, *nodes_, *adjudication_, *index_, *persons_, *answers_, *fleet_,
                                           *restoration_, *quarantine_, *restates_, *department_, *keys_, *time_, rule_desk_->rules(),
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
