#include "tests/bench/registrations.h"

#include <algorithm>
#include <cmath>

namespace tirkeu::bench {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}
/// "Karim/Карим Nur/Нур"
Pairs pairs(std::string_view text) {
  Pairs all;
  for (const std::string_view word : split(text)) all.emplace_back(word.substr(0, word.find('/')), word.substr(word.find('/') + 1));
  return all;
}

const Pairs kFirst = pairs(
    "Abdu/Абду Nur/Нур Sher/Шер Bakht/Бахт Dil/Дил Islam/Ислам Mirza/Мирза Khuda/Худа "
    "Alim/Алим Kara/Кара Tash/Таш Bek/Бек Zhan/Жан Sultan/Султан Temir/Темир Shakh/Шах Er/Ер "
    "Ulug/Улуг Orun/Орун Tokta/Токта Zhuma/Жума Saify/Сайфи Fayz/Файз Amir/Амир");
const Pairs kLast = pairs(
    "rakhim/рахим murod/мурод bek/бек zhan/жан mat/мат ali/али bay/бай kul/кул dor/дор "
    "mukhammad/мухаммад niyaz/нияз sher/шер tay/тай gul/гул ullo/улло shod/шод met/мет "
    "gali/гали");
const Pairs kSlavic = pairs(
    "Ivan/Иван Petr/Петр Sidor/Сидор Kuznets/Кузнец Smirn/Смирн Volk/Волк Moroz/Мороз "
    "Sokol/Сокол Lebed/Лебед Orl/Орл Koval/Ковал Taras/Тарас Melnik/Мельник Shevchuk/Шевчук "
    "Belous/Белоус Zhuravl/Журавл Chern/Черн Kharit/Харит Nikit/Никит Fedot/Федот");
const Pairs kSlavicMen = pairs(
    "Aleksandr/Александр Sergey/Сергей Dmitriy/Дмитрий Andrey/Андрей Aleksey/Алексей Ivan/Иван "
    "Nikolay/Николай Evgeniy/Евгений Mikhail/Михаил Yuriy/Юрий Pavel/Павел");
const Pairs kSlavicWomen = pairs(
    "Elena/Елена Olga/Ольга Tatyana/Татьяна Irina/Ирина Natalya/Наталья Anna/Анна "
    "Svetlana/Светлана Mariya/Мария Yuliya/Юлия Kseniya/Ксения Darya/Дарья");
const Pairs kChineseParts = pairs(
    "wei/вэй ming/мин jun/цзюнь hua/хуа jian/цзянь guo/го xiao/сяо li/ли ping/пин fang/фан "
    "yan/янь hong/хун lin/линь feng/фэн tao/тао bo/бо yong/юн zhi/чжи qiang/цян xin/синь "
    "chun/чунь dong/дун hai/хай jie/цзе lei/лэй mei/мэй");
const Pairs kChinese = pairs(
    "Wang/Ван Li/Ли Zhang/Чжан Liu/Лю Chen/Чэнь Yang/Ян Zhao/Чжао Huang/Хуан Zhou/Чжоу Wu/У "
    "Xu/Сюй Sun/Сунь Hu/Ху Zhu/Чжу Gao/Гао Lin/Линь He/Хэ Guo/Го Ma/Ма Luo/Ло");
const Pairs kWest = pairs(
    "Yilmaz/Йылмаз Kaya/Кая Demir/Демир Celik/Челик Sahin/Шахин Ozturk/Озтюрк Muller/Мюллер "
    "Schmidt/Шмидт Weber/Вебер Smith/Смит Johnson/Джонсон Brown/Браун Kumar/Кумар Singh/Сингх "
    "Sharma/Шарма Patel/Пател Hosseini/Хоссейни Ahmadi/Ахмади Rahimi/Рахими Khan/Хан");
const Pairs kWestMen = pairs(
    "Mehmet/Мехмет Mustafa/Мустафа Ahmet/Ахмет Emre/Эмре Thomas/Томас Michael/Майкл "
    "James/Джеймс Rajesh/Раджеш Sanjay/Санджай Ali/Али Hassan/Хассан Reza/Реза");
const Pairs kWestWomen = pairs(
    "Ayse/Айше Fatma/Фатма Emine/Эмине Anna/Анна Maria/Мария Priya/Прия Sarah/Сара Julia/Юлия "
    "Laura/Лаура Zeynep/Зейнеп Neha/Неха Maryam/Марьям");
const Pairs kTurkicMan = pairs("ov/ов ev/ев uly/улы zoda/зода");
const Pairs kTurkicWoman = pairs("ova/ова eva/ева kyzy/кызы zoda/зода");
/// Words with blanks inside are written with '_'.
const std::vector<std::string_view> kStreets = split(
    "Абая Сатпаева Толе_би Жибек_жолы Достык Ауэзова Байтурсынова Валиханова Гагарина Джамбула Кунаева Курмангазы Ленина "
    "Майлина Мира Наурыз Панфилова Пушкина Рыскулова Сейфуллина Тауелсиздик Терешковой Уалиханова Школьная Южная");
