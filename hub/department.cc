#include "hub/department.h"

#include <algorithm>

#include "schema/registry/offices.h"

namespace tirkeu::hub {
namespace {

template <std::size_t N>
void copy_exact(const std::optional<base::Bytes>& bytes, std::array<std::uint8_t, N>& target) {
  if (!bytes || bytes->size() != N) throw store::WrongDatabase("the hub's identity in the database is incomplete");
  std::ranges::copy(*bytes, target.begin());
}

}  // namespace

void Department::create(store::Settings& settings, int number, const std::string& public_url, const wire::Epoch& epoch,
                        const CertifiedKeys& keys, std::uint32_t epoch_number) {
  settings.set("department.number", static_cast<std::int64_t>(number));
  settings.set("department.public_url", std::string_view(public_url));
  settings.set("department.epoch", base::ByteView(epoch));
  if (epoch_number > 0) settings.set("department.epoch_number", static_cast<std::int64_t>(epoch_number));
  Department().take_keys(settings, keys);
}

Department::Department(store::Settings& settings) {
  const std::optional<std::int64_t> number = settings.integer("department.number");
  if (!number) throw store::WrongDatabase("the database holds no department: it was not made by `tirkeu-hub init`");
  number_ = static_cast<int>(*number);
  public_url_ = settings.text("department.public_url").value_or("");
  copy_exact(settings.bytes("department.epoch"), epoch_);
  epoch_number_ = static_cast<std::uint32_t>(settings.integer("department.epoch_number").value_or(0));
  copy_exact(settings.bytes("department.root_key"), roots_.first.bytes);
  copy_exact(settings.bytes("department.keys_signature"), keys_signature_);
  if (const std::optional<base::Bytes> bytes = settings.bytes("department.key_statement")) {
    wire::Decoded<wire::KeyStatement> statement = wire::decode_key_statement(*bytes);
    if (!statement) throw store::WrongDatabase("the root key's statement in the database is damaged: " + statement.error().what);
    statement_ = *std::move(statement);
    roots_.changes = statement_->roots;
  }
  const base::Bytes keys = settings.bytes("department.sign_keys").value_or(base::Bytes());
  for (base::ByteView rest(keys); rest.size() >= 32; rest = rest.subspan(32))
    std::ranges::copy(rest.first(32), sign_keys_.emplace_back().bytes.begin());
}

void Department::keep_sign_keys(store::Settings& settings) {
  base::Bytes keys;
  for (const crypto::VerifyKey& key : sign_keys_) base::append(keys, key.bytes);
  settings.set("department.sign_keys", base::ByteView(keys));
}

void Department::take_keys(store::Settings& settings, const CertifiedKeys& keys) {
  settings.set("department.root_key", base::ByteView(keys.roots.first.bytes));
  settings.set("department.keys_signature", base::ByteView(keys.keys_signature));
  if (keys.statement) settings.set("department.key_statement", base::ByteView(wire::encode(*keys.statement)));
  std::erase(sign_keys_, keys.sign_key);
  sign_keys_.insert(sign_keys_.begin(), keys.sign_key);
  keep_sign_keys(settings);
  roots_ = keys.roots;
  keys_signature_ = keys.keys_signature;
  statement_ = keys.statement;
}

void Department::remember_key(store::Settings& settings, const crypto::VerifyKey& sign_key) {
  if (std::ranges::find(sign_keys_, sign_key) != sign_keys_.end()) return;
  sign_keys_.push_back(sign_key);
  keep_sign_keys(settings);
}

void Department::begin_epoch(store::Settings& settings, const wire::Epoch& epoch, std::uint32_t number) {
  settings.set("department.epoch", base::ByteView(epoch));
  settings.set("department.epoch_number", static_cast<std::int64_t>(number));
  epoch_ = epoch;
  epoch_number_ = number;
}

std::string Department::office_code(int office) const { return registry::office_code(number_, office); }

std::string Department::code() const { return office_code(0); }

}  // namespace tirkeu::hub
