// Bodies of the writes about an office's day, read member by member; what cannot be used becomes a finding with its path. What the
// values mean together is judged by the desks.
#pragma once

#include "node/request_body.h"
#include "node/opinion_desk.h"
#include "node/stay_desk.h"

namespace tirkeu::node {

template <class Value>
using Read = std::expected<Value, registry::Findings>;

Read<ExtensionWish> read_extension(const boost::json::value& body);
Read<AddressWish> read_address_change(const boost::json::value& body);
Read<CardWish> read_card(const boost::json::value& body);
Read<CustodyWish> read_custody(const boost::json::value& body);
/// {"purpose": …}
Read<std::string> read_purpose(const boost::json::value& body);
/// {"skip_reason": …} or nothing
Read<std::optional<std::string>> read_skip(const boost::json::value& body);
/// {"outcome": …}
Read<std::string> read_visit_outcome(const boost::json::value& body);
Read<OpinionWish> read_opinion(const boost::json::value& body);

}  // namespace tirkeu::node
