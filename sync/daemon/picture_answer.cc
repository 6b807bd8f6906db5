#include "sync/daemon/picture_answer.h"

#include <algorithm>

#include "sync/daemon/record_json.h"

namespace tirkeu::daemon {
namespace {

crypto::Digest digest_of(const store::Attachment& fact) {
  crypto::Digest digest{};
  std::copy_n(fact.digest.begin(), std::min(digest.size(), fact.digest.size()), digest.begin());
  return digest;
}

}  // namespace

boost::json::object attachment_json(const store::Attachment& fact, store::ContentStore& contents, std::string_view office) {
  const std::optional<store::ContentState> state = contents.state(digest_of(fact));
  return {{"id", fact.id.to_string()},
          {"kind", fact.kind},
          {"paper", fact.paper ? boost::json::value(*fact.paper) : boost::json::value(nullptr)},
          {"media_type", fact.media_type},
          {"width", fact.width},
          {"height", fact.height},
          {"size", fact.size},
          {"clerk", fact.clerk},
          {"recorded_at", time_at_office(fact.recorded_at, office)},
          {"held", state ? state->held : 0},
          {"told", state ? state->told : 0},
          {"known", state.has_value()}};
}

std::optional<registry::PictureFault> fault_of(const store::Attachment& fact, store::ContentStore& contents) {
  const std::optional<store::ContentState> state = contents.state(digest_of(fact));
  if (!state || !state->is_whole()) return std::nullopt;
  const base::Bytes bytes = contents.read(state->digest, 0, static_cast<std::size_t>(state->size));
  const std::expected<registry::Picture, registry::PictureFault> picture = registry::admit_picture(bytes);
  if (!picture) return picture.error();
  // Whatever would be left behind was left behind where it was let in, and the fact says what it is.
  const bool is_same = picture->bytes == bytes && registry::media_type(picture->format) == fact.media_type;
  return is_same ? std::nullopt : std::optional(registry::PictureFault::kDamaged);
}

Outcome picture_answer(const store::Attachment& fact, store::ContentStore& contents) {
  const std::optional<store::ContentState> state = contents.state(digest_of(fact));
  if (!state) return std::unexpected(error(404, "picture_missing"));
  if (!state->is_whole())
    return std::unexpected(error(409, "picture_on_its_way", {{"held", std::to_string(state->held)}, {"size", std::to_string(state->size)}}));
  http::Response response =
      http::Response::bytes(200, fact.media_type, contents.read(state->digest, 0, static_cast<std::size_t>(state->size)));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Disposition", "inline; filename=\"" + fact.id.to_string() + (fact.media_type == "image/png" ? ".png" : ".jpg") + "\"");
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  return response;
}

}  // namespace tirkeu::daemon
