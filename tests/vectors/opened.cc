#include "tests/vectors/opened.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "sync/base/invariant.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/evidence.h"
#include "sync/protocol/succession.h"
#include "tests/vectors/header_json.h"

namespace tirkeu::testing {
namespace {

namespace json = boost::json;

base::Bytes bytes_at(const json::object& object, std::string_view name) {
  const std::optional<base::Bytes> bytes = base::from_hex(object.at(name).as_string());
  base::require(bytes.has_value(), "a vector's bytes are hexadecimal");
  return *bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> exactly(const json::object& object, std::string_view name) {
  const base::Bytes bytes = bytes_at(object, name);
  base::require(bytes.size() == N, "a vector's keys and digests have their exact lengths");
  std::array<std::uint8_t, N> value;
  std::ranges::copy(bytes, value.begin());
  return value;
}

crypto::VerifyKey key_at(const json::object& object, std::string_view name) { return {exactly<32>(object, name)}; }

json::object refused(std::string_view code) { return {{"refused", code}}; }

std::uint64_t number_at(const json::object& object, std::string_view name) { return std::stoull(std::string(object.at(name).as_string())); }

/// What the vector's receiver holds before a run.
std::optional<protocol::Standing> standing_of(const json::object& vector, const wire::Section& section) {
  for (const json::value& value : vector.at("knows").as_array()) {
    const json::object& known = value.as_object();
    if (known.at("incarnation").to_number<std::uint32_t>() != section.incarnation || number_at(known, "sequence") + 1 != section.first) continue;
    protocol::Standing standing;
    standing.digest = exactly<32>(known, "digest");
    for (const json::value& entry : known.at("before").as_array()) standing.before.push_back(*base::from_hex(entry.as_string()));
    if (known.contains("receipt")) standing.receipt = exactly<16>(known, "receipt");
    return standing;
  }
  return std::nullopt;
}

json::array runs_json(const std::vector<protocol::Run>& runs) {
  json::array array;
  for (const protocol::Run& run : runs) {
    json::array entries;
    for (const protocol::ChainedEntry& chained : run.entries) {
      json::object entry = entry_json(chained.entry);
      entry["digest"] = hex(chained.digest);
      entries.push_back(std::move(entry));
    }
    array.push_back(json::object{{"incarnation", run.section.incarnation}, {"kind", static_cast<int>(run.section.kind)}, {"entries", std::move(entries)}});
  }
  return array;
}

/// What the header claims, each held against the key or secret by which its reader knows better.
json::object claims_json(const wire::UpHeader& header, const json::object& vector) {
  json::object claims;
  if (header.enrolment) claims["enrolment"] = protocol::proves(*header.enrolment, bytes_at(vector, "secret"));
  if (header.succession) claims["succession"] = protocol::proves(*header.succession, header.incarnation, key_at(vector, "previous_key"));
  if (header.proof) {
    const crypto::VerifyKey hub = key_at(vector, "hub_key");
    if (const auto& grant = header.proof->grant) claims["grant"] = hub.verify(crypto::Label::kGrant, grant->bytes, grant->signature);
    json::array receipts;
    for (const wire::SignedBytes& kept : header.proof->receipts) {
      const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(kept, hub);
      receipts.push_back(answer ? json::value(hex(answer->receipt_digest)) : json::value(nullptr));
    }
    claims["receipts"] = std::move(receipts);
  }
  if (!header.returned.empty()) {
    json::array returned;
    for (const wire::ReturnedRun& run : header.returned) {
      const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(run.evidence, key_at(vector, "hub_key"));
      returned.push_back(answer && std::ranges::any_of(answer->header.sections, [&](const wire::Section& section) {
                           return section.incarnation == run.section.incarnation && section.head == run.section.head;
                         }));
    }
    claims["returned"] = std::move(returned);
  }
  return claims;
}

protocol::Opened<protocol::AuthenticUp> authentic_up(const json::object& vector) {
  const auto seal = crypto::SealingKey::from_secret(bytes_at(vector, "sealing_secret"));
  const auto opened = protocol::OpenedUp::open(bytes_at(vector, "bytes"), seal, base::Limits());
  if (!opened) return std::unexpected(opened.error());
  return opened->authenticate(key_at(vector, "sender"));
}

protocol::Opened<protocol::AuthenticDown> authentic_down(const json::object& vector) {
  const auto seal = crypto::SealingKey::from_secret(bytes_at(vector, "sealing_secret"));
  return protocol::AuthenticDown::open(bytes_at(vector, "bytes"), seal, key_at(vector, "sender"), base::Limits());
}

/// The sender's own run, and those that come back to a hub.
protocol::Opened<std::vector<protocol::Run>> runs_of_up(const protocol::AuthenticUp& up, const json::object& vector) {
  std::vector<protocol::Run> runs;
  if (const std::optional<protocol::Standing> standing = standing_of(vector, up.header().section)) {
    auto run = up.entries(*standing, base::Limits());
    if (!run) return std::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  if (up.header().returned.empty()) return runs;
  const auto base_of = [&vector](const wire::Section& section) {
    const auto known = standing_of(vector, section);
    return known ? std::optional<crypto::Digest>(known->digest) : std::nullopt;
  };
  auto returned = up.returned(base_of, base::Limits());
  if (!returned) return std::unexpected(returned.error());
  std::ranges::move(*returned, std::back_inserter(runs));
  return runs;
}

protocol::Opened<std::vector<protocol::Run>> runs_of_down(const protocol::AuthenticDown& down, const json::object& vector) {
  return down.runs([&vector](const wire::Section& section) { return standing_of(vector, section); }, base::Limits());
}

json::object open_up(const json::object& vector) {
  const auto up = authentic_up(vector);
  if (!up) return refused(code_of(up.error()));
  const auto runs = runs_of_up(*up, vector);
  if (!runs) return refused(code_of(runs.error()));
  json::object gives{{"header", header_json(up->header())}, {"claims", claims_json(up->header(), vector)}, {"runs", runs_json(*runs)}};
  return {{"gives", std::move(gives)}};
}

json::object open_down(const json::object& vector) {
  const auto down = authentic_down(vector);
  if (!down) return refused(code_of(down.error()));
  const auto runs = runs_of_down(*down, vector);
  if (!runs) return refused(code_of(runs.error()));
  json::object gives{{"header", header_json(down->header())}, {"receipt_digest", hex(down->receipt_digest())}, {"runs", runs_json(*runs)}};
  return {{"gives", std::move(gives)}};
}

json::object open_enrolment(const json::object& vector) {
  const auto enrolment = protocol::read_enrolment(bytes_at(vector, "bytes"));
  if (!enrolment) return refused(code_of(enrolment.error()));
  const wire::Grant& grant = enrolment->grant;
  const crypto::Digest first = wire::grant_digest(enrolment->grant_bytes);
  json::object gives{{"grant", grant_json(grant)},
                     {"secret", hex(enrolment->secret)},
                     {"first_life_stands_on", hex(first)},
                     {"second_life_stands_on", hex(protocol::base_of_life(first, grant.first_incarnation, grant.first_incarnation + 1))},
                     {"hub_fingerprint", crypto::fingerprint(protocol::hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key))}};
  return {{"gives", std::move(gives)}};
}

}  // namespace

json::object open_vector(const json::object& vector) {
  const json::string& reads = vector.at("reads").as_string();
  if (reads == "up") return open_up(vector);
  if (reads == "down") return open_down(vector);
  return open_enrolment(vector);
}

std::vector<protocol::Run> runs_of(const json::object& vector) {
  const bool is_up = vector.at("reads").as_string() == "up";
  const auto runs = is_up ? runs_of_up(*authentic_up(vector), vector) : runs_of_down(*authentic_down(vector), vector);
  base::require(runs.has_value(), "a sound vector's runs open");
  return *runs;
}

std::string printed(const json::object& vector) {
  std::string text = "{";
  const char* separator = "\n ";
  for (const auto& [name, value] : vector) {
    text.append(separator).append(json::serialize(json::string(name))).append(": ").append(json::serialize(value));
    separator = ",\n ";
  }
  return text + "\n}\n";
}

}  // namespace tirkeu::testing
