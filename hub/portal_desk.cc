#include "hub/portal_desk.h"

#include "sync/base/invariant.h"
#include "sync/daemon/portal.h"

namespace tirkeu::hub {

PortalDesk::PortalDesk(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger, HubTime& time,
                       const Department& department, const registry::RuleBook& rules)
    : database_(database),
      book_(book),
      cases_(cases),
      ledger_(ledger),
      time_(time),
      department_(department),
      rules_(rules),
      find_(database, "SELECT id FROM portal_request WHERE request_key = ?"),
      application_(database, "SELECT id FROM application WHERE portal_request = ? ORDER BY accepted_at DESC, id DESC LIMIT 1"),
      waiting_(database,
               "SELECT count(*) FROM portal_request WHERE NOT EXISTS"
               " (SELECT 1 FROM application WHERE application.portal_request = portal_request.id)") {}

std::optional<store::PortalRequest> PortalDesk::find(const std::string& portal, const std::string& key) {
  find_.bind(1, daemon::request_key(portal, key));
  std::optional<base::RowId> id;
  if (find_.step()) id = base::RowId{find_.integer(0)};
  find_.reset();
  return id ? book_.find<store::PortalRequest>(*id) : std::nullopt;
}

const registry::RuleSet& PortalDesk::rules_on(base::Instant instant, const registry::Office& office) const {
  return rules_.in_force(registry::zone_of(office).to_local(instant).day);
}

std::expected<store::PortalRequest, PortalFault> PortalDesk::take_in(const PortalWish& wish) {
  if (std::optional<store::PortalRequest> earlier = find(wish.portal, wish.key)) {
    const bool is_same = earlier->body == wish.body && earlier->signature == wish.signature &&
                         earlier->signature_kind == wish.signature_kind;
    if (!is_same) return std::unexpected(PortalFault::kOtherBody);
    return std::move(*earlier);
  }
  const registry::Office* office = registry::find_office(wish.office);
  if (office == nullptr || office->department != department_.number()) base::stop("a request is for an office of this department");
  store::PortalRequest fact;
  fact.office = wish.office;
  fact.request_key = daemon::request_key(wish.portal, wish.key);
  fact.body = wish.body;
  fact.signature = wish.signature;
  fact.signature_kind = wish.signature_kind;
  store::Transaction transaction(database_);
  fact.received_at = time_.take();
  if (!rules_on(fact.received_at, *office).portal) return std::unexpected(PortalFault::kNoPortal);
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().verdicts(office->number), fact.received_at, write);
  transaction.commit();
  return fact;
}

std::optional<store::CaseState> PortalDesk::application_of(base::RowId request) {
  application_.bind(1, request.value);
  std::optional<base::RowId> id;
  if (application_.step()) id = base::RowId{application_.integer(0)};
  application_.reset();
  return id ? cases_.find(*id) : std::nullopt;
}

base::Instant PortalDesk::due_at(const store::PortalRequest& request) const {
  return registry::due_time(request.received_at, rules_, *registry::find_office(request.office));
}

std::uint64_t PortalDesk::waiting() {
  waiting_.step();
  const auto count = static_cast<std::uint64_t>(waiting_.integer(0));
  waiting_.reset();
  return count;
}

}  // namespace tirkeu::hub
