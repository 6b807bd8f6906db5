// Complaints and their consideration.
#include "schema/registry/offices.h"
#include "tests/month/month.h"

namespace tirkeu::month {

using namespace std::chrono_literals;

void Month::complaint(std::size_t about) {
  // Handed in where it happened, at another office, or at the department itself.
  const std::int64_t where = dice_.between(-1, static_cast<std::int64_t>(department_.offices()) - 1);
  const int received_by = dice_.chance(50) ? static_cast<int>(about) : static_cast<int>(where);
  if (received_by >= 0) {
    node::ComplaintWish wish{"person", "person", "Арман", {}, "Атырау", {}, {}, {}, true, code(about), {}, "Кезек тым ұзақ."};
    if (const auto received = node(static_cast<std::size_t>(received_by)).opinions().receive(wish, "aigul"))
      consider(*received, received_by);
    return;
  }
  store::Complaint fact;
  fact.id = next_id();
  fact.office = "KZ-06";
  fact.number = "KZ-06/" + std::to_string(static_cast<int>(options_.month.year())) + "/H-" + std::to_string(++department_complaints_);
  fact.received_at = now();
  fact.accepted_by = "dana";
  fact.channel = "post";
  fact.kind = "person";
  fact.name = "Арман";
  fact.postal_address = "Атырау";
  fact.about_office = code(about);
  fact.text = "Кезек тым ұзақ.";
  fact.due_on = registry::local_day("KZ-06", now() + 360h);
  put(fact, -1);
  consider(fact, received_by);
}

void Month::step(const store::Complaint& complaint, int received_by, const std::string& what, const std::string& outcome) {
  store::ComplaintStep fact;
  fact.id = next_id();
  fact.complaint = complaint.id;
  fact.recorded_at = now();
  fact.official = "dana";
  fact.step = what;
  if (!outcome.empty()) fact.outcome = outcome;
  fact.text = "invented";
  put(fact, received_by);
}

void Month::consider(const store::Complaint& complaint, int received_by) {
  const auto answer = [this, complaint, received_by] {
    step(complaint, received_by, "answered", dice_.chance(60) ? "founded" : "unfounded");
  };
  const auto answer_at = [&](base::Instant time) { at(time, answer); };
  const auto step_at = [&](base::Instant time, const std::string& what) {
    at(time, [this, complaint, received_by, what] { step(complaint, received_by, what, ""); });
  };
  step_at(now() + 2h, "taken_up");
  if (dice_.chance(30)) step_at(now() + 3h, "extended");
  if (dice_.chance(15)) return;  // still considered
  const base::Instant answered = dice_.chance(15) ? std::max(now() + 4h, local((options_.month + std::chrono::months(1)) / 1, 0ms))
                                                  : now() + std::chrono::hours(dice_.between(4, 240));
  answer_at(answered);
  if (!dice_.chance(40)) return;
  step_at(answered + 20h, "reopened");
  if (dice_.chance(50)) answer_at(answered + std::chrono::hours(dice_.between(21, 200)));
}

}  // namespace tirkeu::month
