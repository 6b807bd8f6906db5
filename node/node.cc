#include "node/node.h"

#include <stdexcept>

#include "node/start_check.h"

namespace tirkeu::node {

NodeFiles NodeFiles::in(const std::filesystem::path& data_folder) {
  std::filesystem::path witness = data_folder;
  // "data/" and "data" are one folder.
  if (!witness.has_filename()) witness = witness.parent_path();
  witness += ".witness";
  return NodeFiles{(data_folder / "node.db").string(), data_folder / "node.keys", "", witness};
}

std::filesystem::path NodeFiles::witness_path() const {
  if (!witness.empty()) return witness;
  std::filesystem::path beside = keys;
  beside += ".witness";
  return beside;
}

void Node::create(const NodeFiles& files, const protocol::Enrolment& enrolment, NodeWorld world, std::optional<NodeKeys> requested) {
  if (world.disk.read(files.keys, 4096))
    throw std::runtime_error(files.keys.string() + ": a node lives here already; choose an empty folder, or `tirkeu-node recover`");
  const base::Incarnation incarnation = enrolment.grant.first_incarnation;
  KeyRing ring;
  ring.add(incarnation, requested ? std::move(*requested) : NodeKeys::generate(world.entropy));
  const NodeKeys& keys = *ring.find(incarnation);
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  options.create = true;
  options.vfs = files.vfs;
  store::Database database(files.database, options);
  store::LogStore logs(database);
  store::Settings settings(database);
  store::Transaction transaction(database);
  Identity::create(settings, enrolment, incarnation);
  logs.add_log({incarnation, wire::LogKind::kOffice, enrolment.grant.office, keys.sign.verify_key(),
                wire::grant_digest(enrolment.grant_bytes), true});
  for (const wire::LogBase& log : enrolment.grant.hub_logs)
    logs.add_log({log.incarnation, log.kind, log.kind == wire::LogKind::kVerdicts ? enrolment.grant.office : -1,
                  enrolment.grant.hub_sign_key, log.base, false});
  // Keys and witness come last but before the commit: without them the database is of no use, and with them alone there is none.
  ring.save(world.disk, files.keys);
  WitnessKeeper(world.disk, files.witness_path())
      .write({incarnation, logs.head(incarnation), world.clock.read().boot_id, witness_marks(world.machine)}, keys.sign);
  transaction.commit();
}

Node::Node(const NodeFiles& files, NodeWorld world, std::string program)
    : clock_(world.clock),
      witness_(world.disk, files.witness_path()),
      marks_(witness_marks(world.machine)),
      keys_(KeyRing::load(world.disk, files.keys)) {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  options.vfs = files.vfs;
  database_ = std::make_unique<store::Database>(files.database, options);
  logs_ = std::make_unique<store::LogStore>(*database_);
  book_ = std::make_unique<store::Book>(*database_);
  cases_ = std::make_unique<store::Cases>(*database_, *book_);
  settings_ = std::make_unique<store::Settings>(*database_);
  identity_ = std::make_unique<Identity>(*settings_);
  const std::optional<store::LogRecord> own = logs_->log(identity_->incarnation());
  const NodeKeys* keys = keys_.find(identity_->incarnation());
  if (!own || keys == nullptr || own->sign_key != keys->sign.verify_key())
    throw store::WrongDatabase("the key file does not belong to this database; put both back from one backup, or `tirkeu-node recover`");
  lives_ = std::make_unique<OwnLives>(*logs_, *settings_, *identity_, keys_);
  check_life();
  journal_ = std::make_unique<Journal>(*database_, *logs_, *book_, *cases_, *identity_, *lives_, world.clock, world.limits);
  first_check_ =
      std::make_unique<FirstCheck>(*database_, *book_, *cases_, *settings_, *identity_, keys_, world.tagger);
  const auto& public_key = keys->sign.verify_key().bytes;
  const auto key_prefix = static_cast<std::uint16_t>(public_key[0] << 8 | public_key[1]);
  counter_ = std::make_unique<Counter>(*database_, *journal_, *book_, *cases_, *first_check_, *settings_, *identity_, rule_book_, key_prefix);
  stay_desk_ = std::make_unique<StayDesk>(*database_, *journal_, *book_, *cases_, *identity_, *counter_);
  attachments_ = std::make_unique<AttachmentDesk>(*database_, *journal_, *book_, *counter_);
  visits_ = std::make_unique<VisitQueue>(*database_, *journal_, *book_, *identity_, *counter_);
  opinions_ = std::make_unique<OpinionDesk>(*database_, *journal_, *book_, *identity_, *counter_);
  audit_ = std::make_unique<AuditTrail>(*database_, *journal_, *identity_, *counter_);
  round_ = std::make_unique<Round>(*database_, *logs_, *cases_, *settings_, *identity_, *lives_, world.clock, world.entropy,
                                   world.limits, std::move(program));
  learn_rules();
  round_->after_take_down([this] { learn_rules(); });
  round_->before_make_up([this] { audit_->flush(); });
  round_->before_leaving([this](const store::Head& head) { bear_witness(head); });
}

Node::~Node() = default;

void Node::check_life() {
  if (life_state(*settings_) != LifeState::kOk) return;
  const LifeState found = check_start(*identity_, *logs_, keys_, witness_.read(), marks_);
  if (found == LifeState::kOk) {
    try {
      bear_witness(logs_->head(identity_->incarnation()));
    } catch (const base::DiskError&) {
      // The office can work; the next round tries again, and says why nothing leaves.
    }
    return;
  }
  store::Transaction transaction(*database_);
  set_life_state(*settings_, found);
  transaction.commit();
}

void Node::bear_witness(const store::Head& head) {
  if (!may_write()) return;
  const base::Incarnation life = identity_->incarnation();
  witness_.write({life, head, clock_.read().boot_id, marks_}, keys_.find(life)->sign);
}

void Node::learn_rules() {
  for (const store::RuleSetIssue& issue : book_->rule_sets()) static_cast<void>(rule_book_.add(issue.content));
}

bool Node::may_write() {
  return life_state(*settings_) == LifeState::kOk;
}

NodeStatus Node::status() {
  NodeStatus status;
  status.office = identity_->office_code();
  status.incarnation = identity_->incarnation();
  status.sequence = logs_->head(status.incarnation).sequence;
  if (const std::optional<store::StoredReceipt> receipt = logs_->newest_receipt(status.incarnation)) {
    status.receipted = receipt->held_through;
    status.last_hub_time = receipt->hub_time;
  }
  status.unsent = status.sequence - status.receipted + lives_->unsent_besides(status.incarnation);
  const base::Incarnation next = lives_->to_send();
  if (const std::optional<store::StoredEntry> oldest = logs_->entry(next, lives_->held(next) + 1))
    status.oldest_unsent_at = oldest->recorded_at;
  if (const std::optional<std::int64_t> at = settings_->integer("round.at"))
    status.last_round_at = base::Instant(base::Milliseconds(*at));
  status.index = first_check_->horizon();
  status.clock = journal_->read_clock().flags;
  status.life = life_state(*settings_);
  status.state = code_of(status.life);
  status.refusal = settings_->text("refusal").value_or("none");
  status.to_tell = cases_->count("annulled");
  status.in_review = cases_->count("review");
  // Of a closed life that the hub has yet to bind, as long as there is one: that is what people compare.
  status.fingerprint = fingerprint_of(*keys_.find(logs_->newest_receipt(next) ? status.incarnation : next));
  return status;
}

}  // namespace tirkeu::node
