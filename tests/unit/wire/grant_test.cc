#include "sync/wire/messages.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

using testing::sample_grant;
std::string fault_of(const Grant& message) {
  const auto decoded = decode_grant(encode(message));
  return decoded ? "accepted" : decoded.error().what;
}

TEST(Grant, KeepsEveryField) {
  const Grant grant = *decode_grant(encode(sample_grant()));
  const Grant expected = sample_grant();
  EXPECT_EQ(grant.id, expected.id);
  EXPECT_EQ(grant.department, 6u);
  EXPECT_EQ(grant.office, 3u);
  EXPECT_EQ(grant.first_incarnation, 1032u);
  EXPECT_EQ(grant.incarnations, 8u);
  EXPECT_EQ(grant.epoch, expected.epoch);
  EXPECT_EQ(grant.issued_at, expected.issued_at);
  EXPECT_EQ(grant.expires_at, expected.expires_at);
  EXPECT_EQ(grant.hub_url, expected.hub_url);
  EXPECT_EQ(grant.root_key, expected.root_key);
  EXPECT_EQ(grant.hub_sign_key, expected.hub_sign_key);
  EXPECT_EQ(grant.hub_seal_key, expected.hub_seal_key);
  EXPECT_EQ(grant.hub_keys_signature, expected.hub_keys_signature);
  EXPECT_EQ(grant.hub_tls_fingerprint, expected.hub_tls_fingerprint);
  ASSERT_EQ(grant.hub_logs.size(), 2u);
  EXPECT_EQ(grant.hub_logs[1].base, expected.hub_logs[1].base);
}

TEST(Grant, RefusesNumbersThatNoHubGrants) {
  const auto with = [](auto change) {
    Grant grant = sample_grant();
    change(grant);
    return fault_of(grant);
  };
  EXPECT_EQ(with([](Grant& g) { g.department = 0; }), "grant: department");
  EXPECT_EQ(with([](Grant& g) { g.department = 64; }), "grant: department");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = 1023; }), "grant: firstIncarnation");
  EXPECT_EQ(with([](Grant& g) { g.incarnations = 0; }), "grant: incarnations");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = base::kIncarnationMax - 6; }), "grant: incarnations");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = base::kIncarnationMax - 7; }), "accepted");
  EXPECT_EQ(with([](Grant& g) { g.hub_seal_key = {}; }), "grant: hubSealKey");
  EXPECT_EQ(with([](Grant& g) { g.hub_tls_fingerprint.pop_back(); }), "grant: hubTlsFingerprint");
  EXPECT_EQ(with([](Grant& g) { g.hub_logs[0].incarnation = 0; }), "grant: hubLogs.incarnation");
  EXPECT_EQ(with([](Grant& g) { g.hub_logs[0].kind = static_cast<LogKind>(9); }), "grant: hubLogs.kind is not known to this version");
}

TEST(Grant, RefusesAnAddressWithANulInIt) {
  base::Bytes bytes = encode(sample_grant());
  const std::string_view url = "http://10.6";
  const auto at = std::search(bytes.begin(), bytes.end(), url.begin(), url.end());
  ASSERT_NE(at, bytes.end());
  at[3] = 0;
  EXPECT_EQ(decode_grant(bytes).error().what, "grant: hubUrl");
}

}  // namespace
}  // namespace tirkeu::wire
