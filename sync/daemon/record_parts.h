// What the sources of record_json.h share. Internal to the room.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sync/daemon/record_json.h"

namespace tirkeu::daemon {

inline boost::json::value or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}
inline boost::json::array codes(const std::vector<std::string>& list) {
  return boost::json::array(list.begin(), list.end());
}
/// As printed in Annex 1; the code itself where nobody knows it.
std::string name_of_office(std::string_view code);
boost::json::value visa_json(const store::Extension& fact);
boost::json::object notice_json(const store::PersonNotice& fact);

/// What an office's day added to an application, beside its particulars.
void add_day(boost::json::object& record, store::Book& book, const store::CaseState& state, const store::Acceptance& acceptance,
             const registry::Application& present);

}  // namespace tirkeu::daemon
