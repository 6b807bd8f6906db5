// Findings on an application: the clauses of the standard and the rule set in force, value by value.
#include <algorithm>

#include "schema/registry/countries.h"
#include "schema/registry/identity_number.h"
#include "schema/registry/letters.h"
#include "schema/registry/localities.h"
#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {
namespace {

using base::Date;
using base::parse_date;

constexpr int kAgeYearsMax = 120;
constexpr std::string_view kSpecimenState = "UTO";  // Doc 9303 prints its specimens in the name of Utopia

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

std::optional<Date> date_of(const std::optional<std::string>& text) {
  return text ? parse_date(*text) : std::nullopt;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (const std::string& part : parts) result += (result.empty() ? "" : std::string(separator)) + part;
  return result;
}

class Judge {
 public:
  Judge(const Application& application, const RuleSet& rules, std::string_view own_office, Date today)
      : application_(application), rules_(rules), own_office_(own_office), today_(today) {}

  Findings judge() {
    judge_applicant();
    judge_birth_date();
    judge_document();
    judge_document_dates();
    judge_visa();
    judge_card();
    judge_stay();
    judge_address();
    judge_filer();
    judge_papers();
    return std::move(findings_);
  }

 private:
  void add(Severity severity, std::string path, std::string code, MessageArguments arguments = {},
           std::string clause = {}) {
    findings_.push_back(
        make_finding(severity, std::move(path), std::move(code), std::move(arguments), std::move(clause)));
  }
  void error(std::string path, std::string code, MessageArguments arguments = {}, std::string clause = {}) {
    add(Severity::kError, std::move(path), std::move(code), std::move(arguments), std::move(clause));
  }
  void warn(std::string path, std::string code, MessageArguments arguments = {}, std::string clause = {}) {
    add(Severity::kWarning, std::move(path), std::move(code), std::move(arguments), std::move(clause));
  }
  void notice(std::string path, std::string code, MessageArguments arguments = {}, std::string clause = {}) {
    add(Severity::kNotice, std::move(path), std::move(code), std::move(arguments), std::move(clause));
  }

  void judge_applicant() {
    const Applicant& applicant = application_.applicant;
    for (const auto& [path, name] : {std::pair("applicant.surname", &applicant.surname),
                                     std::pair("applicant.given_names", &applicant.given_names)})
      if (!is_latin_name(*name)) warn(path, "name_not_latin");
    if (!applicant.surname.empty() && applicant.given_names.empty()) notice("applicant.given_names", "one_name_only");
    if (!applicant.sex.empty() && applicant.sex != "M" && applicant.sex != "F" && applicant.sex != "X")
      error("applicant.sex", "unknown_sex");
    judge_citizenship(applicant.citizenship);
    judge_iin();
  }

  // Since the digits are no longer tied to birth date and sex, only the check digit speaks of a slip of the finger.
  void judge_iin() {
    constexpr auto kPath = "applicant.iin";
    const Applicant& applicant = application_.applicant;
    if (!applicant.iin || !judge_identity_number(kPath, *applicant.iin)) return;
    if (!applicant.birth_date.empty() && !iin_agrees_with_birth_date(*applicant.iin, applicant.birth_date))
      notice(kPath, "iin_other_birth_date");
    if (!iin_agrees_with_sex(*applicant.iin, applicant.sex)) notice(kPath, "iin_other_sex");
  }

  bool judge_identity_number(const std::string& path, const std::string& number) {
    const IdentityNumberFault fault = check_identity_number(number);
    if (fault == IdentityNumberFault::kForm) warn(path, "identity_number_form");
    if (fault == IdentityNumberFault::kCheckDigit) warn(path, "identity_number_check_digit");
    return fault == IdentityNumberFault::kNone;
  }

  void judge_citizenship(const std::string& citizenship) {
    constexpr auto kPath = "applicant.citizenship";
    if (citizenship.empty()) return;
    const Country* country = find_country(citizenship);
    if (citizenship == kSpecimenState)
      error(kPath, "specimen_document");
    else if (!country)
      error(kPath, "unknown_country", {{"code", citizenship}});
    else if (!country->is_citizenship)
      error(kPath, "not_a_citizenship", {{"state", citizenship}}, "cl. 6");
    else if (citizenship == "KAZ")
      error(kPath, "citizen_of_kazakhstan", {}, "cl. 6");
  }

