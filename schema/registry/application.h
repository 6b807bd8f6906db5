// What is filed at the counter (cl. 11): the values of one application, without any judgement about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tirkeu::registry {

// Text is UTF-8 as the clerk typed it. Dates are ISO 8601 text, because a birth date may be known in part only
// ("1984", "1984-03"); every other date is a full day. Countries are ICAO Doc 9303-3 §5 alpha-3 codes ("TUR", "XXA");
// Germany is "DEU": parse_application() turns the zone's "D" into it, so that one document has one spelling.

struct Applicant {
  std::string surname;         ///< Latin, as in the document
  std::string given_names;     ///< Latin, as in the document
  std::optional<std::string> surname_local;      ///< Cyrillic, as the clerk writes it
  std::optional<std::string> given_names_local;
  std::optional<std::string> patronymic;
  std::string birth_date;
  std::string sex;             ///< "M", "F" or "X" (unspecified)
  std::string citizenship;
  std::optional<std::string> birth_place;
  std::optional<std::string> iin = {};  ///< individual identification number, where one was issued
  bool operator==(const Applicant&) const = default;
};

struct Document {
  std::string type;            ///< "passport", "identity_card", "refugee_document", "stateless_document", "birth_certificate", "other"
  std::string issuing_state;
  std::string number;
  std::optional<std::string> issued;
  std::optional<std::string> expires;
  bool operator==(const Document&) const = default;
};

struct Visa {
  std::string number;
  std::string category;
  std::string valid_from;
  std::string valid_until;
  bool operator==(const Visa&) const = default;
};

struct MigrationCard {
  std::string number;
  std::optional<std::string> border_point;
  std::string entry_date;
  bool operator==(const MigrationCard&) const = default;
};

struct Address {
  std::string office;          ///< code of the office whose district the place of stay lies in
  std::string locality;
  std::optional<std::string> street;
  std::optional<std::string> house;
  std::optional<std::string> flat;
  bool operator==(const Address&) const = default;
};

struct Stay {
  std::string purpose;
  std::string from;
  std::string until;
  Address address;
  bool operator==(const Stay&) const = default;
};

/// The inviting party (cl. 11: a person or an organisation), absent when an Annex 2 foreigner files for himself.
struct Host {
  std::string kind;            ///< "person" or "organisation"
  std::string name;
  std::optional<std::string> number;   ///< IIN or BIN
  std::optional<std::string> address;
  std::optional<std::string> phone;
  bool operator==(const Host&) const = default;
};

struct Application {
  Applicant applicant;
  Document document;
  std::optional<Visa> visa;
  MigrationCard migration_card;
  Stay stay;
  std::optional<Host> host;
  std::optional<std::string> category;   ///< "annex2-2" … "annex2-5"
  std::vector<std::string> documents;    ///< codes of the papers handed in, sorted, each once
  std::optional<std::string> mrz;        ///< raw lines as scanned, "\n" between them
  bool operator==(const Application&) const = default;
};

}  // namespace tirkeu::registry
