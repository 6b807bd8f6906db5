#include "sync/store/particulars.h"

namespace tirkeu::store {
namespace {

/// Binds one parameter after the other.
class Binder {
 public:
  Binder(Statement& statement, int first) : statement_(statement), next_(first) {}
  template <class... Values>
  void operator()(const Values&... values) {
    (statement_.bind(next_++, values), ...);
  }

 private:
  Statement& statement_;
  int next_;
};

/// Reads one column after the other.
class Reader {
 public:
  Reader(const Statement& row, int first) : row_(row), next_(first) {}
  std::string text() { return row_.text(next_++); }
  std::optional<std::string> optional() { return row_.optional_text(next_++); }

 private:
  const Statement& row_;
  int next_;
};

}  // namespace

void bind_particulars(Statement& statement, int first, const registry::Application& application) {
  using Text = std::optional<std::string>;
  const registry::Applicant& person = application.applicant;
  const registry::Document& document = application.document;
  const registry::Stay& stay = application.stay;
  const auto& visa = application.visa;
  const auto& host = application.host;
  Binder bind(statement, first);
  bind(person.surname, person.given_names, person.surname_local, person.given_names_local, person.patronymic);
  bind(person.birth_date, person.sex, person.citizenship, person.birth_place);
  bind(document.type, document.issuing_state, document.number, document.issued, document.expires);
  bind(visa ? Text(visa->number) : Text(), visa ? Text(visa->category) : Text());
  bind(visa ? Text(visa->valid_from) : Text(), visa ? Text(visa->valid_until) : Text());
  bind(application.migration_card.number, application.migration_card.border_point,
       application.migration_card.entry_date);
  bind(stay.purpose, stay.from, stay.until);
  bind(stay.address.office, stay.address.locality, stay.address.street, stay.address.house, stay.address.flat);
  bind(host ? Text(host->kind) : Text(), host ? Text(host->name) : Text(), host ? host->number : Text());
  bind(host ? host->address : Text(), host ? host->phone : Text());
  bind(application.category, join_codes(application.documents), application.mrz, person.iin);
}

registry::Application read_particulars(const Statement& row, int first) {
  Reader read(row, first);
  registry::Application application;
  registry::Applicant& person = application.applicant;
  person.surname = read.text();
  person.given_names = read.text();
  person.surname_local = read.optional();
  person.given_names_local = read.optional();
  person.patronymic = read.optional();
  person.birth_date = read.text();
  person.sex = read.text();
  person.citizenship = read.text();
  person.birth_place = read.optional();
  registry::Document& document = application.document;
  document.type = read.text();
  document.issuing_state = read.text();
  document.number = read.text();
  document.issued = read.optional();
  document.expires = read.optional();
  const auto visa_number = read.optional();
  registry::Visa visa{visa_number.value_or(""), read.text(), read.text(), read.text()};
  if (visa_number) application.visa = std::move(visa);
  application.migration_card.number = read.text();
  application.migration_card.border_point = read.optional();
  application.migration_card.entry_date = read.text();
  registry::Stay& stay = application.stay;
  stay.purpose = read.text();
  stay.from = read.text();
  stay.until = read.text();
  stay.address.office = read.text();
  stay.address.locality = read.text();
  stay.address.street = read.optional();
  stay.address.house = read.optional();
  stay.address.flat = read.optional();
  const auto host_kind = read.optional();
  registry::Host host{host_kind.value_or(""), read.text(), read.optional(), read.optional(), read.optional()};
  if (host_kind) application.host = std::move(host);
  application.category = read.optional();
  application.documents = split_codes(read.text());
  application.mrz = read.optional();
  person.iin = read.optional();
  return application;
}

std::string join_codes(const std::vector<std::string>& codes) {
  std::string joined;
  for (const std::string& code : codes) {
    if (!joined.empty()) joined.push_back(' ');
    joined.append(code);
  }
  return joined;
}

std::vector<std::string> split_codes(std::string_view joined) {
  std::vector<std::string> codes;
  while (!joined.empty()) {
    const std::size_t blank = std::min(joined.find(' '), joined.size());
    if (blank > 0) codes.emplace_back(joined.substr(0, blank));
    joined.remove_prefix(std::min(blank + 1, joined.size()));
  }
  return codes;
}

}  // namespace tirkeu::store
