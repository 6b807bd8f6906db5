// The body of a portal's request: what was taken is text that is kept word for word, and JSON again.
#include "hub/department.h"
#include "hub/portal_body.h"
#include "schema/registry/rule_set.h"
#include "sync/store/fault_vfs.h"
#include "tests/fuzz/json_body.h"

namespace {

using namespace tirkeu;

/// A department of which nothing but its number matters here.
struct Sixth {
  store::FaultDisk disk{"portal"};
  store::Database database{"hub.db", store::DatabaseOptions{store::DatabaseKind::kHub, true, false, disk.vfs(), 100}};
  store::Settings settings{database};

  hub::Department department() {
    store::Transaction transaction(database);
    hub::Department::create(settings, 6, "http://hub.invalid", {}, {}, {});
    transaction.commit();
    return hub::Department(settings);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Sixth sixth;
  static const hub::Department department = sixth.department();
  const base::Bytes bytes = fuzz::exact(data, size);
  const auto body = fuzz::json_body(bytes);
  if (!body) return 0;
  const hub::ReadPortalWish read =
      hub::read_portal_wish(*body, base::text_of(bytes), department, registry::newest_rule_set(), std::chrono::year(2026) / 11 / 21);
  fuzz::expect_sayable(read.findings);
  if (!read.findings.empty()) return 0;
  fuzz::expect(!read.wish.signature.empty() && read.wish.signature.size() <= hub::kSignatureBytesMax);
  fuzz::expect(fuzz::json_body(base::Bytes(read.wish.body.begin(), read.wish.body.end())).has_value());
  return 0;
}
