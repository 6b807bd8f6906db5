// An administrator moves the place of registration of a stay to another office, with a reason (cl. 15: the place stays until
// the department says otherwise).
//
// The fact goes into the hub's log of judgements, and the decision runs again: the application's place is free, its office is
// told so by a verdict, and the next application of that stay, at the office that was named or wherever else it is filed, is
// decided like a first one.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "hub/adjudication.h"

namespace tirkeu::hub {

enum class TransferFault {
  kUnknownApplication,
  kHoldsNoPlace,      ///< withdrawn, annulled or moved already: there is nothing to move
  kUnknownOffice,     ///< no office of this department
  kSameOffice,
  kReasonMissing,
};

class TransferDesk {
 public:
  TransferDesk(store::Database& database, store::Cases& cases, Adjudication& adjudication, Ledger& ledger, HubTime& time,
               const Department& department);
  std::expected<store::PlaceTransfer, TransferFault> transfer(base::RowId application, const std::string& to_office,
                                                              const std::string& reason, const std::string& administrator,
                                                              const std::function<void(const store::PlaceTransfer&)>& beside = {});

 private:
  store::Database& database_;
  store::Cases& cases_;
  Adjudication& adjudication_;
  Ledger& ledger_;
  HubTime& time_;
  const Department& department_;
};

}  // namespace tirkeu::hub
