// The rows of schema/sql/book/003_day.sql, 006_attachment.sql and 007_restated.sql as values, each described column by column (fact_table.h). See there for the meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sync/base/bytes.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"
#include "sync/store/fact_table.h"

namespace tirkeu::store {

/// About an application: the stay may last longer, on a longer visa where one is named.
struct Extension {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, reason;
  std::string stay_until;
  std::optional<std::string> visa_number, visa_category, visa_from, visa_until;
  std::string rule_set;
};
template <>
struct FactTable<Extension> {
  using F = Extension;
  static constexpr std::string_view name = "extension";
  static constexpr auto columns = std::tuple(
      column("id", &F::id), column("application_id", &F::application), column("recorded_at", &F::recorded_at),
      column("clerk", &F::clerk), column("reason", &F::reason), column("stay_until", &F::stay_until),
      column("visa_number", &F::visa_number), column("visa_category", &F::visa_category), column("visa_from", &F::visa_from),
      column("visa_until", &F::visa_until), column("rule_set", &F::rule_set));
};

/// About an application: another address of the same stay.
struct AddressChange {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, reason;
  std::string moved_on;
  std::string stay_office, locality;
  std::optional<std::string> street, house, flat;
};
template <>
struct FactTable<AddressChange> {
  using F = AddressChange;
  static constexpr std::string_view name = "address_change";
  static constexpr auto columns = std::tuple(
      column("id", &F::id), column("application_id", &F::application), column("recorded_at", &F::recorded_at),
      column("clerk", &F::clerk), column("reason", &F::reason), column("moved_on", &F::moved_on),
      column("stay_office", &F::stay_office), column("locality", &F::locality), column("street", &F::street),
      column("house", &F::house), column("flat", &F::flat));
};

/// About an application: a new migration card for one that was lost or damaged.
struct DuplicateCard {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk;
  std::string cause;  ///< "lost", "damaged"
  std::string former_card, card_number, issued_on;
};
template <>
struct FactTable<DuplicateCard> {
  using F = DuplicateCard;
  static constexpr std::string_view name = "duplicate_card";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("application_id", &F::application), column("recorded_at", &F::recorded_at),
                 column("clerk", &F::clerk), column("cause", &F::cause), column("former_card", &F::former_card),
                 column("card_number", &F::card_number), column("issued_on", &F::issued_on));
};

/// About an application: a document taken into the office's keeping, or given back.
struct Custody {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk;
  std::string event;  ///< "received", "returned"
  std::string item;   ///< a paper's code
  std::optional<std::string> person, note;
};
template <>
struct FactTable<Custody> {
  using F = Custody;
  static constexpr std::string_view name = "custody";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("application_id", &F::application), column("recorded_at", &F::recorded_at),
                 column("clerk", &F::clerk), column("event", &F::event), column("item", &F::item),
                 column("person", &F::person), column("note", &F::note));
};

/// About an application: a picture of its person or of a paper. The bytes lie in ContentStore.
struct Attachment {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk;
  std::string kind;                  ///< "photo", "scan"
  std::optional<std::string> paper;  ///< of a scan: a paper's code
  std::string media_type;
  std::int64_t width = 0, height = 0;  ///< pixels
  std::int64_t size = 0;               ///< bytes
  base::Bytes digest;                  ///< 32 bytes
};
template <>
struct FactTable<Attachment> {
  using F = Attachment;
  static constexpr std::string_view name = "attachment";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("application_id", &F::application), column("recorded_at", &F::recorded_at),
                 column("clerk", &F::clerk), column("kind", &F::kind), column("paper", &F::paper), column("media_type", &F::media_type),
                 column("width", &F::width), column("height", &F::height), column("size", &F::size), column("digest", &F::digest));
};

/// One visit to the counter, when it is over.
struct Visit {
  base::RowId id;
  std::string office;
  std::string day;  ///< local
  std::int64_t number = 0;
  std::string purpose;  ///< "application", "collection", "question", "complaint"
  base::Instant arrived_at{};
  std::optional<base::Instant> called_at;
  base::Instant finished_at{};
  std::string outcome;  ///< "served", "left"
  std::string clerk;
  std::int64_t skipped = 0;
  std::optional<std::string> skip_reason;
  bool outside_hours = false;
};
template <>
struct FactTable<Visit> {
  using F = Visit;
  static constexpr std::string_view name = "visit";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("office", &F::office), column("day", &F::day), column("number", &F::number),
                 column("purpose", &F::purpose), column("arrived_at", &F::arrived_at), column("called_at", &F::called_at),
                 column("finished_at", &F::finished_at), column("outcome", &F::outcome), column("clerk", &F::clerk),
                 column("skipped", &F::skipped), column("skip_reason", &F::skip_reason),
                 column("outside_hours", &F::outside_hours));
};

/// A complaint about the service, as it was handed in.
struct Complaint {
  base::RowId id;
  std::string office;  ///< that received it
  std::string number;
  base::Instant received_at{};
  std::string accepted_by;
  std::string channel;  ///< "person", "post", "email"
  std::string kind;     ///< "person", "organisation"
  std::string name;
  std::optional<std::string> patronymic;
  std::string postal_address;
  std::optional<std::string> contact, outgoing_number, outgoing_date;
  bool is_signed = false;
  std::string about_office;
  std::optional<std::string> ticket_number;
  std::string text;
  std::string due_on;
};
template <>
struct FactTable<Complaint> {
  using F = Complaint;
  static constexpr std::string_view name = "complaint";
  static constexpr auto columns = std::tuple(
      column("id", &F::id), column("office", &F::office), column("number", &F::number), column("received_at", &F::received_at),
      column("accepted_by", &F::accepted_by), column("channel", &F::channel), column("kind", &F::kind), column("name", &F::name),
      column("patronymic", &F::patronymic), column("postal_address", &F::postal_address), column("contact", &F::contact),
      column("outgoing_number", &F::outgoing_number), column("outgoing_date", &F::outgoing_date),
      column("signed", &F::is_signed), column("about_office", &F::about_office), column("ticket_number", &F::ticket_number),
      column("text", &F::text), column("due_on", &F::due_on));
};

