// tirkeu-month: see README.md.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/month/month.h"

int main(int count, char** words) {
  std::string folder, month;
  std::uint64_t seed = 1;
  CLI::App app("A month of an invented department, as the data folders of its hub and nodes.");
  app.add_option("--folder", folder, "made; must not exist")->required();
  app.add_option("--month", month, "YYYY-MM")->required();
  app.add_option("--seed", seed);
  CLI11_PARSE(app, count, words);
  const std::optional<tirkeu::base::Date> first = tirkeu::base::parse_date(month + "-01");
  if (!first || std::filesystem::exists(folder)) {
    std::cerr << "tirkeu-month: a month is YYYY-MM, and the folder must not be there yet\n";
    return 2;
  }
  try {
    tirkeu::month::Month({folder, seed, first->year() / first->month()}).run();
  } catch (const std::exception& fault) {
    std::cerr << "tirkeu-month: " << fault.what() << '\n';
    return 1;
  }
  return 0;
}
