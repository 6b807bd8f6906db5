// A self-signed certificate for browsers on the office's own network. The department has no public name and no
// internet, so no authority could sign one; the clerk's browser trusts it by its fingerprint, shown at init and once
// accepted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.h"

namespace tirkeu::http {

struct CertificateWish {
  std::string common_name;
  /// DNS names and IP addresses (told apart by form); browsers look only here, never at the common name.
  std::vector<std::string> alternative_names;
  base::Instant valid_from{};
  base::Instant valid_until{};
};

struct CertificatePair {
  std::string certificate_pem;
  /// PKCS#8 without a passphrase; the caller writes it with mode 0600.
  std::string key_pem;
  /// SHA-256 of the DER form as browsers show it: upper-case hexadecimal pairs joined by colons.
  std::string sha256;
};

/// ECDSA P-256 (browsers refuse Ed25519 in TLS), key and serial number from OpenSSL's generator. Throws
/// std::runtime_error with OpenSSL's reason, and for an empty or reversed validity.
CertificatePair make_self_signed(const CertificateWish& wish);

/// The fingerprint of the first certificate of a PEM text. Throws std::runtime_error when there is none.
std::string fingerprint_of(std::string_view certificate_pem);

}  // namespace tirkeu::http
