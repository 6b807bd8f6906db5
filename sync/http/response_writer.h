// The bytes of an answer as they go out. Pure, so that header rules are tested without a socket.
#pragma once

#include <string>

#include "sync/http/message.h"
#include "sync/http/request_gate.h"

namespace tirkeu::http {

enum class AfterAnswer { kKeepOpen, kClose };

/// Status line and fields with the final empty line. Framing fields are ours whatever the handler set; security headers
/// are added where the handler did not set them; control characters in values become spaces, so that no value can begin
/// a field of its own. There is no Date: the clock of a node may be years off, and RFC 9110 section 6.6.1 has such a
/// server leave it out.
std::string head_of(const Response& response, AfterAnswer after);

/// The small JSON answer to a request that the gate refused or that broke off inside the server. In English with a
/// fixed code: the sender is no browser of ours.
Response refusal_answer(int status, std::string_view reason);

}  // namespace tirkeu::http
