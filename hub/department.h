// What a hub knows of its own department, and the numbers of its logs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/key_change.h"
#include "sync/crypto/keys.h"
#include "sync/store/settings.h"
#include "sync/wire/messages.h"

namespace tirkeu::hub {

/// The numbers of the hub's logs in one epoch. A hub that was restored from a backup begins the next epoch: what it writes then can
/// never be taken for what it had written before and lost. Those of the first lie below the nodes' numbers, later ones above them.
class EpochLogs {
 public:
  constexpr explicit EpochLogs(std::uint32_t number) : number_(number) {}
  constexpr std::uint32_t number() const { return number_; }
  constexpr base::Incarnation department() const { return first() + 1; }
  constexpr base::Incarnation index() const { return first() + 2; }
  constexpr base::Incarnation judgements() const { return first() + 3; }
  /// The epoch whose department's log has that number; nothing when it is no such number.
  static constexpr std::optional<std::uint32_t> numbered_by(base::Incarnation department_log) {
    if (department_log == 1) return 0;
    if (department_log <= base::kFirstLaterEpochIncarnation || (department_log - base::kFirstLaterEpochIncarnation) % kPerEpoch != 1)
      return std::nullopt;
    return (department_log - base::kFirstLaterEpochIncarnation) / kPerEpoch + 1;
  }
  constexpr base::Incarnation verdicts(int office) const { return first() + 16 + static_cast<base::Incarnation>(office); }

 private:
  static constexpr base::Incarnation kPerEpoch = 64;
  constexpr base::Incarnation first() const {
    return number_ == 0 ? 0 : base::kFirstLaterEpochIncarnation + (number_ - 1) * kPerEpoch;
  }
  std::uint32_t number_ = 0;
};
inline constexpr std::uint32_t kEpochNumberMax = 1024;

/// The keys of a hub with what the root key says of them.
struct CertifiedKeys {
  protocol::RootChain roots;
  crypto::VerifyKey sign_key;
  crypto::SignatureBytes keys_signature{};     ///< as enrolment files carry it
  std::optional<wire::KeyStatement> statement{};  ///< nothing for the pair that a department's first hub is made with
};

/// Identity of the hub: written by init, read at every start.
class Department {
 public:
  /// `epoch_number`: 0, unless this hub replaces another one of which there is no backup.
  static void create(store::Settings& settings, int number, const std::string& public_url, const wire::Epoch& epoch,
                     const CertifiedKeys& keys, std::uint32_t epoch_number);
  /// Throws store::WrongDatabase when the database has none.
  explicit Department(store::Settings& settings);

  int number() const { return number_; }
  std::string code() const;                       ///< "KZ-06"
  std::string office_code(int office) const;      ///< "KZ-06-03", office 0: "KZ-06"
  const std::string& public_url() const { return public_url_; }
  const wire::Epoch& epoch() const { return epoch_; }
  EpochLogs logs() const { return EpochLogs(epoch_number_); }  ///< of the present epoch
  /// Inside a transaction; what it changes here holds once that is committed.
  void begin_epoch(store::Settings& settings, const wire::Epoch& epoch, std::uint32_t number);
  /// The newest, which stands in enrolment files.
  const crypto::VerifyKey& root_key() const { return roots_.newest(); }
  const protocol::RootChain& roots() const { return roots_; }
  /// Nothing while the hub has the keys that it was made with.
  const std::optional<wire::KeyStatement>& statement() const { return statement_; }
  std::uint64_t serial() const { return statement_ ? statement_->serial : 0; }
  /// Signing keys that are or were this department's hub's, the present one first: what they signed is proof of what it says.
  const std::vector<crypto::VerifyKey>& sign_keys() const { return sign_keys_; }
  /// The root key has certified another pair. Inside a transaction; what it changes here holds once that is committed.
  void take_keys(store::Settings& settings, const CertifiedKeys& keys);
  /// A signing key that this hub had and forgot, or that the hub before it had. Inside a transaction.
  void remember_key(store::Settings& settings, const crypto::VerifyKey& sign_key);
  const crypto::SignatureBytes& keys_signature() const { return keys_signature_; }

 private:
  Department() = default;
  void keep_sign_keys(store::Settings& settings);

  int number_ = 0;
  std::string public_url_;
  wire::Epoch epoch_{};
  std::uint32_t epoch_number_ = 0;
  protocol::RootChain roots_;
  std::optional<wire::KeyStatement> statement_;
  std::vector<crypto::VerifyKey> sign_keys_;
  crypto::SignatureBytes keys_signature_{};
};

}  // namespace tirkeu::hub
