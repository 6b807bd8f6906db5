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
                        const crypto::VerifyKey& root, const crypto::SignatureBytes& keys_signature) {
  settings.set("department.number", static_cast<std::int64_t>(number));
  settings.set("department.public_url", std::string_view(public_url));
  settings.set("department.epoch", base::ByteView(epoch));
  settings.set("department.root_key", base::ByteView(root.bytes));
  settings.set("department.keys_signature", base::ByteView(keys_signature));
}

Department::Department(store::Settings& settings) {
  const std::optional<std::int64_t> number = settings.integer("department.number");
  if (!number) throw store::WrongDatabase("the database holds no department: it was not made by `tirkeu-hub init`");
  number_ = static_cast<int>(*number);
  public_url_ = settings.text("department.public_url").value_or("");
  copy_exact(settings.bytes("department.epoch"), epoch_);
  epoch_number_ = static_cast<std::uint32_t>(settings.integer("department.epoch_number").value_or(0));
  copy_exact(settings.bytes("department.root_key"), root_.bytes);
  copy_exact(settings.bytes("department.keys_signature"), keys_signature_);
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
