#include "schema/registry/countries.h"

#include <map>
#include <vector>

#include <boost/json/value_to.hpp>

#include "schema/registry/embedded.h"
#include "schema/rules/files.h"

namespace tirkeu::registry {
namespace {

struct CountryTable {
  std::vector<Country> countries;
  std::map<std::string, std::size_t, std::less<>> by_code;  ///< also by the spelling of machine readable zones
};

CountryTable read_table(const boost::json::value& file) {
  CountryTable table;
  for (const boost::json::value& row : file.at("countries").as_array()) {
    Country country{boost::json::value_to<std::string>(row.at("code")),
                    boost::json::value_to<std::string>(row.at("kk")), boost::json::value_to<std::string>(row.at("ru")),
                    boost::json::value_to<std::string>(row.at("en")), row.at("citizenship").as_bool()};
    if (!table.by_code.emplace(country.code, table.countries.size()).second)
      stop_on_broken_data("countries.json has the code " + country.code + " twice");
    table.countries.push_back(std::move(country));
  }
  for (const auto& [spelling, code] : file.at("mrz_forms").as_object())
    table.by_code.emplace(std::string(spelling), table.by_code.at(std::string(code.as_string())));
  return table;
}

CountryTable load_table() {
  for (const rules::EmbeddedFile& file : rules::files()) {
    if (file.name != "countries.json") continue;
    try {
      return read_table(read_embedded_json(file.name, file.bytes));
    } catch (const std::exception& fault) {
      stop_on_broken_data(std::string("countries.json: ") + fault.what());
    }
  }
  stop_on_broken_data("schema/rules/countries.json is missing");
}

const CountryTable& table() {
  static const CountryTable loaded = load_table();
  return loaded;
}

}  // namespace

std::span<const Country> countries() {
  return table().countries;
}

const Country* find_country(std::string_view code) {
  const auto found = table().by_code.find(code);
  return found == table().by_code.end() ? nullptr : &table().countries[found->second];
}

std::string_view name_of(const Country& country, Language language) {
  switch (language) {
    case Language::kKazakh:
      return country.name_kk;
    case Language::kRussian:
      return country.name_ru;
    case Language::kEnglish:
      return country.name_en;
  }
  return country.name_kk;
}

}  // namespace tirkeu::registry
