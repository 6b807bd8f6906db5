// What a hub knows of its own department, and the numbers of its logs.
#pragma once

#include <string>

#include "sync/crypto/keys.h"
#include "sync/store/settings.h"
#include "sync/wire/messages.h"

namespace tirkeu::hub {

// The hub's logs of its first epoch. Each new epoch (after a restore from backup) takes the next kLogsPerEpoch numbers.
inline constexpr base::Incarnation kDepartmentLog = 1;
inline constexpr base::Incarnation kIndexLog = 2;
inline constexpr base::Incarnation kJudgementLog = 3;
inline constexpr base::Incarnation kFirstVerdictLog = 16;  ///< + the office's number within the department
inline constexpr base::Incarnation kLogsPerEpoch = 64;

constexpr base::Incarnation verdict_log(int office) { return kFirstVerdictLog + static_cast<base::Incarnation>(office); }

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
  const crypto::VerifyKey& root_key() const { return root_; }
  const crypto::SignatureBytes& keys_signature() const { return keys_signature_; }

 private:
  int number_ = 0;
  std::string public_url_;
  wire::Epoch epoch_{};
  crypto::VerifyKey root_;
  crypto::SignatureBytes keys_signature_{};
};

}  // namespace tirkeu::hub
