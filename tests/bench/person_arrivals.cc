#include "tests/bench/person_arrivals.h"

#include <array>
#include <stdexcept>

namespace tirkeu::bench {
namespace {

constexpr std::uint32_t kDepartment = 6;
constexpr std::uint64_t kOffices = 16;
constexpr std::size_t kStrangers = 500, kFrequent = 100;

/// The names that most people have; every other one born on the first of January, as far as papers know.
registry::PersonRecord with_frequent_names(registry::PersonRecord record, std::size_t turn) {
  static const std::vector<std::array<const char*, 3>> kFrequentNames = {{"YILMAZ", "MEHMET", "TUR"},
                                                                         {"WANG", "XIAOMING", "CHN"},
                                                                         {"IVANOV", "ALEKSANDR", "RUS"},
                                                                         {"YILIR", "MEHMET", "TUR"}};
  const auto& [surname, given, state] = kFrequentNames[turn % kFrequentNames.size()];
  record.latin = {surname, given};
  record.local.reset();
  record.sex = "M";
  record.citizenship = record.issuing_state = state;
  if (turn % 2 == 0) record.birth_date = record.birth_date.substr(0, 4) + "-01-01";
  return record;
}

}  // namespace

base::RowId held_id(std::uint64_t number) {
  const auto office = static_cast<base::Incarnation>(number * 7 % kOffices);
  return base::RowId::make(kDepartment, base::kFirstNodeIncarnation + office * base::kIncarnationsPerGrant,
                           number / kOffices + 1);
}

std::vector<Arrival> arrivals(const std::vector<Held>& held, PeopleInventor& inventor) {
  std::vector<Arrival> arrivals;
  const std::vector<std::string>& kinds = kinds_of_second_records();
  for (std::size_t i = 0; i < held.size(); ++i) {
    const Held& first = held[i];
    if (i % 7 == 6) {
      arrivals.push_back({"twin", inventor.twin(first.arrival).record, std::nullopt});
      continue;
    }
    std::string kind = kinds[i % kinds.size()];
    if (!PeopleInventor::can_be(kind, first.arrival.record)) kind = "renewed";
    arrivals.push_back({kind, inventor.second(first.arrival.person, first.arrival.record, kind), first.application});
  }
  for (std::size_t i = 0; i < kStrangers; ++i) arrivals.push_back({"new", inventor.next().record, std::nullopt});
  for (std::size_t i = 0; i < kFrequent; ++i)
    arrivals.push_back({"frequent", with_frequent_names(inventor.next().record, i), std::nullopt});
  for (std::size_t i = arrivals.size(); i > 1; --i) std::swap(arrivals[i - 1], arrivals[inventor.dice().below(i)]);
  return arrivals;
}

store::Acceptance acceptance_of(const registry::PersonRecord& record, std::uint64_t number, Foreigners& foreigners) {
  store::Acceptance fact;
  fact.id =
      base::RowId::make(kDepartment, base::kFirstNodeIncarnation + kOffices * base::kIncarnationsPerGrant, number);
  fact.office = "KZ-06-03";
  fact.ticket_number = "KZ-06-03/2026/" + std::to_string(number);
  fact.accepted_at = kArrivalDay;
  fact.clerk = "aigul";
  fact.rule_set = "2013-07-23";
  registry::Application application = foreigners.file(fact.office, std::chrono::floor<std::chrono::days>(kArrivalDay));
  write_into(application, record);
  if (registry::traits_of(registry::person_of(application)) != registry::traits_of(record))
    throw std::runtime_error("an arrival says something else than was invented");
  fact.application = std::move(application);
  return fact;
}

}  // namespace tirkeu::bench
