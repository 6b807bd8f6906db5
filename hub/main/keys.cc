#include "hub/main/keys.h"

#include <boost/json.hpp>

#include "sync/daemon/cli.h"

namespace tirkeu::hub {
namespace {

using daemon::CommandResult;

std::string sentence(RootKeyFault fault, const std::string& file, registry::Language language) {
  return registry::text(language, "root_key." + std::string(code_of(fault)), {{"file", file}});
}

std::expected<KeyStanding, CommandResult> standing_of(registry::Language language, const Ask& ask) {
  CommandResult told = ask({"keys", {}, {}, language});
  if (told.exit != daemon::ExitCode::kDone) return std::unexpected(std::move(told));
  const std::optional<KeyStanding> standing = KeyStanding::decode(told.payload);
  if (!standing) return std::unexpected(CommandResult::failed(registry::text(language, "hub.keys_not_certified")));
  return *standing;
}

}  // namespace

std::expected<RootKey, std::string> open_root_key(const std::string& file, const std::string& passphrase_file, registry::Language language) {
  const std::expected<std::string, std::string> passphrase = daemon::read_secret(passphrase_file, language);
  if (!passphrase) return std::unexpected(passphrase.error());
  base::SystemDisk disk;
  std::expected<RootKey, RootKeyFault> root = load_root_key(disk, file, *passphrase);
  if (!root) return std::unexpected(sentence(root.error(), file, language));
  return std::move(*root);
}

CommandResult rotate_keys(const RootWish& wish, registry::Language language, const Ask& ask) {
  const std::expected<RootKey, std::string> root = open_root_key(wish.root_key, wish.passphrase_file, language);
  if (!root) return CommandResult::failed(root.error());
  const std::expected<KeyStanding, CommandResult> standing = standing_of(language, ask);
  if (!standing) return standing.error();
  crypto::SystemEntropy entropy;
  const std::expected<KeyChange, RootKeyFault> change = make_change(*standing, *root, entropy);
  if (!change) return CommandResult::failed(sentence(change.error(), wish.root_key, language));
  return ask({"change-keys", {}, change->encoded(), language});
}

CommandResult rotate_root(const RootWish& wish, registry::Language language, const Ask& ask) {
  if (std::filesystem::exists(wish.new_root_key))
    return CommandResult::failed(registry::text(language, "hub.file_exists", {{"file", wish.new_root_key}}));
  const std::expected<RootKey, std::string> root = open_root_key(wish.root_key, wish.passphrase_file, language);
  if (!root) return CommandResult::failed(root.error());
  const std::expected<std::string, std::string> passphrase = daemon::read_secret(wish.new_passphrase_file, language);
  if (!passphrase) return CommandResult::failed(passphrase.error());
  const std::expected<KeyStanding, CommandResult> standing = standing_of(language, ask);
  if (!standing) return standing.error();
  crypto::SystemEntropy entropy;
  const std::expected<RootHandover, RootKeyFault> handover = hand_over(*standing, *root, entropy);
  if (!handover) return CommandResult::failed(sentence(handover.error(), wish.root_key, language));
  base::SystemDisk disk;
  save_root_key(disk, wish.new_root_key, handover->next, *passphrase, entropy, {3, 256u << 20});
  CommandResult result = ask({"change-keys", {}, handover->change.encoded(), language});
  if (result.exit == daemon::ExitCode::kDone) {
    result.output.as_object()["root_key_file"] = wish.new_root_key;
    result.output.as_object()["next"] = registry::text(language, "hub.root_next", {{"file", wish.new_root_key}, {"old", wish.root_key}});
  }
  return result;
}

}  // namespace tirkeu::hub
