#include "processor/base64.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bitset>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace cwlogs {
namespace {

using base64::Kernel;
using Decoded = std::optional<std::string>;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string random_bytes(size_t n, unsigned seed = 1) {
  std::mt19937 random(seed + static_cast<unsigned>(n));
  std::string bytes(n, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

const unsigned char* as_unsigned(const std::string& s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

std::string openssl_encode(const std::string& bytes) {
  std::string text(base64::encoded_size(bytes.size()) + 1, '\0');  // it ends its text with a NUL
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   as_unsigned(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  return text;
}

// Lenient where ours is strict, and padding decodes to zeros: for sound texts only.
std::string openssl_decode(const std::string& text) {
  std::string bytes(base64::decoded_size_max(text.size()), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   as_unsigned(text), static_cast<int>(text.size()));
  const auto padding = std::count(text.begin(), text.end(), '=');
  bytes.resize(static_cast<size_t>(size - padding));
  return bytes;
}

// The strict verdict of RFC 4648 section 4, a bit at a time: slow, and plainly right.
Decoded oracle_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  std::string bits;
  for (const char letter : text) {
    const size_t sextet = kAlphabet.find(letter);
    if (sextet == std::string_view::npos) return std::nullopt;
    bits += std::bitset<6>(sextet).to_string();
  }
  std::string bytes;
  size_t at = 0;
  for (; bits.size() - at >= 8; at += 8) {
    bytes += static_cast<char>(std::bitset<8>(bits, at, 8).to_ulong());
  }
  if (bits.find('1', at) != std::string::npos) return std::nullopt;
  return bytes;
}

std::string kernel_name(Kernel kernel) {
  switch (kernel) {
    case Kernel::kScalar:
      return "Scalar";
    case Kernel::kSsse3:
      return "Ssse3";
    case Kernel::kAvx2:
      return "Avx2";
    case Kernel::kNeon:
      return "Neon";
  }
  return "Unknown";
}

std::vector<Kernel> supported_kernels() {
  std::vector<Kernel> kernels = {Kernel::kScalar, Kernel::kSsse3, Kernel::kAvx2, Kernel::kNeon};
  std::erase_if(kernels, [](Kernel kernel) { return !base64::supported(kernel); });
  return kernels;
}

class Base64 : public ::testing::TestWithParam<Kernel> {
 protected:
  // Input and output sit in blocks of exactly their size, so that AddressSanitizer sees one byte
  // more.
  static std::string encode(std::string_view bytes) {
    const std::vector<char> in(bytes.begin(), bytes.end());
    std::vector<char> out(base64::encoded_size(in.size()));
    base64::encode({in.data(), in.size()}, out.data(), GetParam());
    return {out.begin(), out.end()};
  }

  static Decoded decode(std::string_view text) {
    const std::vector<char> in(text.begin(), text.end());
    std::vector<char> out(base64::decoded_size_max(in.size()));
    const auto size = base64::decode({in.data(), in.size()}, out.data(), GetParam());
    if (!size) return std::nullopt;
    return std::string(out.data(), *size);
  }
};

INSTANTIATE_TEST_SUITE_P(, Base64, ::testing::ValuesIn(supported_kernels()),
                         [](const auto& test) { return kernel_name(test.param); });

TEST_P(Base64, GivesTheVectorsOfRfc4648Section10) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(encode(bytes), text);
    EXPECT_EQ(decode(text), bytes);
  }
}

TEST_P(Base64, AgreesWithOpensslOnEveryLength) {
  std::vector<size_t> lengths = {1000, 4095, 4096, 4097, 100'001};
  for (size_t n = 0; n <= 300; ++n) lengths.push_back(n);
  for (const size_t n : lengths) {
    const std::string bytes = random_bytes(n);
    const std::string text = openssl_encode(bytes);
    ASSERT_EQ(encode(bytes), text) << n;
    ASSERT_EQ(openssl_decode(text), bytes) << "the reference itself, " << n;
    ASSERT_EQ(decode(text), bytes) << n;
  }
}

TEST_P(Base64, KnowsEverySextetInEveryPosition) {
  for (size_t at = 0; at < 132; ++at) {
    for (const char letter : kAlphabet) {
      std::string text(132, 'A');
      text[at] = letter;
      const Decoded bytes = decode(text);
      ASSERT_EQ(bytes, oracle_decode(text)) << letter << " at " << at;
      ASSERT_EQ(encode(*bytes), text);
    }
  }
}

TEST_P(Base64, JudgesEveryByteInEveryPosition) {
  for (const size_t n : {1U, 2U, 3U, 12U, 17U, 18U, 30U, 33U, 48U, 97U, 98U, 150U}) {
    const std::string sound = openssl_encode(random_bytes(n));
    for (size_t at = 0; at < sound.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = sound;
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(decode(text), oracle_decode(text))
            << "byte " << byte << " at " << at << ": " << n;
      }
    }
  }
}

TEST_P(Base64, JudgesRandomMutationsAsTheOracleDoes) {
  std::string pool(kAlphabet);
  pool += "==--__ \n\r\t\\\"\x7f\x80\xff";
  pool += '\0';
  std::mt19937 random(7);
  size_t sound = 0;
  constexpr size_t kRounds = 20'000;
  for (size_t round = 0; round < kRounds; ++round) {
    std::string text = openssl_encode(random_bytes(random() % 120, 2));
    for (size_t edits = random() % 3; edits > 0 && !text.empty(); --edits) {
      const size_t at = random() % text.size();
      if (random() % 8 == 0) text.erase(at, 1);
      if (random() % 8 == 0) text.insert(at, 1, pool[random() % pool.size()]);
      if (at < text.size()) text[at] = pool[random() % pool.size()];
    }
    const Decoded expected = oracle_decode(text);
    ASSERT_EQ(decode(text), expected) << text;
    if (expected) ++sound;
  }
  EXPECT_GT(sound, kRounds / 10) << "both verdicts must occur";
  EXPECT_LT(sound, kRounds - kRounds / 10);
}

TEST_P(Base64, RejectsEveryLengthThatIsNoMultipleOfFour) {
  for (size_t n = 0; n < 300; ++n) {
    EXPECT_EQ(decode(std::string(n, 'A')).has_value(), n % 4 == 0) << n;
  }
}

TEST_P(Base64, TakesPaddingOnlyWhereItIsDue) {
  for (const std::string& whole : {std::string(), std::string(60, 'x'), std::string(200, 'x')}) {
    EXPECT_TRUE(decode(whole + "AA=="));
    EXPECT_TRUE(decode(whole + "AAA="));
    for (const char* last : {"A===", "====", "AA=A", "A=AA", "A=A=", "=AAA", "==AA", "AAAA=", "AAA",
                             "AA", "AA=", "=", "AA==AAAA", "AAA=AAAA", "AA==AA==", "AAAA===="}) {
      EXPECT_FALSE(decode(whole + last)) << last;
    }
  }
}

TEST_P(Base64, RejectsSpareBitsThatAreNotZero) {
  for (size_t sextet = 0; sextet < 64; ++sextet) {
    const std::string letter(1, kAlphabet[sextet]);
    EXPECT_EQ(decode("A" + letter + "==").has_value(), sextet % 16 == 0) << letter;
    EXPECT_EQ(decode("AA" + letter + "=").has_value(), sextet % 4 == 0) << letter;
  }
}

TEST_P(Base64, RejectsOtherDialects) {
  const std::string text = openssl_encode(random_bytes(150));
  for (const char* mark : {"-", "_", " ", "\n", "\r\n", "\t", "%2B"}) {
    for (size_t at = 0; at <= text.size(); at += 20) {
      EXPECT_FALSE(decode(std::string(text).replace(at, std::string(mark).size(), mark)));
      EXPECT_FALSE(decode(std::string(text).insert(at, 4, mark[0])));
    }
  }
  EXPECT_FALSE(decode(text + "\n"));
}

// A block that ends where an unreadable page begins: finds a byte too many without a sanitizer.
class GuardedBlock {
 public:
  explicit GuardedBlock(size_t n) : size_((n / page() + 2) * page()) {
    base_ = static_cast<char*>(
        mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (base_ == MAP_FAILED) throw std::bad_alloc();
    mprotect(base_ + size_ - page(), page(), PROT_NONE);
    data_ = base_ + size_ - page() - n;
  }
  ~GuardedBlock() { munmap(base_, size_); }
  GuardedBlock(const GuardedBlock&) = delete;
  GuardedBlock& operator=(const GuardedBlock&) = delete;

  char* data() const { return data_; }

 private:
  static size_t page() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

  size_t size_;
  char* base_;
  char* data_;
};

TEST_P(Base64, StaysInsideItsBlocks) {
  for (size_t n = 0; n <= 300; ++n) {
    const GuardedBlock bytes(n);
    const std::string random = random_bytes(n);
    std::copy(random.begin(), random.end(), bytes.data());

    const size_t text_size = base64::encoded_size(n);
    const GuardedBlock text(text_size);
    base64::encode({bytes.data(), n}, text.data(), GetParam());
    const GuardedBlock decoded(base64::decoded_size_max(text_size));
    ASSERT_EQ(base64::decode({text.data(), text_size}, decoded.data(), GetParam()), n);
    ASSERT_TRUE(std::equal(random.begin(), random.end(), decoded.data())) << n;
  }
}

TEST(Base64Kernel, ScalarRunsEverywhereAndTheBestIsSupported) {
  EXPECT_TRUE(base64::supported(Kernel::kScalar));
  EXPECT_TRUE(base64::supported(base64::best_kernel()));
  EXPECT_EQ(base64::best_kernel() == Kernel::kScalar, supported_kernels().size() == 1);
}

}  // namespace
}  // namespace cwlogs
