#include "node/day_body.h"

#include "schema/registry/names.h"
#include "sync/daemon/read_members.h"

namespace tirkeu::node {

namespace json = boost::json;
using daemon::joined;
using daemon::members_of;
using daemon::read_members;
using daemon::take_flag;
using registry::Findings;
using registry::MemberReader;

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
