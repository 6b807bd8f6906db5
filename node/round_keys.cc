// Answers that the believed key of the hub did not sign: a statement of new keys by itself, and what an earlier key signed.
#include "node/round.h"

namespace tirkeu::node {
namespace {

std::unexpected<DownFault> bundle_fault(protocol::BundleFault fault) {
  return std::unexpected(DownFault{.kind = DownFault::Kind::kBundle, .bundle_fault = fault, .detail = ""});
}

}  // namespace

std::expected<DownSummary, DownFault> Round::take_statement(base::ByteView file) {
  const std::optional<wire::KeyStatement> statement = protocol::read_statement_file(file);
  if (!statement) return bundle_fault(protocol::BundleFault::kDamaged);
  const std::expected<protocol::TrustedKeys, protocol::StatementFault> next = protocol::follow(trust_.keys(), *statement);
  if (!next && next.error() == protocol::StatementFault::kForged) return bundle_fault(protocol::BundleFault::kWrongSignature);
  DownSummary summary;
  summary.held_through = lives_.held(lives_.current());
  summary.old_answer = !next;
  summary.hub_keys = next.has_value();
  if (!next) return summary;
  store::Transaction transaction(database_);
  trust_.take(*next, *statement);
  transaction.commit();
  return summary;
}

std::expected<DownSummary, DownFault> Round::take_earlier(base::ByteView bundle, const NodeKeys& keys, protocol::BundleFault why) {
  if (why != protocol::BundleFault::kWrongSignature) return bundle_fault(why);
  for (const crypto::VerifyKey& key : trust_.sign_keys()) {
    const protocol::Opened<protocol::AuthenticDown> answer = protocol::AuthenticDown::open(bundle, keys.seal, key, limits_);
    if (!answer) continue;
    // Made while that key held, it came late, and all that it says comes again. Whoever stole the key can say so too, and gains nothing.
    if (answer->header().receipt.hub_time >= trust_.keys().valid_from) return std::unexpected(DownFault{.kind = DownFault::Kind::kOldKey, .detail = ""});
    DownSummary summary;
    summary.old_answer = true;
    summary.held_through = lives_.held(lives_.current());
    return summary;
  }
  return bundle_fault(why);
}

}  // namespace tirkeu::node