const std::vector<std::pair<std::string_view, int>> kPurposes = {{"private", 40}, {"employment", 28}, {"tourism", 12}, {"education", 7},
                                                                 {"business", 6}, {"family", 4},      {"treatment", 2}, {"transit", 1}};
const std::vector<std::pair<std::string_view, int>> kBorders = {
    {"Жибек Жолы", 30}, {"Кордай", 18}, {"Капланбек", 12}, {"Конысбаева", 9}, {"Карасу", 8}, {"аэропорт Алматы", 8},
    {"Хоргос", 5},      {"Достык", 3},  {"аэропорт Астана", 3}, {"Сырым", 2}, {"Маштаково", 2}};
const std::vector<std::pair<std::string_view, int>> kVisas = {{"B1", 15}, {"B3", 10}, {"C3", 35}, {"C9", 12}, {"F1", 10}, {"J1", 8}, {"M2", 10}};
const std::vector<std::pair<int, int>> kDaysHere = {{0, 10}, {1, 25}, {2, 25}, {3, 20}, {5, 12}, {12, 5}, {28, 3}};
const std::vector<int> kVisaDays = {30, 90, 180, 365};

std::string plus_days(base::Date day, std::int64_t days) {
  return base::format_date(base::Date(std::chrono::sys_days(day) + std::chrono::days(days)));
}
base::Date day(int year, unsigned month, unsigned number) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number);
}
std::string title(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}
/// Cyrillic U+0430..U+044F is two bytes; its capital lies 32 below.
std::string title_cyrillic(std::string text) {
  if (text.size() < 2) return text;
  const unsigned small = (static_cast<unsigned char>(text[0]) & 0x1fu) << 6 | (static_cast<unsigned char>(text[1]) & 0x3fu);
  if (small < 0x430 || small > 0x44f) return text;
  text[0] = static_cast<char>(0xc0u | (small - 32) >> 6);
  text[1] = static_cast<char>(0x80u | ((small - 32) & 0x3fu));
  return text;
}
std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}
std::string spaced(std::string_view text) {
  std::string copy(text);
  std::ranges::replace(copy, '_', ' ');
  return copy;
}
std::string joined(std::string_view a, std::string_view b) { return std::string(a).append(b); }

enum class Naming { kTurkic, kSlavic, kChinese, kWest };

}  // namespace

/// Where somebody is from: kind of name, form of the passport's number ('@' a letter, '0' a digit), visa.
struct Registrations::State {
  std::string_view code;
  Naming naming;
  std::string_view passport;
  bool visa;
};

Registrations::Registrations(sim::Dice dice, std::string office, std::string locality)
    : dice_(dice), office_(std::move(office)), locality_(std::move(locality)) {}

std::uint64_t Registrations::below(std::uint64_t bound) {
  bits_ += std::log2(static_cast<double>(bound));
  return dice_.below(bound);
}

bool Registrations::chance(double part) {
  const bool hit = static_cast<double>(dice_.below(1'000'000)) < part * 1'000'000;
  bits_ -= std::log2(hit ? part : 1 - part);
  return hit;
}

template <class T>
const T& Registrations::among(const std::vector<T>& options) {
  return options[below(options.size())];
}

template <class T>
const T& Registrations::weighted(const std::vector<std::pair<T, int>>& options) {
  int sum = 0;
  for (const auto& [value, weight] : options) sum += weight;
  int left = static_cast<int>(dice_.below(static_cast<std::uint64_t>(sum)));
  const auto chosen = std::ranges::find_if(options, [&](const auto& option) { return (left -= option.second) < 0; });
  bits_ -= std::log2(static_cast<double>(chosen->second) / sum);
  return chosen->first;
}

std::string Registrations::digits(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + below(10));
  return text;
}

std::string Registrations::filled(std::string_view form) {
  static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  std::string text;
  for (const char c : form) text += c == '0' ? static_cast<char>('0' + below(10)) : c == '@' ? kLetters[below(kLetters.size())] : c;
  return text;
}

