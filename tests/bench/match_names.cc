#include "tests/bench/match_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace tirkeu::bench {
namespace {

using Words = std::vector<std::string>;

Words split(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    words.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return words;
}

/// Every beginning with every end; "-" is none.
Words compounds(std::string_view beginnings, std::string_view ends) {
  Words words;
  for (const std::string& end : split(ends))
    for (const std::string& beginning : split(beginnings)) words.push_back(end == "-" ? beginning : beginning + end);
  return words;
}

struct Culture {
  Words stems, men_endings, women_endings;
  Words men, women;
  Words states, places;
  int second_names = 0;  ///< of a hundred have a second given name
  bool patronymics = false;
};

std::vector<Culture> make_cultures() {
  std::vector<Culture> cultures;
  cultures.push_back(
      {compounds("БЕК НҰР ЖАН ТОҚТА ҚАЙ АЙТ ЕР СӘР ҚАС ӨМІР ҮСЕН ЫСҚ ШЫҢ ӘБДІ ОРАЗ САДЫҚ ТӨЛЕ ЖҰМА ҚҰРМАН МЫРЗА",
                 "БАЙ БЕК - МҰРАТ ҒАЛИ ЖАН БОЛАТ ХАН МАН ТАЙ ҚҰЛ ДОС АЛЫ"),
       split("ОВ ҰЛЫ ЕВ -"), split("ОВА ҚЫЗЫ ЕВА -"),
       compounds("НҰР ЕР ЖАН АЙ БЕК ҚАЙ ТАЛ ДӘУ САР АРЫ АЗА БАҚ", "ЛАН ЖАН БОЛ РАТ ДОС СҰЛТАН ҒАЛИ МАТ ЫТ ТАН"),
       compounds("АЙ ГҮЛ НҰР ЖАН САУ ДИ АҚ ҚАРЛЫ БОТА МЕРУ", "ГҮЛ НАР ШАТ АРА НА ЖАН ГЕРІМ ЕРТ"),
       split("KGZ UZB MNG RUS"), split("ОШ БІШКЕК НӨКІС ТАШКЕНТ ҚАРАКӨЛ НАРЫН ТАЛАС ТҮРТКҮЛ ӨЛГИЙ ОМБЫ"), 2, true});
  cultures.push_back(
      {compounds("ИВАН ПЕТР СИДОР КУЗНЕЦ СМИРН ВОЛК МОРОЗ ЛЕБЕД КОЗЛ НОВИК ОРЛ МЕДВЕД ГРОМ БЕЛ КРУГЛ ТИХОН ШЕВЧ "
                 "ЖУРАВЛ ЩЕРБАК ЯКОВЛ ЮРЧ ХАРИТОН ЧЕРН ЦВЕТК ЗАЙЦ ДЬЯК РЫБАК ФИЛ ГОЛУБ ЕЛИСЕ",
                 "- АН ИЧ УШ ЕН"),
       split("ОВ ЕВ ИН ЕНКО"), split("ОВА ЕВА ИНА ЕНКО"),
       split("АЛЕКСАНДР СЕРГЕЙ АНДРЕЙ ДМИТРИЙ НИКОЛАЙ ВЛАДИМИР ЮРИЙ ВИКТОР МИХАИЛ ЕВГЕНИЙ ОЛЕГ ИГОРЬ ПАВЕЛ РОМАН "
             "ИЛЬЯ ЯРОСЛАВ ЗАХАР ФЁДОР СЕМЁН ЛЕВ ТИМОФЕЙ ГЕОРГИЙ"),
       split("ЕЛЕНА ОЛЬГА НАТАЛЬЯ ТАТЬЯНА ИРИНА СВЕТЛАНА АННА МАРИЯ ЮЛИЯ ГАЛИНА ЛЮДМИЛА НАДЕЖДА ЖАННА ЯНА КСЕНИЯ "
             "ЗИНАИДА ЭЛЬВИРА ЛЮБОВЬ"),
       split("RUS UKR BLR MDA"),
       split("МОСКВА САРАТОВ ОРЕНБУРГ АСТРАХАНЬ КИЕВ ХАРЬКОВ МИНСК ГОМЕЛЬ ТЮМЕНЬ ЧЕЛЯБИНСК ЩЁЛКОВО"), 0, true});
  cultures.push_back(
      {compounds("АБДУ РАҲМ МИРЗО САИД НАЗАР ҶУРА ҚУРБ ҲАКИМ ШАРИФ ФАЙЗ ДАВЛАТ ЗАРИФ ХОЛ ЮСУФ ИСМО МУҲАММАД ҒАФУР "
                 "УСМОН ЭРГАШ",
                 "- ОН УЛЛО ИДДИН БЕК ҚУЛ АЛӢ МУРОД"),
       split("ОВ ЗОДА ЕВ Ӣ"), split("ОВА ЗОДА ЕВА Ӣ"),
       compounds("ҶАМШ ДИЛШ ФИРУ БАХТИ ШЕР ОТА РУСТ СУҲР ФАРР МУҲАММАД АБДУ ҲАС", "ЕД ОД З ЁР ЗОД БЕК АМ ОБ УХ АН"),
       compounds("ДИЛ ГУЛ ЗЕБО МЕҲР ШАҲ НОЗ ФАР МУН САД ТАҲМ", "НОЗА БАҲОР ИНА АНГЕЗ ЗОДА ИРА ОФАТ"),
       split("TJK UZB AFG KGZ"), split("ДУШАНБЕ ХУҶАНД САМАРҚАНД БУХОРО КӮЛОБ НАМАНГАН ФАРҒОНА ҚЎҚОН"), 6, true});
  cultures.push_back({compounds("YIL KAYA DEM ÇELİ ŞAH ÖZ AYD ARS DOĞ KIL ASL CEYH KORK ERD GÜN TEK ÜN BOZ",
                                "MAZ IR TÜRK OĞLU LI CAN DAĞ"),
                      split("-"), split("-"),
                      split("MEHMET AHMET MUSTAFA HÜSEYİN EMRE KEMAL OSMAN BURAK SELİM HAKAN İBRAHİM GÖKHAN ÇAĞLAR "
                            "ŞÜKRÜ CEMAL YUSUF ÖMER"),
                      split("AYŞE FATMA ZEYNEP ELİF MERVE HATİCE GÜLŞEN ÇİĞDEM ŞULE ÖZLEM"), split("TUR"),
                      split("ANKARA İZMİR İSTANBUL KONYA ÇORUM ŞANLIURFA GAZİANTEP"), 15, false});
  cultures.push_back(
      {split("WANG LI ZHANG LIU CHEN YANG ZHAO HUANG ZHOU WU XU SUN MA ZHU HU GUO HE LIN GAO LUO"), split("-"),
       split("-"),
       compounds("XIAO JIAN ZHI HAO JUN BO YI MING GUO WEI", "MING GUO QIANG RAN JIE WEN CHEN HUI HAI PING"),
       compounds("XIU MEI YU JIA LI FANG YA", "YING LI TING YI NA JUAN LAN"), split("CHN"),
       split("BEIJING XIAN URUMQI SHANGHAI HARBIN YINING"), 0, false});
  return cultures;
}

const std::vector<Culture>& cultures() {
  static const std::vector<Culture> kCultures = make_cultures();
  return kCultures;
}

/// Doc 9303-3, BGN/PCGN, personal names of 2015, airlines and clerks.
struct Letter {
  std::string_view letter;
  std::array<std::string_view, 4> latin;
};
// clang-format off
constexpr Letter kLetters[] = {
    {"А", {"A", "A", "A", "A"}}, {"Ә", {"A", "Ä", "A", "A"}}, {"Б", {"B", "B", "B", "B"}}, {"В", {"V", "V", "V", "V"}},
    {"Г", {"G", "G", "G", "G"}}, {"Ғ", {"G", "GH", "GH", "G"}}, {"Д", {"D", "D", "D", "D"}}, {"Е", {"E", "YE", "E", "E"}},
    {"Ё", {"E", "YE", "YO", "IO"}}, {"Ж", {"ZH", "ZH", "ZH", "J"}}, {"З", {"Z", "Z", "Z", "Z"}}, {"И", {"I", "I", "I", "I"}},
    {"Й", {"I", "Y", "Y", "Y"}}, {"К", {"K", "K", "K", "K"}}, {"Қ", {"K", "Q", "Q", "K"}}, {"Л", {"L", "L", "L", "L"}},
    {"М", {"M", "M", "M", "M"}}, {"Н", {"N", "N", "N", "N"}}, {"Ң", {"N", "NG", "NG", "N"}}, {"О", {"O", "O", "O", "O"}},
    {"Ө", {"O", "Ö", "O", "O"}}, {"П", {"P", "P", "P", "P"}}, {"Р", {"R", "R", "R", "R"}}, {"С", {"S", "S", "S", "S"}},
    {"Т", {"T", "T", "T", "T"}}, {"У", {"U", "U", "U", "OU"}}, {"Ұ", {"U", "U", "U", "U"}}, {"Ү", {"U", "Ü", "U", "U"}},
    {"Ф", {"F", "F", "F", "F"}}, {"Х", {"KH", "KH", "KH", "H"}}, {"Ц", {"TS", "TS", "TS", "C"}}, {"Ч", {"CH", "CH", "CH", "TCH"}},
    {"Ш", {"SH", "SH", "SH", "SH"}}, {"Щ", {"SHCH", "SHCH", "SHCH", "SCH"}}, {"Ъ", {"IE", "", "", ""}}, {"Ы", {"Y", "Y", "Y", "I"}},
    {"Ь", {"", "", "", ""}}, {"Э", {"E", "E", "E", "E"}}, {"Ю", {"IU", "YU", "YU", "YU"}}, {"Я", {"IA", "YA", "YA", "YA"}},
    {"І", {"I", "I", "I", "I"}}, {"Һ", {"C", "H", "H", "KH"}}, {"Ў", {"U", "O", "O", "U"}}, {"Ҳ", {"H", "H", "H", "KH"}},
    {"Ҷ", {"J", "J", "J", "DZH"}}, {"Ӣ", {"I", "I", "I", "I"}}, {"Ӯ", {"U", "U", "U", "O"}},
    // Latin letters with marks: kept, kept, without, by sound.
    {"Ç", {"C", "Ç", "C", "CH"}}, {"Ş", {"S", "Ş", "S", "SH"}}, {"Ğ", {"G", "Ğ", "G", "GH"}}, {"Ö", {"OE", "Ö", "O", "O"}},
    {"Ü", {"UE", "Ü", "U", "U"}}, {"İ", {"I", "İ", "I", "I"}},
};
/// How a clerk hears Latin: the longer ones first.
constexpr std::pair<std::string_view, std::string_view> kHeard[] = {
    {"ZH", "Ж"}, {"CH", "Ч"}, {"SH", "Ш"}, {"XI", "СИ"}, {"YA", "Я"}, {"YU", "Ю"}, {"YI", "И"}, {"A", "А"}, {"B", "Б"}, {"C", "ДЖ"},
    {"Ç", "Ч"}, {"D", "Д"}, {"E", "Е"}, {"F", "Ф"}, {"G", "Г"}, {"Ğ", "Г"}, {"H", "Х"}, {"I", "И"}, {"İ", "И"}, {"J", "ЦЗ"}, {"K", "К"},
    {"L", "Л"}, {"M", "М"}, {"N", "Н"}, {"O", "О"}, {"Ö", "О"}, {"P", "П"}, {"Q", "Ц"}, {"R", "Р"}, {"S", "С"}, {"Ş", "Ш"}, {"T", "Т"},
    {"U", "У"}, {"Ü", "У"}, {"V", "В"}, {"W", "В"}, {"X", "С"}, {"Y", "Й"}, {"Z", "З"},
};
/// Names of Kazakhs, Tajiks and Uzbeks in Russian documents.
constexpr std::pair<std::string_view, std::string_view> kRussian[] = {
    {"Ә", "А"}, {"Ғ", "Г"}, {"Қ", "К"}, {"Ң", "Н"}, {"Ө", "О"}, {"Ұ", "У"}, {"Ү", "У"}, {"Һ", "Х"}, {"І", "И"},
    {"Ў", "У"}, {"Ҳ", "Х"}, {"Ҷ", "ДЖ"}, {"Ӣ", "И"}, {"Ӯ", "У"},
};
// clang-format on

template <class Table>
std::string rewritten(std::string_view text, const Table& table, auto&& target) {
  std::string result;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(table, [&](const auto& row) {
      const auto& [from, to] = row;
      return text.starts_with(from);
    });
    if (found == std::end(table)) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto& [from, to] = *found;
    result += target(to, result);
    text.remove_prefix(from.size());
  }
  return result;
}

