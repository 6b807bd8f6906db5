// Complaints and their consideration at the department.
#include "tests/month/month.h"

namespace tirkeu::month {

using namespace std::chrono_literals;

void Month::complaint(std::size_t about) {
  const daemon::ComplaintWish wish{"person", "person", "Арман", {}, "Атырау", {}, {}, {}, true, code(about), {}, "Кезек тым ұзақ."};
  // Handed in where it happened, at another office, or at the department itself.
  if (dice_.chance(25)) {
    consider(department_.hub().complaints().receive(wish, "dana").complaint.id);
    return;
  }
  const std::size_t received_by = dice_.chance(70) ? about : dice_.below(department_.offices());
  const auto received = node(received_by).opinions().receive(wish, "aigul");
  if (!received) return;
  // The department hears of it with the next round at the latest; here it is in time for its first step.
  at(now() + 1h, [this, received_by] { department_.exchange(received_by); });
  consider(received->id);
}

void Month::step(base::RowId complaint, const std::string& what, const std::optional<std::string>& outcome) {
  if (!department_.hub().complaints().step(complaint, {what, outcome, "invented"}, "dana"))
    throw std::runtime_error("a step of a complaint was refused: " + what);
}

void Month::consider(base::RowId complaint) {
  const auto answer_at = [&](base::Instant time) {
    at(time, [this, complaint] { step(complaint, "answered", dice_.chance(60) ? "founded" : "unfounded"); });
  };
  const auto step_at = [&](base::Instant time, const std::string& what) {
    at(time, [this, complaint, what] { step(complaint, what, std::nullopt); });
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
