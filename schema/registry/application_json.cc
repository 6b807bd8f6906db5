#include "schema/registry/application_json.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "schema/registry/countries.h"
#include "schema/registry/json_member_reader.h"
#include "schema/registry/names.h"

namespace tirkeu::registry {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kDocumentsMax = 32;  // the checklist has eight; a longer list is no list of papers

std::string country_code(std::string text) {
  text = upper(text);
  const Country* country = find_country(text);
  return country ? country->code : text;
}

std::optional<std::string> upper_or_nothing(const std::optional<std::string>& text) {
  return text ? std::optional(upper(*text)) : std::nullopt;
}

void read_applicant(MemberReader members, Applicant& applicant) {
  applicant.surname = upper(members.text("surname"));
  applicant.given_names = upper(members.optional_text("given_names").value_or(""));
  applicant.surname_local = members.optional_text("surname_local");
  applicant.given_names_local = members.optional_text("given_names_local");
  applicant.patronymic = members.optional_text("patronymic");
  applicant.birth_date = members.partial_date("birth_date");
  applicant.sex = upper(members.text("sex"));
  applicant.citizenship = country_code(members.text("citizenship"));
  applicant.birth_place = members.optional_text("birth_place");
  applicant.iin = members.optional_text("iin");
  members.finish();
}

void read_document(MemberReader members, Document& document) {
  document.type = members.text("type");
  document.issuing_state = country_code(members.text("issuing_state"));
  document.number = upper(members.text("number"));
  document.issued = members.optional_date("issued");
  document.expires = members.optional_date("expires");
  members.finish();
}

Visa read_visa(MemberReader members) {
  Visa visa;
  visa.number = upper(members.text("number"));
  visa.category = members.text("category");
  visa.valid_from = members.date("valid_from");
  visa.valid_until = members.date("valid_until");
  members.finish();
  return visa;
}

void read_card(MemberReader members, MigrationCard& card) {
  card.number = upper_or_nothing(members.optional_text("number")).value_or("");
  card.border_point = members.optional_text("border_point");
  card.entry_date = members.date("entry_date");
  members.finish();
}

void read_stay(MemberReader members, Stay& stay) {
  stay.purpose = members.text("purpose");
  stay.from = members.date("from");
  stay.until = members.date("until");
  if (std::optional<MemberReader> address = members.object("address")) {
    stay.address.office = upper(address->text("office"));
    stay.address.locality = address->text("locality");
    stay.address.street = address->optional_text("street");
    stay.address.house = address->optional_text("house");
    stay.address.flat = address->optional_text("flat");
    address->finish();
  }
  members.finish();
}

Host read_host(MemberReader members) {
  Host host;
  host.kind = members.text("kind");
  host.name = members.text("name");
  host.number = members.optional_text("number");
  if (host.number) std::erase(*host.number, ' ');
  host.address = members.optional_text("address");
  host.phone = members.optional_text("phone");
  members.finish();
  return host;
}

value text_or_null(const std::optional<std::string>& text) {
  return text ? value(*text) : value(nullptr);
}

object json_of(const Applicant& applicant) {
  return {{"surname", applicant.surname},
          {"given_names", applicant.given_names},
          {"surname_local", text_or_null(applicant.surname_local)},
          {"given_names_local", text_or_null(applicant.given_names_local)},
          {"patronymic", text_or_null(applicant.patronymic)},
          {"birth_date", applicant.birth_date},
          {"sex", applicant.sex},
          {"citizenship", applicant.citizenship},
          {"birth_place", text_or_null(applicant.birth_place)},
          {"iin", text_or_null(applicant.iin)}};
}

object json_of(const Document& document) {
  return {{"type", document.type},
          {"issuing_state", document.issuing_state},
          {"number", document.number},
          {"issued", text_or_null(document.issued)},
          {"expires", text_or_null(document.expires)}};
}

value json_of(const std::optional<Visa>& visa) {
  if (!visa) return nullptr;
  return object{{"number", visa->number},
                {"category", visa->category},
                {"valid_from", visa->valid_from},
                {"valid_until", visa->valid_until}};
}

object json_of(const Stay& stay) {
  const object address{{"office", stay.address.office},
                       {"locality", stay.address.locality},
                       {"street", text_or_null(stay.address.street)},
                       {"house", text_or_null(stay.address.house)},
                       {"flat", text_or_null(stay.address.flat)}};
  return {{"purpose", stay.purpose}, {"from", stay.from}, {"until", stay.until}, {"address", address}};
}

value json_of(const std::optional<Host>& host) {
  if (!host) return nullptr;
  return object{{"kind", host->kind},
                {"name", host->name},
                {"number", text_or_null(host->number)},
                {"address", text_or_null(host->address)},
                {"phone", text_or_null(host->phone)}};
}

}  // namespace

ReadApplication read_application(const value& body, std::initializer_list<std::string_view> ignored) {
  ReadApplication read;
  Application& application = read.application;
  if (!body.is_object()) {
    read.findings.push_back(make_finding(Severity::kError, "", "not_an_object"));
    return read;
  }
  MemberReader members(body.get_object(), "", read.findings);
  bool has_card = false;
  if (auto inner = members.object("applicant")) read_applicant(*inner, application.applicant);
  if (auto inner = members.object("document")) read_document(*inner, application.document);
  if (auto inner = members.optional_object("visa")) application.visa = read_visa(*inner);
  if (auto inner = members.object("migration_card")) {
    read_card(*inner, application.migration_card);
    has_card = true;
  }
  if (auto inner = members.object("stay")) read_stay(*inner, application.stay);
  if (auto inner = members.optional_object("host")) application.host = read_host(*inner);
  application.category = members.optional_text("category");
  application.documents = members.texts("documents", kDocumentsMax);
  std::ranges::sort(application.documents);
  const auto repeated = std::ranges::unique(application.documents);
  application.documents.erase(repeated.begin(), repeated.end());
  application.mrz = members.optional_lines("mrz");
  members.finish(ignored);
  // A card that was handed in has a number; without the card (lost, or a child who got none) a ticket is possible all
  // the same.
  if (has_card && application.migration_card.number.empty() &&
      std::ranges::binary_search(application.documents, std::string_view("migration_card")))
    read.findings.push_back(make_finding(Severity::kError, "migration_card.number", "required"));
  return read;
}

std::expected<Application, Findings> parse_application(const value& body,
                                                       std::initializer_list<std::string_view> ignored) {
  ReadApplication read = read_application(body, ignored);
  if (has_errors(read.findings)) return std::unexpected(std::move(read.findings));
  return std::move(read.application);
}

object to_json(const Application& application) {
  const MigrationCard& card = application.migration_card;
  object result{{"applicant", json_of(application.applicant)},
                {"document", json_of(application.document)},
                {"visa", json_of(application.visa)},
                {"migration_card", object{{"number", card.number},
                                          {"border_point", text_or_null(card.border_point)},
                                          {"entry_date", card.entry_date}}},
                {"stay", json_of(application.stay)},
                {"host", json_of(application.host)},
                {"category", text_or_null(application.category)},
                {"documents", boost::json::array(application.documents.begin(), application.documents.end())}};
  if (application.mrz) result["mrz"] = *application.mrz;
  return result;
}

}  // namespace tirkeu::registry