  void judge_birth_date() {
    constexpr auto kPath = "applicant.birth_date";
    const std::string& text = application_.applicant.birth_date;
    if (text.empty()) return;
    if (text.size() < 10) notice(kPath, "birth_date_in_part");
    // The parts that are known decide; text order of ISO dates is time order.
    const std::string& entry = application_.migration_card.entry_date;
    const std::string today = base::format_date(today_);
    if (!entry.empty() && text > entry.substr(0, text.size()))
      error(kPath, "born_after_entry", {{"entry", entry}});
    else if (text > today.substr(0, text.size()))
      warn(kPath, "born_in_future", {{"today", today}});
    // A part that is unknown counts as its earliest value.
    const std::optional<Date> earliest = parse_date(text + std::string("0000-01-01").substr(text.size()));
    if (earliest && add_months(*earliest, (kAgeYearsMax + 1) * 12) < today_)
      warn(kPath, "improbable_age", {{"years", std::to_string(kAgeYearsMax)}});
  }

  void judge_document() {
    const Document& document = application_.document;
    if (!document.type.empty() && !contains(rules_.document_types, document.type))
      error("document.type", "unknown_document_type", {{"types", joined(rules_.document_types, ",")}}, "cl. 11");
    const std::string& state = document.issuing_state;
    const std::string& citizenship = application_.applicant.citizenship;
    const bool is_known = find_country(state) != nullptr;
    if (state == kSpecimenState)
      error("document.issuing_state", "specimen_document");
    else if (!state.empty() && !is_known)
      error("document.issuing_state", "unknown_country", {{"code", state}});
    else if (state.starts_with("XX"))
      warn("document.issuing_state", "issuer_is_no_state");
    else if (is_known && find_country(citizenship) && !citizenship.starts_with("XX") && state != citizenship)
      notice("document.issuing_state", "issuer_is_another_state", {{"state", state}, {"citizenship", citizenship}});
    if (!document.number.empty() && !has_letter_or_digit(document.number))
      error("document.number", "number_unreadable");
    if ((document.type == "passport" || document.type == "identity_card") && has_cyrillic_letter(document.number))
      notice("document.number", "number_has_cyrillic");
  }

  void judge_document_dates() {
    const std::optional<Date> issued = date_of(application_.document.issued);
    const std::optional<Date> expires = date_of(application_.document.expires);
    const std::optional<Date> born = parse_date(application_.applicant.birth_date);
    const std::optional<Date> until = parse_date(application_.stay.until);
    if (issued && born && *issued < *born) error("document.issued", "issued_before_birth");
    if (issued && *issued > today_) warn("document.issued", "issued_in_future", {{"today", base::format_date(today_)}});
    if (issued && expires && *expires < *issued)
      error("document.expires", "expires_before_issue");
    else if (expires && *expires < today_)
      warn("document.expires", "document_expired", {{"day", base::format_date(*expires)}}, "cl. 11");
    else if (expires && until && *expires < *until)
      warn("document.expires", "document_expires_during_stay", {{"day", base::format_date(*expires)}}, "cl. 11");
    if (!expires && application_.document.type == "passport")
      notice("document.expires", "document_without_expiry", {}, "cl. 11");
  }

  void judge_visa() {
    const std::string& citizenship = application_.applicant.citizenship;
    if (!application_.visa) {
      if (find_country(citizenship) && citizenship != "KAZ" && needs_visa(citizenship, rules_))
        warn("visa", "visa_required", {{"state", citizenship}}, "cl. 11");
      if (contains(application_.documents, "visa")) warn("visa", "visa_paper_without_visa", {}, "cl. 11");
      judge_visa_free_term();
      return;
    }
    const std::optional<Date> from = parse_date(application_.visa->valid_from);
    const std::optional<Date> until = parse_date(application_.visa->valid_until);
    const std::optional<Date> entry = parse_date(application_.migration_card.entry_date);
    const std::optional<Date> stay_until = parse_date(application_.stay.until);
    if (!from || !until) return;
    const MessageArguments term{{"from", base::format_date(*from)}, {"until", base::format_date(*until)}};
    if (*until < *from) {
      error("visa.valid_until", "visa_ends_before_it_begins");
      return;
    }
    if (entry && (*entry < *from || *entry > *until)) warn("visa", "visa_not_valid_at_entry", term, "cl. 11");
    if (stay_until && *stay_until > *until) {
      warn("visa.valid_until", "visa_ends_during_stay", term, "cl. 11");
    }
  }

  // Annex 3: a stay without a visa must end within the term of the applicant's state.
  void judge_visa_free_term() {
    const std::optional<Date> entry = parse_date(application_.migration_card.entry_date);
    const std::optional<Date> until = parse_date(application_.stay.until);
    if (!entry || !until) return;
    const std::optional<Date> last = last_visa_free_day(application_.applicant.citizenship, *entry, rules_);
    if (last && *until > *last)
      warn("stay.until", "visa_free_term_exceeded",
           {{"state", application_.applicant.citizenship}, {"last", base::format_date(*last)}}, "Annex 3");
  }

