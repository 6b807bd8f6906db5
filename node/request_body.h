// Bodies of the node's writes, read member by member; what cannot be used becomes a finding with its path.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "schema/registry/application.h"
#include "schema/registry/finding.h"
#include "sync/base/ids.h"

namespace tirkeu::node {

/// "paper": a ticket that was written by hand.
struct PaperTicketBody {
  std::string number;
  std::string accepted_at;  ///< as sent: RFC 3339, or the office's own time without an offset
};

/// The body of POST applications: the application itself, with a few members more.
struct AcceptanceBody {
  registry::Application application;
  std::optional<std::string> despite_reason;  ///< "despite": {"reason": …}
  std::optional<std::string> draft;           ///< "draft": the slot that is forgotten with the acceptance
  std::optional<base::RowId> filing;          ///< an application of the same filing
  std::optional<base::RowId> visit;
  std::optional<base::RowId> portal_request;
  std::optional<PaperTicketBody> paper;
  registry::Findings findings;                ///< errors of form only
};
AcceptanceBody read_acceptance(const boost::json::value& body);

/// {"reason", "application": {…}}, or the members to be corrected beside "reason". What the body leaves out stays as it is, so
/// that one field can be corrected without sending the rest; null empties an optional field.
struct CorrectionBody {
  std::string reason;
  registry::Application corrected;
};
std::expected<CorrectionBody, registry::Findings> read_correction(const boost::json::value& body, const registry::Application& present);

struct DecisionBody {
  enum class Decision { kRegistered, kRefused };
  Decision decision = Decision::kRegistered;
  std::string ground;
  std::optional<std::string> text;
};
std::expected<DecisionBody, registry::Findings> read_decision(const boost::json::value& body);

struct DepartureBody {
  std::string departed_on;
  std::optional<std::string> note;
};
std::expected<DepartureBody, registry::Findings> read_departure(const boost::json::value& body);

/// {"documents": […]}
std::expected<std::vector<std::string>, registry::Findings> read_papers(const boost::json::value& body);
/// {"reason": …}
std::expected<std::string, registry::Findings> read_reason(const boost::json::value& body);
/// {"lines": […]}
std::expected<std::vector<std::string>, registry::Findings> read_lines(const boost::json::value& body);

}  // namespace tirkeu::node
