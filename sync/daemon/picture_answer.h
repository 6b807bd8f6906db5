// Attachments as both programs show them: in lists, and as a picture that a browser may show and nothing else.
#pragma once

#include <boost/json/object.hpp>

#include "schema/registry/picture.h"
#include "sync/daemon/answers.h"
#include "sync/store/content_store.h"
#include "sync/store/day_facts.h"

namespace tirkeu::daemon {

/// {"id","kind","paper","media_type","width","height","size","clerk","recorded_at","held","told","known"}; `held` counts the bytes that are here, `told`
/// (at a node) those that the hub said it holds. Not `known`: its bytes are neither here nor expected; the machine that had them was another.
boost::json::object attachment_json(const store::Attachment& fact, store::ContentStore& contents, std::string_view office);

/// Why bytes that are here may not be shown, although they are the ones that were sent: a code of registry::PictureFault. Its program let
/// them in; this one looks again, because a browser of this program would decode them. Nothing: they may, or they are not whole.
std::optional<registry::PictureFault> fault_of(const store::Attachment& fact, store::ContentStore& contents);

/// The bytes. A fault of ours may not hide behind a picture: a content that is not whole is 409 picture_on_its_way, one that nobody knows
/// 404 picture_missing. Shown in place, but as an opaque document without scripts, and never guessed to be another type.
Outcome picture_answer(const store::Attachment& fact, store::ContentStore& contents);

/// What may be attached: at most these bytes come through a browser's door.
inline constexpr std::size_t kPictureBytesMax = 5u << 20;

}  // namespace tirkeu::daemon