/// A step of a complaint's consideration.
struct ComplaintStep {
  base::RowId id, complaint;
  base::Instant recorded_at{};
  std::string official;
  std::string step;  ///< "taken_up", "extended", "answered", "reopened"
  std::optional<std::string> due_on;
  std::optional<std::string> outcome;  ///< "founded", "unfounded"
  std::string text;
};
template <>
struct FactTable<ComplaintStep> {
  using F = ComplaintStep;
  static constexpr std::string_view name = "complaint_step";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("complaint_id", &F::complaint), column("recorded_at", &F::recorded_at),
                 column("official", &F::official), column("step", &F::step), column("due_on", &F::due_on),
                 column("outcome", &F::outcome), column("text", &F::text));
};

/// An anonymous opinion about the service.
struct Feedback {
  base::RowId id;
  std::string office, given_on;
  bool process = false, information = false, courtesy = false;  ///< satisfied with
  std::optional<std::string> comment;
};
template <>
struct FactTable<Feedback> {
  using F = Feedback;
  static constexpr std::string_view name = "feedback";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("office", &F::office), column("given_on", &F::given_on),
                 column("process", &F::process), column("information", &F::information), column("courtesy", &F::courtesy),
                 column("comment", &F::comment));
};

/// Somebody read or printed a person's data.
struct Audit {
  base::RowId id;
  std::string office;
  base::Instant recorded_at{};
  std::string account;
  std::string action;  ///< "read", "search", "print", "export"
  std::optional<base::RowId> record;
  std::optional<std::string> detail;
};
template <>
struct FactTable<Audit> {
  using F = Audit;
  static constexpr std::string_view name = "audit";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("office", &F::office), column("recorded_at", &F::recorded_at),
                 column("account", &F::account), column("action", &F::action), column("record_id", &F::record),
                 column("detail", &F::detail));
};

/// An administrator's judgement on whether two applications with different documents are of one person.
struct PersonJudgement {
  base::RowId id;
  base::Instant decided_at{};
  std::string decided_by;
  base::RowId left, right;  ///< ascending
  std::string judgement;    ///< "same", "different", "unsure"
  std::string reason;
  base::Bytes identity;
};
template <>
struct FactTable<PersonJudgement> {
  using F = PersonJudgement;
  static constexpr std::string_view name = "person_judgement";
  static constexpr auto columns = std::tuple(
      column("id", &F::id), column("decided_at", &F::decided_at), column("decided_by", &F::decided_by),
      column("left_application", &F::left), column("right_application", &F::right), column("judgement", &F::judgement),
      column("reason", &F::reason), column("identity", &F::identity));
};

/// About an application, for its office: its person also applied under another document.
struct PersonNotice {
  base::RowId id, application;
  base::Instant noticed_at{};
  std::string other_office, other_ticket_number, other_document;
  bool holds = true;
  std::string decided_by, reason;
};
template <>
struct FactTable<PersonNotice> {
  using F = PersonNotice;
  static constexpr std::string_view name = "person_notice";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("application_id", &F::application), column("noticed_at", &F::noticed_at),
                 column("other_office", &F::other_office), column("other_ticket_number", &F::other_ticket_number),
                 column("other_document", &F::other_document), column("holds", &F::holds),
                 column("decided_by", &F::decided_by), column("reason", &F::reason));
};

/// An administrator moved the place of registration of a stay.
struct PlaceTransfer {
  base::RowId id;
  base::Instant transferred_at{};
  std::string decided_by;
  base::RowId from_application;
  std::string to_office, reason;
};
template <>
struct FactTable<PlaceTransfer> {
  using F = PlaceTransfer;
  static constexpr std::string_view name = "place_transfer";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("transferred_at", &F::transferred_at), column("decided_by", &F::decided_by),
                 column("transferred_application", &F::from_application), column("to_office", &F::to_office),
                 column("reason", &F::reason));
};

/// An application from the portal, on its way to the office of the place of stay.
struct PortalRequest {
  base::RowId id;
  std::string office, request_key;
  base::Instant received_at{};
  std::string body;
  base::Bytes signature;
  std::string signature_kind;
};
template <>
struct FactTable<PortalRequest> {
  using F = PortalRequest;
  static constexpr std::string_view name = "portal_request";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("office", &F::office), column("request_key", &F::request_key),
                 column("received_at", &F::received_at), column("body", &F::body), column("signature", &F::signature),
                 column("signature_kind", &F::signature_kind));
};

/// The entry in which it stands says again what an entry of another log said.
struct Restated {
  base::RowId id;
  std::string office;
  std::int64_t incarnation = 0;  ///< of the old entry
  base::Bytes sign_key;          ///< 32 bytes
  std::int64_t sequence = 0;
  base::Bytes digest;            ///< 32 bytes
  base::Instant restated_at{};
};
template <>
struct FactTable<Restated> {
  using F = Restated;
  static constexpr std::string_view name = "restated";
  static constexpr auto columns =
      std::tuple(column("id", &F::id), column("office", &F::office), column("incarnation", &F::incarnation), column("sign_key", &F::sign_key),
                 column("sequence", &F::sequence), column("digest", &F::digest), column("restated_at", &F::restated_at));
};

}  // namespace tirkeu::store
