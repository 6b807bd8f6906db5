// Ticket numbers (cl. 14, Annex 4), unique without a connection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tirkeu::registry {

/// "KZ-06-03/2026/QF-000123-7": office, year of acceptance, two letters of the log's key, running number, check digit.
/// The letters keep two lives of one office apart; the check digit (ISO 7064 MOD 11,10 over all letters and digits before it, a letter as its
/// two digits A=10 … Z=35) catches
/// every single wrong digit and nearly every swap when a number is read over the telephone.
std::string ticket_number(std::string_view office, int year, std::string_view key_letters, std::uint32_t running);
/// True when the form and the check digit are right. Case and blanks do not matter.
bool is_ticket_number(std::string_view text);
/// Two letters A-Z without I and O, from the first bytes of a log's public key.
std::string key_letters(std::uint16_t key_prefix);

}  // namespace tirkeu::registry
