// What a hub knows of its own department, and the numbers of its logs.
#pragma once

#include <string>

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
  constexpr base::Incarnation verdicts(int office) const { return first() + 16 + static_cast<base::Incarnation>(office); }

 private:
  static constexpr base::Incarnation kPerEpoch = 64;
  constexpr base::Incarnation first() const {
    return number_ == 0 ? 0 : base::kFirstLaterEpochIncarnation + (number_ - 1) * kPerEpoch;
  }
  std::uint32_t number_ = 0;
};
inline constexpr std::uint32_t kEpochNumberMax = 1024;

/// Identity of the hub: written by init, read at every start.
class Department {
 public:
  static void create(store::Settings& settings, int number, const std::string& public_url, const wire::Epoch& epoch,
                     const crypto::VerifyKey& root, const crypto::SignatureBytes& keys_signature);
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
  const crypto::VerifyKey& root_key() const { return root_; }
  const crypto::SignatureBytes& keys_signature() const { return keys_signature_; }

 private:
  int number_ = 0;
  std::string public_url_;
  wire::Epoch epoch_{};
  std::uint32_t epoch_number_ = 0;
  crypto::VerifyKey root_;
  crypto::SignatureBytes keys_signature_{};
};

}  // namespace tirkeu::hub
