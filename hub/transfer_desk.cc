#include "hub/transfer_desk.h"

#include "schema/registry/offices.h"

namespace tirkeu::hub {

TransferDesk::TransferDesk(store::Database& database, store::Cases& cases, Adjudication& adjudication, Ledger& ledger, HubTime& time,
                           const Department& department)
    : database_(database), cases_(cases), adjudication_(adjudication), ledger_(ledger), time_(time), department_(department) {}

std::expected<store::PlaceTransfer, TransferFault> TransferDesk::transfer(
    base::RowId application, const std::string& to_office, const std::string& reason, const std::string& administrator,
    const std::function<void(const store::PlaceTransfer&)>& beside) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) return std::unexpected(TransferFault::kReasonMissing);
  const std::optional<store::CaseState> state = cases_.find(application);
  const std::optional<registry::Claim> claim = adjudication_.claim(application);
  if (!state || !claim) return std::unexpected(TransferFault::kUnknownApplication);
  const registry::Office* office = registry::find_office(to_office);
  if (office == nullptr || office->department != department_.number()) return std::unexpected(TransferFault::kUnknownOffice);
  if (office->code == state->office) return std::unexpected(TransferFault::kSameOffice);
  if (claim->withdrawn || claim->transferred || state->confirmation == "annulled")
    return std::unexpected(TransferFault::kHoldsNoPlace);

  store::PlaceTransfer fact;
  fact.decided_by = administrator;
  fact.from_application = application;
  fact.to_office = to_office;
  fact.reason = reason;
  store::Transaction transaction(database_);
  fact.transferred_at = time_.take();
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().judgements(), fact.transferred_at, write);
  adjudication_.run(transaction, {state->document_key}, fact.transferred_at);
  if (beside) beside(fact);
  transaction.commit();
  return fact;
}

}  // namespace tirkeu::hub
