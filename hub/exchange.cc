// The sync endpoint and the work that follows a round.
#include <memory>

#include "hub/api.h"

namespace tirkeu::hub {
namespace {

/// Tags computed in one go on a worker: about a tenth of a second, after which administrators get their turn.
constexpr std::size_t kTagsAtOnce = 16;
/// Entries that an answer over a line may carry; the node asks for the rest at once.
constexpr std::size_t kAnswerBytes = 256u << 10;
/// A stick carries everything.
constexpr std::size_t kStickBytes = 4u << 20;

}  // namespace

void IndexWorker::wake() {
  if (busy_) return;
  auto wanted = std::make_shared<std::vector<IndexKeeper::Wanted>>(hub_.index().wanted(kTagsAtOnce));
  if (wanted->empty()) return;
  busy_ = true;
  const IndexKeeper::Generation generation = hub_.index().newest_generation();
  loop_.compute(
      [wanted, generation, &tagger = tagger_] {
        for (IndexKeeper::Wanted& one : *wanted) one.tag = tagger.tag(generation.key, one.text);
      },
      [this, wanted, number = generation.number] {
        busy_ = false;
        hub_.index().publish(*wanted, number, hub_.time());
        wake();
      });
}

Exchange::Exchange(Hub& hub, IndexWorker& index, service::Log& log, service::Metrics& metrics)
    : hub_(hub),
      index_(index),
      log_(log),
      rounds_(metrics.counter("tirkeu_hub_rounds", "Bundles answered")),
      entries_(metrics.counter("tirkeu_hub_entries", "Log entries taken in")),
      refused_(metrics.counter("tirkeu_hub_refused", "Bundles not taken")) {}

AdmissionReport Exchange::take(base::ByteView bundle, Admission::Road road) {
  const std::size_t bytes = road == Admission::Road::kLine ? kAnswerBytes : kStickBytes;
  AdmissionReport report = hub_.admission().admit(bundle, road, bytes);
  entries_.add(report.entries);
  if (report.fault || report.refusal != wire::Refusal::kNone) {
    refused_.add();
    log_.warning("bundle_refused", {{"result", service::Name{code_of(report.result)}},
                                    {"fault", service::Name{report.fault ? protocol::code_of(*report.fault) : "none"}},
                                    {"refusal", service::Name{wire::code_of(report.refusal)}},
                                    {"office", service::Code{report.office}}});
  } else {
    rounds_.add();
    log_.info("bundle_taken", {{"office", service::Code{report.office}},
                               {"entries", report.entries},
                               {"verdicts", report.verdicts},
                               {"held_through", static_cast<std::int64_t>(report.held_through)}});
  }
  index_.wake();
  return report;
}

http::Response Exchange::answer(const http::Request& request) {
  // On a line of 9.6 kbit/s forty bytes of media type are a thirtieth of a second, each way: who says none is told none.
  const std::string media_type = request.media_type();
  if (!media_type.empty() && media_type != kBundleType)
    return http::Response::json(415, R"({"error":{"code":"not_a_bundle","message":"application/vnd.tirkeu.bundle is needed"}})");
  AdmissionReport report = take(request.body, Admission::Road::kLine);
  if (report.answer && report.fault) {
    // Sealed to a key that this hub does not have: the root key's statement says to which key it can be sealed.
    http::Response response = http::Response::empty(421);
    response.body = std::move(*report.answer);
    return response;
  }
  if (report.answer) {
    http::Response response = http::Response::empty(200);
    if (!media_type.empty()) response.headers.set("Content-Type", kBundleType);
    response.body = std::move(*report.answer);
    response.sparing = true;
    return response;
  }
  const std::string code = report.fault ? std::string(protocol::code_of(*report.fault)) : std::string(wire::code_of(report.refusal));
  return http::Response::json(report.fault ? 400 : 403, R"({"error":{"code":")" + code + R"("}})");
}

}  // namespace tirkeu::hub
