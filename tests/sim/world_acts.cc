// What clerks do at an office, and what of it must never be lost.
#include "tests/sim/world.h"

namespace tirkeu::sim {

void World::act(Office& office) {
  try {
    if (office.acked.empty() || dice_.chance(70))
      accept(office);
    else
      follow_up(office);
  } catch (const store::StoreError& fault) {
    recover_from(fault, office);
  }
}

void World::accept(Office& office) {
  const base::Date today{std::chrono::floor<std::chrono::days>(truth_.now)};
  TrueStay stay;
  const TrueStay* running = dice_.chance(35) ? people_.running_stay(today) : nullptr;
  if (running != nullptr && !ended_stays_.contains(running->number))
    stay = *running;
  else
    stay = people_.new_stay(today);
  const registry::Application application = people_.file(stay, office.code);
  node::Done<node::Accepted> accepted = office.node->counter().accept(application, std::nullopt, "clerk");
  if (!accepted && accepted.error().cause == node::Refused::Cause::kHit) {
    count(accepted.error().check.hits.front().source == node::Hit::Source::kIndex ? "hit in the index" : "hit in the own book");
    if (!dice_.chance(30)) return;
    count("accepted despite a hit");
    accepted = office.node->counter().accept(application, "the applicant says it was another person", "clerk");
  }
  if (!accepted && accepted.error().cause == node::Refused::Cause::kNotWriting && office.revoked) return count("a revoked office may not write");
  if (!accepted && accepted.error().cause == node::Refused::Cause::kNotWriting && office.twinned) return count("a twin may not write");
  if (!accepted) {
    // A clock that is a year off makes honest dates impossible; the clerk sees findings, and nothing is written.
    if (accepted.error().cause != node::Refused::Cause::kFindings || !office.wrong_clock)
      violate("an honest application was refused at " + office.code);
    count("refused because of a wrong clock");
    return;
  }
  trace("accept " + accepted->ticket_number);
  office.acked.push_back({accepted->application, accepted->ticket_number, application, stay, false});
  if (office.twinned) unsure_stays_.insert(stay.number);
  claims_of_stay_[stay.number].push_back(accepted->application);
}

void World::follow_up(Office& office) {
  Acked& about = office.acked[dice_.below(office.acked.size())];
  node::Counter& counter = office.node->counter();
  switch (dice_.below(5)) {
    case 0:
      if (counter.register_stay(about.id, "clerk")) trace("registered " + about.ticket);
      break;
    case 1: {
      registry::Application corrected = about.application;
      corrected.applicant.birth_place = "INVENTED";
      if (dice_.chance(30)) corrected.migration_card.border_point = "Бейнеу";
      if (counter.correct(about.id, corrected, "as the document has it", "clerk")) trace("corrected " + about.ticket);
      break;
    }
    case 2:
      if (dice_.chance(30) && counter.withdraw(about.id, "the applicant asked for it", "clerk")) {
        about.withdrawn = true;
        trace("withdrawn " + about.ticket);
      }
      break;
    case 3:
      if (dice_.chance(30) && counter.depart(about.id, about.application.migration_card.entry_date, std::nullopt, "clerk")) {
        ended_stays_.insert(about.stay.number);
        trace("departed " + about.ticket);
      }
      break;
    default:
      if (counter.refuse(about.id, office.node->counter().rules().refusal_grounds.front(), std::nullopt, "clerk"))
        trace("refused " + about.ticket);
      break;
  }
}

void World::check_acknowledged(Office& office) {
  std::set<std::string> tickets;
  for (const Acked& acked : office.acked) {
    if (is_away(office, acked)) continue;
    const std::optional<store::Acceptance> kept = office.node->book().acceptance(acked.id);
    if (!kept) violate(acked.ticket + " was acknowledged at " + office.code + " and is gone");
    if (kept->ticket_number != acked.ticket || kept->application != acked.application)
      violate(acked.ticket + " was acknowledged at " + office.code + " and is another now");
    if (!tickets.insert(acked.ticket).second) violate(acked.ticket + " was given twice");
  }
}

}  // namespace tirkeu::sim
