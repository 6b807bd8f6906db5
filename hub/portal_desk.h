// Applications from the e-government portal (cl. 1, 5, 7.4, 11): taken in here at any hour, routed to the office of the place of stay,
// and told back to the portal as that office decides.
//
// A request is a fact in the verdict log of its office: its bytes as received, and the filer's digital signature as received, which
// nobody here has verified and nothing here calls verified. It is on the disk before it is answered. The portal's key names it for
// good: the same key with the same bytes is the same request, with others a conflict. What became of it is not stored but seen from
// the application that names it, once the office's entries have arrived.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "hub/ledger.h"
#include "schema/registry/offices.h"
#include "schema/registry/rule_book.h"
#include "sync/store/cases.h"

namespace tirkeu::hub {

struct PortalWish {
  std::string portal;  ///< name of the token
  std::string key;     ///< the portal's own, without blanks
  std::string office;  ///< of the place of stay, of this department
  std::string body;    ///< the application's JSON as received
  std::string signature_kind;
  base::Bytes signature;
};

enum class PortalFault {
  kOtherBody,  ///< the key was used for another request
  kNoPortal,   ///< the wording in force knows no portal
};

class PortalDesk {
 public:
  /// Everything outlives the desk.
  PortalDesk(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger, HubTime& time,
             const Department& department, const registry::RuleBook& rules);

  std::expected<store::PortalRequest, PortalFault> take_in(const PortalWish& wish);
  std::optional<store::PortalRequest> find(const std::string& portal, const std::string& key);
  /// The newest application that took the request in, as far as its office's entries have arrived.
  std::optional<store::CaseState> application_of(base::RowId request);
  /// cl. 7.4: one working day from the request, by the calendar of its day and the week of its office.
  base::Instant due_at(const store::PortalRequest& request) const;
  /// Of the rule set in force on that day at the office.
  const registry::RuleSet& rules_on(base::Instant instant, const registry::Office& office) const;
  /// Requests that no office has taken in yet.
  std::uint64_t waiting();

 private:
  store::Database& database_;
  store::Book& book_;
  store::Cases& cases_;
  Ledger& ledger_;
  HubTime& time_;
  const Department& department_;
  const registry::RuleBook& rules_;
  store::Statement find_;
  store::Statement application_;
  store::Statement waiting_;
};

}  // namespace tirkeu::hub