bool is_cyrillic(const std::string& text) {
  return std::ranges::any_of(text, [](char byte) {
    const auto lead = static_cast<unsigned char>(byte);
    return lead >= 0xd0 && lead <= 0xd3;
  });
}

std::string ended(const std::string& stem, const std::string& ending) {
  return ending == "-" ? stem : stem + ending;
}

}  // namespace

std::string in_latin(const std::string& name, Spelling spelling) {
  const auto column = static_cast<std::size_t>(spelling);
  return rewritten(name, kLetters, [column](const auto& latin, const std::string& before) -> std::string_view {
    // YE stands at the beginning of a word and after a vowel; elsewhere it is E.
    if (latin[column] == "YE" && !before.empty() &&
        std::string_view("AEIOUY ").find(before.back()) == std::string_view::npos)
      return "E";
    return latin[column];
  });
}

std::string in_cyrillic(const std::string& name, bool in_russian) {
  const auto plain = [](std::string_view to, const std::string&) { return to; };
  if (!is_cyrillic(name)) return rewritten(name, kHeard, plain);
  return in_russian ? rewritten(name, kRussian, plain) : name;
}

const std::string& NameInventor::common(const std::vector<std::string>& words) {
  // A few names are many people's and many names a few people's.
  const double u = static_cast<double>(dice_.below(1'000'000)) / 1e6;
  return words[static_cast<std::size_t>(static_cast<double>(words.size()) * std::pow(u, 1.8))];
}

