// One month of an invented department: what happens in its offices, hour by hour, by seed.
//
// Acts are a queue ordered by time; each may put later ones into it. An act that the programs refuse (a case that was annulled
// meanwhile, say) has then not happened, as in life.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/department.h"

namespace tirkeu::month {

struct MonthOptions {
  std::filesystem::path folder;  ///< made; must not exist
  std::uint64_t seed = 1;
  std::chrono::year_month month{};
};

class Month {
 public:
  explicit Month(const MonthOptions& options);
  /// All of it, and a last exchange of everybody with the hub.
  void run();

 private:
  using Act = std::function<void()>;
  void at(base::Instant time, Act act);
  base::Instant now() const { return department_.now(); }
  node::Node& node(std::size_t office) { return department_.node(office); }
  const std::string& code(std::size_t office) { return node(office).identity().office_code(); }
  /// Local time of the department; one zone in all of it.
  base::Instant local(base::Date day, std::chrono::milliseconds since_midnight) const;

  // Rule sets of the month: one before it with five days a week at KZ-06-03, one in force from the 15th with targets and five days at
  // KZ-06-02 too.
  void issue(base::Date valid_from, const std::vector<std::string>& five_day_offices, bool with_targets);

  void plan_day(std::size_t office, base::Date day);
  void plan_edges(std::size_t office);
  void visit(std::size_t office, base::Milliseconds wait, bool is_called, base::Milliseconds service);
  void opinion(std::size_t office);
  /// Somebody applies, and is decided upon, forgotten, or withdraws.
  void application(std::size_t office);
  base::RowId file(std::size_t office, const registry::Application& application, const std::string& origin);
  base::RowId portal_request(std::size_t office);
  void plan_outcome(std::size_t office, base::RowId application);
  void decide(std::size_t office, base::RowId application);
  // month_complaints.cc
  void complaint(std::size_t about);
  void consider(base::RowId complaint);
  void step(base::RowId complaint, const std::string& what, const std::optional<std::string>& outcome);
  /// Into the books of the hub and of an office, without an entry of a log: see the README.
  template <class Fact>
  void put(const Fact& fact, std::size_t office);
  base::RowId next_id() { return base::RowId::make(6, 60, ++last_id_); }

  MonthOptions options_;
  sim::Dice dice_;
  base::TimeZone zone_;
  bench::Department department_;
  std::multimap<base::Instant, Act> queue_;
  std::uint64_t last_id_ = 0;
};

template <class Fact>
void Month::put(const Fact& fact, std::size_t office) {
  store::Transaction at_hub(department_.hub().database());
  department_.hub().book().insert(fact);
  at_hub.commit();
  node::Node& there = node(office);
  store::Transaction at_office(there.database());
  there.book().insert(fact);
  at_office.commit();
}

}  // namespace tirkeu::month
