// Keys of a life that begins in an office which has led others.
#pragma once

#include <string>

#include "node/identity.h"
#include "sync/store/log_store.h"

namespace tirkeu::node {

/// The letters that tickets of a life with that key carry.
std::string letters_of(const crypto::VerifyKey& key);
/// Another life of this office than `besides` has these letters.
bool is_taken(store::LogStore& logs, const std::string& letters, base::Incarnation besides);
/// Keys whose letters on tickets no life of this office has, known here by its log or by its keys: the running numbers of an old life may
/// be known no more.
NodeKeys fresh_keys(store::LogStore& logs, const KeyRing& ring, base::Entropy& entropy);

}  // namespace tirkeu::node