std::size_t NameInventor::culture() {
  const std::uint64_t draw = dice_.below(100);
  return draw < 38 ? 0 : draw < 62 ? 1 : draw < 80 ? 2 : draw < 92 ? 3 : 4;
}

std::string NameInventor::given(std::size_t culture, bool is_woman) {
  const Culture& from = cultures()[culture];
  const std::vector<std::string>& names = is_woman ? from.women : from.men;
  std::string name = common(names);
  if (dice_.chance(from.second_names)) name += " " + common(names);
  return name;
}

InventedName NameInventor::name(std::size_t culture, bool is_woman) {
  const Culture& from = cultures()[culture];
  InventedName name;
  name.culture = culture;
  name.stem = common(from.stems);
  name.ending = dice_.below(from.men_endings.size());
  name.surname = ended(name.stem, (is_woman ? from.women_endings : from.men_endings)[name.ending]);
  name.given = given(culture, is_woman);
  if (from.patronymics) name.patronymic = common(from.men) + (is_woman ? "ОВНА" : "ОВИЧ");
  return name;
}

InventedName NameInventor::relative_of(const InventedName& name, bool is_woman) {
  const Culture& from = cultures()[name.culture];
  InventedName relative = name;
  relative.surname = ended(name.stem, (is_woman ? from.women_endings : from.men_endings)[name.ending]);
  relative.given = given(name.culture, is_woman);
  if (from.patronymics) {
    const std::string stem = name.patronymic.substr(0, name.patronymic.size() - std::string_view("ОВИЧ").size());
    relative.patronymic = stem + (is_woman ? "ОВНА" : "ОВИЧ");
  }
  return relative;
}

std::string NameInventor::citizenship(std::size_t culture) {
  return common(cultures()[culture].states);
}
std::string NameInventor::birth_place(std::size_t culture) {
  return common(cultures()[culture].places);
}

}  // namespace tirkeu::bench
