#include <functional>
#include <map>

#include "sync/store/book_statements.h"

namespace tirkeu::store {

template <TabledFact Fact>
void Book::insert(const Fact& fact) {
  statements_->rows<Fact>().insert(fact);
}

template <TabledFact Fact>
std::optional<Fact> Book::find(base::RowId id) {
  return statements_->rows<Fact>().find(id);
}

template <TabledFact Fact>
std::vector<Fact> Book::about(base::RowId application) {
  return statements_->rows<Fact>().naming("application_id", application);
}

std::vector<ComplaintStep> Book::steps_of(base::RowId complaint) {
  return statements_->rows<ComplaintStep>().naming("complaint_id", complaint);
}

registry::Application Book::present_particulars(registry::Application present, base::RowId id) {
  // Ids of one author ascend with time, so that an extension after a correction is not undone by it, and the other way round.
  std::map<base::RowId, std::function<void()>> steps;
  for (Correction& fact : corrections(id))
    steps[fact.id] = [&present, corrected = std::move(fact.corrected)] { present = corrected; };
  for (Extension& fact : about<Extension>(id))
    steps[fact.id] = [&present, extension = std::move(fact)] {
      present.stay.until = extension.stay_until;
      if (!extension.visa_number) return;
      present.visa = registry::Visa{*extension.visa_number, extension.visa_category.value_or(""),
                                    extension.visa_from.value_or(""), extension.visa_until.value_or("")};
    };
  for (AddressChange& fact : about<AddressChange>(id))
    steps[fact.id] = [&present, change = std::move(fact)] {
      present.stay.address = {change.stay_office, change.locality, change.street, change.house, change.flat};
    };
  for (DuplicateCard& fact : about<DuplicateCard>(id))
    steps[fact.id] = [&present, card = std::move(fact)] { present.migration_card.number = card.card_number; };
  for (const auto& [fact, step] : steps) step();
  return present;
}

#define TIRKEU_DAY_FACT(Fact)                                   \
  template void Book::insert<Fact>(const Fact& fact);           \
  template std::optional<Fact> Book::find<Fact>(base::RowId id)
TIRKEU_DAY_FACT(Extension);
TIRKEU_DAY_FACT(AddressChange);
TIRKEU_DAY_FACT(DuplicateCard);
TIRKEU_DAY_FACT(Custody);
TIRKEU_DAY_FACT(Visit);
TIRKEU_DAY_FACT(Complaint);
TIRKEU_DAY_FACT(ComplaintStep);
TIRKEU_DAY_FACT(Feedback);
TIRKEU_DAY_FACT(Audit);
TIRKEU_DAY_FACT(PersonJudgement);
TIRKEU_DAY_FACT(PersonNotice);
TIRKEU_DAY_FACT(PlaceTransfer);
TIRKEU_DAY_FACT(PortalRequest);
TIRKEU_DAY_FACT(Attachment);
TIRKEU_DAY_FACT(Restated);
#undef TIRKEU_DAY_FACT
template std::vector<Extension> Book::about<Extension>(base::RowId application);
template std::vector<AddressChange> Book::about<AddressChange>(base::RowId application);
template std::vector<DuplicateCard> Book::about<DuplicateCard>(base::RowId application);
template std::vector<Custody> Book::about<Custody>(base::RowId application);
template std::vector<Attachment> Book::about<Attachment>(base::RowId application);
template std::vector<PersonNotice> Book::about<PersonNotice>(base::RowId application);

}  // namespace tirkeu::store