/// Twelve digits with a sound check digit: birth date, century and sex, running number.
std::string Registrations::identity_number() {
  while (true) {
    const std::string born = plus_days(day(1950, 1, 1), static_cast<std::int64_t>(below(20'000)));
    const int century = born >= "2000" ? 5 : 3;
    std::string body = born.substr(2, 2) + born.substr(5, 2) + born.substr(8, 2) + std::to_string(century + static_cast<int>(below(2))) + digits(4);
    int check = 10;
    for (const int shift : {0, 2}) {
      int sum = 0;
      for (int i = 0; i < 11; ++i) sum += ((i + shift) % 11 + 1) * (body[static_cast<std::size_t>(i)] - '0');
      if (check == 10) check = sum % 11;
    }
    if (check < 10) return body + std::to_string(check);
  }
}

Registrations::Name Registrations::turkic(bool man) {
  const auto &a = among(kFirst), &b = among(kLast), &c = among(kFirst), &d = among(kLast), &end = among(man ? kTurkicMan : kTurkicWoman);
  return {upper(joined(a.first, b.first).append(end.first)), upper(joined(c.first, d.first)), joined(a.second, b.second).append(end.second),
          joined(c.second, d.second)};
}

Registrations::Name Registrations::slavic(bool man) {
  const auto &stem = among(kSlavic), &given = among(man ? kSlavicMen : kSlavicWomen);
  return {upper(joined(stem.first, man ? "ov" : "ova")), upper(std::string(given.first)), joined(stem.second, man ? "ов" : "ова"),
          std::string(given.second)};
}

Registrations::Name Registrations::name_of(const State& state, bool man) {
  if (state.naming == Naming::kTurkic) return turkic(man);
  if (state.naming == Naming::kSlavic) return slavic(man);
  if (state.naming == Naming::kWest) {
    const auto &surname = among(kWest), &given = among(man ? kWestMen : kWestWomen);
    return {upper(std::string(surname.first)), upper(std::string(given.first)), std::string(surname.second), std::string(given.second)};
  }
  const auto &surname = among(kChinese), &a = among(kChineseParts), &b = among(kChineseParts);
  return {upper(std::string(surname.first)), upper(joined(a.first, b.first)), std::string(surname.second), title_cyrillic(joined(a.second, b.second))};
}

std::string Registrations::clerk() { return std::string("clerk-") + static_cast<char>('a' + below(6)); }

std::int64_t Registrations::pause_s() { return static_cast<std::int64_t>(below(720)) + 360; }

registry::Application Registrations::next(base::Date today) {
  static const std::vector<std::pair<State, int>> kStates = {
      {{"UZB", Naming::kTurkic, "FA0000000", false}, 34}, {{"KGZ", Naming::kTurkic, "PE0000000", false}, 17},
      {{"TJK", Naming::kTurkic, "400000000", false}, 13}, {{"RUS", Naming::kSlavic, "750000000", false}, 14},
      {{"CHN", Naming::kChinese, "EJ0000000", true}, 8},  {{"TUR", Naming::kWest, "U00000000", false}, 5},
      {{"IND", Naming::kWest, "A0000000", true}, 3},      {{"AFG", Naming::kTurkic, "P00000000", true}, 2},
      {{"DEU", Naming::kWest, "C0@@00@00", false}, 1},    {{"USA", Naming::kWest, "500000000", false}, 1},
      {{"IRN", Naming::kWest, "A00000000", true}, 1},     {{"MNG", Naming::kTurkic, "E0000000", false}, 1}};
  const State& state = weighted(kStates);
  const bool man = chance(0.62);
  const Name name = name_of(state, man);
  registry::Application one;
  one.applicant = {name.surname, name.given, name.surname_local, name.given_local, std::nullopt,
                   plus_days(day(1955, 1, 1), static_cast<std::int64_t>(below(19'000))), man ? "M" : "F", std::string(state.code), std::nullopt};
  const auto issued = static_cast<std::int64_t>(below(3'650));
  one.document = {"passport", std::string(state.code), filled(state.passport), plus_days(day(2016, 12, 1), issued), plus_days(day(2016, 12, 1), issued + 3'652)};
  const std::int64_t here = weighted(kDaysHere);
  one.migration_card = {digits(8), std::string(weighted(kBorders)), plus_days(today, -here)};
  std::string until = plus_days(today, 30 - here);
  if (state.visa) {
    until = plus_days(today, among(kVisaDays) - here);
    one.visa = registry::Visa{digits(7), std::string(weighted(kVisas)), one.migration_card.entry_date, until};
  }
  const std::string street = spaced(among(kStreets));
  const std::string house = std::to_string(1 + below(150));
  std::optional<std::string> flat;
  if (chance(0.6)) flat = std::to_string(1 + below(90));
  one.stay = {std::string(weighted(kPurposes)), one.migration_card.entry_date, until, {office_, locality_, street, house, flat}};
  const Name host = chance(0.7) ? turkic(true) : slavic(true);
  one.host = registry::Host{"person", host.surname_local + " " + host.given_local, identity_number(), std::nullopt, std::nullopt};
  one.documents = {"application", "identity_document", "migration_card"};
  if (one.visa) one.documents.emplace_back("visa");
  return one;
}

}  // namespace tirkeu::bench
