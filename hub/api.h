// The hub's HTTP API (administrators) and its sync endpoint (nodes). Registers its routes with the front of sync/daemon.
#pragma once

#include "hub/hub.h"
#include "sync/daemon/api.h"
#include "sync/http/loop.h"

namespace tirkeu::hub {

/// Computes tags of the blind index on the loop's workers, a few at a time, so that no round and no administrator waits for
/// Argon2id. Loop thread only.
class IndexWorker {
 public:
  IndexWorker(http::EventLoop& loop, Hub& hub, const crypto::BlindTagger& tagger) : loop_(loop), hub_(hub), tagger_(tagger) {}
  /// Starts if there is something to do and nothing is under way; goes on until nothing is left.
  void wake();

 private:
  http::EventLoop& loop_;
  Hub& hub_;
  const crypto::BlindTagger& tagger_;
  bool busy_ = false;
};

/// One bundle by whatever road: admission, log, the worker woken.
class Exchange {
 public:
  Exchange(Hub& hub, IndexWorker& index, service::Log& log, service::Metrics& metrics);
  AdmissionReport take(base::ByteView bundle, Admission::Road road);
  /// The answer to POST /sync/v1/exchange: a bundle, or a small JSON error without any knowledge in it.
  http::Response answer(const http::Request& request);

 private:
  Hub& hub_;
  IndexWorker& index_;
  service::Log& log_;
  service::Counter& rounds_;
  service::Counter& entries_;
  service::Counter& refused_;
};

inline constexpr std::string_view kBundleType = "application/vnd.tirkeu.bundle";
inline constexpr std::string_view kExchangePath = "/sync/v1/exchange";

/// Registers every route of the hub. All references outlive `api`.
void add_hub_routes(daemon::Api& api, Hub& hub, Exchange& exchange, base::Clock& clock);

// Parts of add_hub_routes, by subject.
void add_office_routes(daemon::Api& api, Hub& hub, base::Clock& clock);
void add_duplicate_routes(daemon::Api& api, Hub& hub);
void add_person_routes(daemon::Api& api, Hub& hub);
void add_rule_routes(daemon::Api& api, Hub& hub, base::Clock& clock);
void add_transfer_routes(daemon::Api& api, Hub& hub);
void add_complaint_routes(daemon::Api& api, Hub& hub, base::Clock& clock);
void add_audit_routes(daemon::Api& api, Hub& hub);
void add_attachment_routes(daemon::Api& api, Hub& hub);
void add_portal_routes(daemon::Api& api, Hub& hub, base::Clock& clock);
void add_indicator_routes(daemon::Api& api, Hub& hub, base::Clock& clock);
void add_bundle_routes(daemon::Api& api, Hub& hub, Exchange& exchange);
/// GET quarantine; POST quarantine/{id}/approve, /release, /dismiss.
void add_quarantine_routes(daemon::Api& api, Hub& hub);

/// What came of a bundle, for scripts (members) and people (`text`).
boost::json::object report_json(const AdmissionReport& report, registry::Language language);
/// An office with its node, as GET /api/v1/offices and `tirkeu-hub offices --json` give it.
boost::json::object office_json(const OfficeStatus& status);
boost::json::object status_json(Hub& hub);

}  // namespace tirkeu::hub