  void judge_card() {
    const MigrationCard& card = application_.migration_card;
    const std::optional<Date> entry = parse_date(card.entry_date);
    if (entry && card.number.empty()) warn("migration_card.number", "card_number_missing", {}, "cl. 11");
    if (!card.number.empty() && !has_letter_or_digit(card.number)) error("migration_card.number", "number_unreadable");
    if (entry && *entry > today_)
      warn("migration_card.entry_date", "entry_in_future", {{"today", base::format_date(today_)}}, "cl. 11");
  }

  void judge_stay() {
    const std::optional<Date> from = parse_date(application_.stay.from);
    const std::optional<Date> until = parse_date(application_.stay.until);
    const std::optional<Date> entry = parse_date(application_.migration_card.entry_date);
    if (from && until && *until < *from)
      error("stay.until", "until_before_from");
    else if (until && entry && *until < *entry)
      error("stay.until", "leaves_before_entry", {{"entry", base::format_date(*entry)}});
    else if (until && *until < today_)
      warn("stay.until", "stay_is_over", {{"today", base::format_date(today_)}});
    if (from && entry && *from < *entry)
      warn("stay.from", "stay_begins_before_entry", {{"entry", base::format_date(*entry)}});
  }

  // cl. 13: papers are filed at the unit of the place of stay; the finding names that unit, so that the clerk can send
  // on.
  void judge_address() {
    const std::string& code = application_.stay.address.office;
    if (code.empty()) return;
    const Office* office = find_office(code);
    if (!office) {
      error("stay.address.office", "unknown_office", {{"code", code}}, "cl. 13");
      return;
    }
    judge_locality(*office);
    const Office* own = find_office(own_office_);
    const bool is_own =
        !own || own == office || (own->kind == OfficeKind::kDepartment && own->department == office->department);
    if (!is_own) warn("stay.address.office", "other_district", particulars_of(*office), "cl. 13");
  }

  static MessageArguments particulars_of(const Office& office) {
    return {{"office", office.name_kk},
            {"code", office.code},
            {"address", office.address_kk},
            {"phones", joined(office.migration_phones, ", ")}};
  }

  // The lists of localities are never complete, so silence about a place is no finding; and villages of one name stand in
  // many regions, so only offices of the same department are asked.
  void judge_locality(const Office& chosen) {
    const std::vector<const Office*> listed =
        offices_of_locality(application_.stay.address.locality, chosen.department, rules_);
    if (listed.empty() || chosen.kind == OfficeKind::kDepartment || std::ranges::find(listed, &chosen) != listed.end())
      return;
    MessageArguments arguments = particulars_of(*listed.front());
    arguments["locality"] = application_.stay.address.locality;
    warn("stay.address.locality", "locality_of_other_office", std::move(arguments), "cl. 13");
  }

  void judge_filer() {
    const std::optional<Host>& host = application_.host;
    const std::optional<std::string>& category = application_.category;
    if (category && !contains(rules_.categories, *category))
      error("category", "unknown_category", {{"categories", joined(rules_.categories, ",")}}, "Annex 2");
    if (!host && !category) warn("category", "no_host_no_category", {}, "cl. 11");
    if (category == rules_.category_of_tourist_visa && !application_.visa)
      warn("category", "category_needs_visa", {}, "Annex 2");
    if (!host) return;
    if (!host->kind.empty() && host->kind != "person" && host->kind != "organisation")
      error("host.kind", "unknown_host_kind");
    if (host->number) judge_identity_number("host.number", *host->number);
  }

  void judge_papers() {
    for (const std::string& paper : application_.documents)
      if (!contains(rules_.papers, paper))
        error("documents", "unknown_paper", {{"code", paper}, {"papers", joined(rules_.papers, ",")}}, "cl. 11");
    const std::vector<std::string> missing = missing_papers(application_, rules_);
    if (!missing.empty()) warn("documents", "papers_missing", {{"papers", joined(missing, ",")}}, "cl. 16");
  }

  const Application& application_;
  const RuleSet& rules_;
  std::string_view own_office_;
  Date today_;
  Findings findings_;
};

}  // namespace

Findings judge(const Application& application, const RuleSet& rules, std::string_view own_office, Date today) {
  return Judge(application, rules, own_office, today).judge();
}

}  // namespace tirkeu::registry
