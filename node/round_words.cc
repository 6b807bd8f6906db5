#include "node/round_words.h"

#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

registry::Message message_of(const DownSummary& summary) {
  registry::MessageArguments arguments{{"held", std::to_string(summary.newly_held)},
                                       {"verdicts", std::to_string(summary.verdicts)},
                                       {"index", std::to_string(summary.index_entries)},
                                       {"entries", std::to_string(summary.other_entries)},
                                       {"returned", std::to_string(summary.returned)}};
  if (summary.restated) return {"answer.restated", {}};
  if (summary.refusal != wire::Refusal::kNone) return {"refusal." + std::string(wire::code_of(summary.refusal)), {}};
  if (summary.old_answer) return {"answer.old", {}};
  if (summary.returned > 0) return {"answer.returned", std::move(arguments)};
  return {summary.more ? "answer.taken_more" : "answer.taken", std::move(arguments)};
}

}  // namespace

json::object summary_json(const DownSummary& summary, registry::Language language) {
  return {{"held", summary.newly_held},
          {"held_through", summary.held_through},
          {"verdicts", summary.verdicts},
          {"index_entries", summary.index_entries},
          {"entries", summary.other_entries},
          {"returned", summary.returned},
          {"old_answer", summary.old_answer},
          {"restated", summary.restated},
          {"more", summary.more},
          {"refusal", wire::code_of(summary.refusal)},
          {"text", registry::text(language, message_of(summary))}};
}

daemon::ApiError fault_error(const DownFault& fault) {
  const bool is_bundle = fault.kind == DownFault::Kind::kBundle;
  const std::string code(is_bundle ? protocol::code_of(fault.bundle_fault) : code_of(fault.kind));
  daemon::ApiError error;
  error.status = is_bundle || fault.kind == DownFault::Kind::kNotOurs ? 422 : 409;
  error.code = (is_bundle ? "bundle_" : "answer_") + code;
  error.message = {(is_bundle ? "bundle." : "answer.") + code, {}};
  return error;
}

registry::Message message_of(const RoundOutcome& outcome) {
  switch (outcome.result) {
    case RoundOutcome::Result::kDone: {
      registry::Message message = message_of(outcome.down);
      // What went up belongs to the sentence only when the round brought something; a refusal says enough by itself.
      if (message.key == "answer.taken") message.key = "round.done";
      if (message.key == "answer.taken_more") message.key = "round.done_more";
      if (message.key == "answer.old") message.key = "round.nothing_new";
      message.arguments["sent"] = std::to_string(outcome.sent);
      return message;
    }
    case RoundOutcome::Result::kNoLink: return {"round.no_link_" + outcome.step, {}};
    case RoundOutcome::Result::kNotAHub: return {"round.not_a_hub", {}};
    case RoundOutcome::Result::kRefused:
      if (outcome.step == "unknown_version") return {"round.hub_older", {}};
      return {"round.hub_refused", {{"status", outcome.step}}};
    case RoundOutcome::Result::kFault: break;
  }
  return {outcome.step == "database" ? "round.database" : "answer." + outcome.step, {}};
}

json::object outcome_json(const RoundOutcome& outcome, std::string_view office, registry::Language language) {
  json::object object{{"result", code_of(outcome.result)},
                      {"at", daemon::time_at_office(outcome.at, office)},
                      {"sent", outcome.sent},
                      {"exchanges", outcome.exchanges},
                      {"bytes_up", outcome.wire.sent},
                      {"bytes_down", outcome.wire.received}};
  object["summary"] = nullptr;
  if (outcome.result == RoundOutcome::Result::kDone) object["summary"] = summary_json(outcome.down, language);
  object["text"] = registry::text(language, message_of(outcome));
  object["technical"] = outcome.text;
  return object;
}

daemon::ApiError outcome_error(const RoundOutcome& outcome) {
  daemon::ApiError error;
  error.code = std::string(code_of(outcome.result));
  error.message = message_of(outcome);
  error.more["step"] = outcome.step;
  error.more["technical"] = outcome.text;
  error.status = outcome.result == RoundOutcome::Result::kNoLink  ? 503
                 : outcome.result == RoundOutcome::Result::kFault ? 409
                                                                  : 502;
  return error;
}

}  // namespace tirkeu::node
