#include "tests/tls_fixture.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <random>
#include <stdexcept>

namespace cwlogs::testing {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

struct Identity {
  Owned<EVP_PKEY> key;
  Owned<X509> certificate;
};

void check(bool right, const char* what) {
  if (!right) throw std::runtime_error(what);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

// Signed by `issuer`, or by itself. An empty `host` makes a CA.
Identity make_identity(const std::string& name, const std::string& host, const Identity* issuer) {
  Identity made{Owned<EVP_PKEY>(EVP_EC_gen("P-256")), Owned<X509>(X509_new())};
  check(made.key != nullptr && made.certificate != nullptr, "key");
  X509* const certificate = made.certificate.get();
  const Identity& signer = issuer == nullptr ? made : *issuer;
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), std::random_device{}());
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 24L * 3600);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  if (host.empty()) {
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate, certificate, NID_subject_alt_name,
                  "DNS:" + host + ",IP:127.0.0.1,IP:::1");
  }
  if (issuer != nullptr) {
    add_extension(certificate, signer.certificate.get(), NID_authority_key_identifier, "keyid");
  }
  check(X509_sign(certificate, signer.key.get(), EVP_sha256()) > 0, "signature");
  return made;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_X509(bio.get(), certificate) == 1, "certificate");
  return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "key");
  return text_of(bio.get());
}

}  // namespace

TestCa::TestCa(const std::string& host) {
  const Identity root = make_identity("cwlogs test root", "", nullptr);
  const Identity intermediate = make_identity("cwlogs test intermediate", "", &root);
  const Identity server = make_identity("cwlogs test server", host, &intermediate);
  folder_.write("ca.pem", pem_of(root.certificate.get()));
  folder_.write("server-chain.pem",
                pem_of(server.certificate.get()) + pem_of(intermediate.certificate.get()));
  folder_.write("server-key.pem", pem_of(server.key.get()));
}

}  // namespace cwlogs::testing
