#include "node/day_body.h"

#include "node/read_members.h"
#include "schema/registry/names.h"

namespace tirkeu::node {

namespace json = boost::json;
using registry::Findings;
using registry::MemberReader;

namespace {

/// Takes a true or false out of the object; anything else there, or nothing, is an error.
bool take_flag(json::object& object, std::string_view name, Findings& findings) {
  const json::value* value = object.if_contains(name);
  const bool* flag = value == nullptr ? nullptr : value->if_bool();
  if (flag == nullptr)
    findings.push_back(registry::make_finding(registry::Severity::kError, std::string(name), value == nullptr ? "required" : "not_a_flag"));
  const bool is_set = flag != nullptr && *flag;
  object.erase(name);
  return is_set;
}

json::object members_of(const json::value& body) { return body.is_object() ? body.get_object() : json::object(); }

/// What was found of the flags, then of the rest.
template <class Value>
Read<Value> joined(Findings flags, Read<Value> rest) {
  if (!rest) flags.insert(flags.end(), rest.error().begin(), rest.error().end());
  if (registry::has_errors(flags)) return std::unexpected(std::move(flags));
  return rest;
}

}  // namespace

Read<ExtensionWish> read_extension(const json::value& body) {
  return read_members<ExtensionWish>(body, [](MemberReader& reader, Findings&) {
    ExtensionWish wish;
    wish.until = reader.date("until");
    wish.reason = reader.text("reason");
    if (std::optional<MemberReader> visa = reader.optional_object("visa")) {
      wish.visa = registry::Visa{registry::upper(visa->text("number")), visa->text("category"), visa->date("valid_from"),
                                 visa->date("valid_until")};
      visa->finish();
    }
    return wish;
  });
}

Read<AddressWish> read_address_change(const json::value& body) {
  return read_members<AddressWish>(body, [](MemberReader& reader, Findings&) {
    AddressWish wish;
    wish.moved_on = reader.date("moved_on");
    wish.reason = reader.text("reason");
    if (std::optional<MemberReader> address = reader.object("address")) {
      wish.address.office = registry::upper(address->text("office"));
      wish.address.locality = address->text("locality");
      wish.address.street = address->optional_text("street");
      wish.address.house = address->optional_text("house");
      wish.address.flat = address->optional_text("flat");
      address->finish();
    }
    return wish;
  });
}

Read<CardWish> read_card(const json::value& body) {
  return read_members<CardWish>(body, [](MemberReader& reader, Findings&) {
    return CardWish{reader.text("cause"), registry::upper(reader.text("number")), reader.date("issued_on")};
  });
}

Read<CustodyWish> read_custody(const json::value& body) {
  return read_members<CustodyWish>(body, [](MemberReader& reader, Findings&) {
    return CustodyWish{reader.text("event"), reader.text("item"), reader.optional_text("person"), reader.optional_lines("note")};
  });
}

Read<std::string> read_purpose(const json::value& body) {
  return read_members<std::string>(body, [](MemberReader& reader, Findings&) { return reader.text("purpose"); });
}

Read<std::optional<std::string>> read_skip(const json::value& body) {
  return read_members<std::optional<std::string>>(
      body, [](MemberReader& reader, Findings&) { return reader.optional_text("skip_reason"); });
}

Read<std::string> read_visit_outcome(const json::value& body) {
  return read_members<std::string>(body, [](MemberReader& reader, Findings&) { return reader.text("outcome"); });
}

Read<ComplaintWish> read_complaint(const json::value& body) {
  json::object members = members_of(body);
  Findings flags;
  const bool is_signed = take_flag(members, "signed", flags);
  return joined(std::move(flags), read_members<ComplaintWish>(members, [&](MemberReader& reader, Findings&) {
                  ComplaintWish wish;
                  wish.channel = reader.text("channel");
                  wish.kind = reader.text("kind");
                  wish.name = reader.text("name");
                  wish.patronymic = reader.optional_text("patronymic");
                  wish.postal_address = reader.text("postal_address");
                  wish.contact = reader.optional_text("contact");
                  wish.outgoing_number = reader.optional_text("outgoing_number");
                  wish.outgoing_date = reader.optional_date("outgoing_date");
                  wish.is_signed = is_signed;
                  wish.about_office = reader.optional_text("about_office");
                  wish.ticket_number = reader.optional_text("ticket_number");
                  wish.text = reader.optional_lines("text").value_or("");
                  return wish;
                }));
}

Read<OpinionWish> read_opinion(const json::value& body) {
  json::object members = members_of(body);
  Findings flags;
  OpinionWish wish;
  wish.process = take_flag(members, "process", flags);
  wish.information = take_flag(members, "information", flags);
  wish.courtesy = take_flag(members, "courtesy", flags);
  return joined(std::move(flags), read_members<OpinionWish>(members, [&](MemberReader& reader, Findings&) {
                  wish.comment = reader.optional_lines("comment");
                  return wish;
                }));
}

}  // namespace tirkeu::node
