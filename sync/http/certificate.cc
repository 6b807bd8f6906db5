#include "sync/http/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  throw std::runtime_error("certificate: " + what + ": " + reason.data());
}

void demand(bool done, const char* what) {
  if (!done) fail(what);
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string fingerprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  demand(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1, "fingerprint");
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    if (i > 0) text += ':';
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  demand(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

// OpenSSL's configuration syntax separates by commas, so a name that has one would bring entries of its own.
std::string alternative_names_of(const std::vector<std::string>& names) {
  std::string value;
  for (const std::string& name : names) {
    if (name.empty() || name.find_first_of(",:\"\\\n ") != std::string::npos) {
      if (kind_of_address(name) == AddressKind::kNone) {
        throw std::runtime_error("certificate: not a host name or address: \"" + name + "\"");
      }
    }
    if (!value.empty()) value += ',';
    value += (kind_of_address(name) == AddressKind::kNone ? "DNS:" : "IP:") + name;
  }
  return value;
}

void set_time(ASN1_TIME* field, base::Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count();
  demand(ASN1_TIME_set(field, static_cast<time_t>(seconds)) != nullptr, "validity");
}

void set_serial(X509* certificate) {
  std::array<unsigned char, 16> random{};
  demand(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1, "serial number");
  random[0] = static_cast<unsigned char>((random[0] & 0x7f) | 0x40);  // positive and of full length
  const Number number(BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr));
  demand(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
         "serial number");
}

void set_subject(X509* certificate, const std::string& common_name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  demand(
      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, static_cast<int>(common_name.size()), -1, 0) == 1,
      "common name");
  demand(X509_set_issuer_name(certificate, subject) == 1, "issuer");
}

}  // namespace

CertificatePair make_self_signed(const CertificateWish& wish) {
  if (wish.valid_until <= wish.valid_from) throw std::runtime_error("certificate: its validity ends before it begins");
  const Key key(EVP_EC_gen("P-256"));
  demand(key != nullptr, "key");
  const Certificate certificate(X509_new());
  demand(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "certificate");
  set_serial(certificate.get());
  set_subject(certificate.get(), wish.common_name);
  set_time(X509_getm_notBefore(certificate.get()), wish.valid_from);
  set_time(X509_getm_notAfter(certificate.get()), wish.valid_until);
  demand(X509_set_pubkey(certificate.get(), key.get()) == 1, "public key");
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), NID_subject_key_identifier, "hash");
  if (!wish.alternative_names.empty()) {
    add_extension(certificate.get(), NID_subject_alt_name, alternative_names_of(wish.alternative_names));
  }
  demand(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "signature");

  CertificatePair pair;
  const Memory certificate_text(BIO_new(BIO_s_mem()));
  const Memory key_text(BIO_new(BIO_s_mem()));
  demand(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1, "PEM");
  demand(PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "PEM");
  pair.certificate_pem = text_of(certificate_text.get());
  pair.key_pem = text_of(key_text.get());
  pair.sha256 = fingerprint(certificate.get());
  return pair;
}

std::string fingerprint_of(std::string_view certificate_pem) {
  const Memory memory(BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())));
  const Certificate certificate(memory ? PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr) : nullptr);
  demand(certificate != nullptr, "no certificate in this text");
  return fingerprint(certificate.get());
}

}  // namespace tirkeu::http
