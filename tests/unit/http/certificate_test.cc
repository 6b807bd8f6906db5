#include "sync/http/certificate.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tirkeu::http {
namespace {

using namespace std::chrono;

CertificateWish wish() {
  CertificateWish wish;
  wish.common_name = "КҚПБ Атырау";
  wish.alternative_names = {"localhost", "127.0.0.1", "::1", "node.office.local"};
  wish.valid_from = sys_days{2013y / July / 23};
  wish.valid_until = sys_days{2043y / July / 23};
  return wish;
}

TEST(Certificate, HasTheFingerprintOfItsOwnPem) {
  const CertificatePair pair = make_self_signed(wish());
  EXPECT_EQ(pair.sha256.size(), 95u);
  EXPECT_EQ(fingerprint_of(pair.certificate_pem), pair.sha256);
  EXPECT_TRUE(pair.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
}

TEST(Certificate, IsNeverTheSameTwice) {
  EXPECT_NE(make_self_signed(wish()).sha256, make_self_signed(wish()).sha256);
}

TEST(Certificate, RefusesNamesThatWouldBringEntriesOfTheirOwn) {
  CertificateWish bad = wish();
  bad.alternative_names = {"a,DNS:evil.example"};
  EXPECT_THROW(make_self_signed(bad), std::runtime_error);
  bad.alternative_names = {""};
  EXPECT_THROW(make_self_signed(bad), std::runtime_error);
}

TEST(Certificate, RefusesAReversedValidity) {
  CertificateWish bad = wish();
  std::swap(bad.valid_from, bad.valid_until);
  EXPECT_THROW(make_self_signed(bad), std::runtime_error);
  EXPECT_THROW(fingerprint_of("no certificate"), std::runtime_error);
}

}  // namespace
}  // namespace tirkeu::http
