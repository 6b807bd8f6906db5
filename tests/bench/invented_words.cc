#include "tests/bench/invented_words.h"

namespace tirkeu::bench {
namespace {

using List = std::vector<std::string_view>;

List split(std::string_view text) {
  List parts;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}
/// Every second word.
List half_of(const List& words, Vocabulary half) {
  List chosen;
  for (std::size_t i = half == Vocabulary::kMeasuring ? 0 : 1; i < words.size(); i += 2) chosen.push_back(words[i]);
  return chosen;
}
/// Words with blanks inside are written with '_' in the lists below.
List half_of(std::string_view words, Vocabulary half) {
  return half_of(split(words), half);
}

struct RawNation {
  const char* code;
  const char *stems, *endings, *men, *women, *document;
  Nation::Visa visa;
};
const RawNation kNations[] = {
    {"RUS",
     "IVAN PETR SIDOR KUZNETS SMIRN VOLK ZAYTS MOROZ LEBED KOZL NOVIK ORL MEDVED GROM BEL KRUGL TIKHON SAVEL DENIS "
     "YAKOVL",
     "OV/OVA EV/EVA IN/INA", "SERGEY ANDREY DMITRIY OLEG VIKTOR PAVEL NIKOLAY ROMAN MAKSIM KIRILL STEPAN YURIY",
     "OLGA ELENA MARINA IRINA SVETLANA DARYA KSENIYA LARISA NINA VERA", "75#######", Nation::Visa::kFree},
    {"UZB", "KARIM RAKHIM YUSUP TASH SOBIR NORMAT ERGASH KHOLMAT ISMOIL ABDUL MIRZA USMON SAID JURA BOBO QODIR",
     "OV/OVA EV/EVA", "DILSHOD BAKHTIYOR JAMSHID SHERZOD OTABEK RUSTAM AZIZ FARRUKH ULUGBEK SARDOR",
     "NIGORA DILNOZA GULNORA SEVARA MALIKA ZULFIYA NARGIZA FERUZA", "FA#######", Nation::Visa::kFree},
    {"KGZ", "ASAN TOKTO BEKMUR ALYBAI OSMON JUMA SADYR KADYR MAMBET TURGUN ISABEK ORMON",
     "OV/OVA ALIEV/ALIEVA UULU/KYZY", "TALANT NURLAN AZAMAT BAKYT ERMEK KUBAT ULAN CHYNGYZ",
     "AIGUL CHOLPON GULZAT NURGUL AIZADA MEERIM", "PE#######", Nation::Visa::kFree},
    {"TJK", "RAHMON SHARIF NAZAR DAVLAT SAFAR MIRZO QURBON HAKIM ZARIF FAIZ", "ZODA/ZODA OV/OVA I/I",
     "DILOVAR FIRUZ SUHROB JAMOLIDDIN KOMRON DALER PARVIZ MANUCHEHR",
     "MEHRANGEZ SHAHNOZA MUNIRA FARZONA ZARINA TAHMINA", "40#######", Nation::Visa::kFree},
    {"TUR", "YIL KAYA DEM CELI SAH OZ AYD ARS DOG KIL ASL CET KORK ERD GUN TEK",
     "MAZ/MAZ IR/IR TURK/TURK OGLU/OGLU LI/LI", "MEHMET AHMET MUSTAFA HUSEYIN EMRE KEMAL OSMAN BURAK SELIM HAKAN",
     "AYSE FATMA ZEYNEP ELIF MERVE HATICE", "U########", Nation::Visa::kFree},
    {"CHN", "WANG LI ZHANG LIU CHEN YANG ZHAO HUANG ZHOU WU XU SUN MA GUO HE LIN", "/",
     "XIAOMING WEI JIANGUO ZHIQIANG HAORAN JUNJIE BOWEN YICHEN MINGHUI GUOQIANG",
     "LING FANG XIUYING MEILI YUTING JIAYI", "E@#######", Nation::Visa::kNeeded},
    {"IND", "SHARM PATEL SING KUMAR GUPT REDD VERM NAIR RAO JOSH MEHT BOS", "A/A I/I H/H E/E",
     "RAHUL AMIT SURESH VIKRAM ARJUN SANJAY MANISH ROHAN", "PRIYA ANITA SUNITA KAVITA DIVYA NEHA", "@#######",
     Nation::Visa::kNeeded},
    {"UKR", "SHEVCH KOVAL BONDAR TKACH KRAVCH POLI MELNY HRYTS LYS PAVL ROMAN DANYL", "ENKO/ENKO CHUK/CHUK UK/UK",
     "ANDRIY OLEKSANDR TARAS BOHDAN MYKOLA VOLODYMYR IHOR OSTAP", "OKSANA NATALIYA HALYNA YULIYA LESYA SOLOMIYA",
     "F@#######", Nation::Visa::kFree},
    {"GEO", "BERI KAPANA GIORGA LOMI GELA MCHED CHIKO TSIKLA KVARA SHENGE", "DZE/DZE SHVILI/SHVILI IA/IA",
     "GIORGI DAVIT LEVAN ZURAB NIKA IRAKLI", "NINO TAMAR MARIAM KETEVAN", "##@@#####", Nation::Visa::kFree},
    {"AZE", "ALI MAMMAD HUSEYN GULI ABBAS RZA TAGI ISMAYIL NAGHI VALI", "YEV/YEVA OV/OVA ZADE/ZADE",
     "RASHAD ELCHIN VUGAR NAMIG TURAL ORKHAN", "AYGUN LEYLA SEVINJ GUNAY", "C########", Nation::Visa::kFree},
    {"ARM", "HAKOB SARG KARAPET GRIGOR PETROS VARDAN MKRTCH AVET STEPAN MANUK", "YAN/YAN IAN/IAN",
     "ARAM TIGRAN GEVORG HAYK ARMEN KAREN", "ANI MARINE LUSINE NARE", "A@#######", Nation::Visa::kFree},
    {"MNG", "BATBAYAR GANBOLD ENKHTUR OTGON SUKHBAT MUNKH BOLDBAATAR TSEREN DORJ PUREV", "/",
     "TEMUULEN BATZORIG GANZORIG ERDENE ALTAN CHULUUN", "SARANTUYA OYUN BOLORMAA NOMIN", "E#######",
     Nation::Visa::kFree},
    {"DEU", "MUELL SCHNEID FISCH WEB HOFF BECK WAGN KRAEM LEHM KOEHL ZIMM BRAND", "ER/ER MANN/MANN EL/EL",
     "HANS JUERGEN STEFAN KLAUS MARTIN UWE", "SABINE PETRA KARIN HEIKE", "C@@######", Nation::Visa::kNeeded},
    {"BLR", "KAVAL NOVIK ZHUK DZEM LUK MIKHAL STAN HANCHAR VASIL KLIM", "IOU/IOVA CHYK/CHYK OVICH/OVICH",
     "ALIAKSANDR SIARHEI MIKALAI DZMITRY PAVEL VADZIM", "VOLHA ALENA TATSIANA HANNA", "MP#######", Nation::Visa::kFree},
};

const char* const kStreets =
    "Абай Әуезов Жамбыл Қонаев Сәтбаев Бөкейхан Жангелдин Нысанбаев Махамбет Құрманғазы Әйтеке_би Төле_би Қазыбек_би "
    "Әбілқайыр Момышұлы "
    "Мәметова Молдағұлова Сейфуллин Мұқанов Уәлиханов Алтынсарин Панфилов Гагарин Ленинградская Школьная Мира Победы "
    "Набережная Степная "
    "Вокзальная Заводская Нефтяников Строителей Геологов Дружбы Садовая Тәуелсіздік Бейбітшілік Достық Жастар "
    "Желтоқсан Көктем";
const char* const kLocalities =
    "Индербор Құлсары Мақат Доссор Махамбет Сарытоғай Аққыстау Тасқала Жаңақала Сайқын Федоровка Шыңғырлау Чапаев "
    "Көктерек Береке Ақжайық "
    "Бөрлі Бәйтерек Дарьинск Үлкен_Нарын Самар Шемонаиха Глубокое Осакаровка Шахан Сарышаған Бекет_ата Жетібай Құрық "
    "Форт_Шевченко Шетпе "
    "Айыртау Саумалкөл Тайынша Явленка Мамлютка Успенка Качиры Железинка Краснокутск";
const char* const kOrganisations =
    "ТОО_Индер_Тұз ЖШС_Каспий_Құрылыс ТОО_Жайық_Сервис ИП_Сапаров ТОО_АтырауМұнайМаш ЖШС_Дала_Агро ТОО_Степь_Логистик "
    "АО_Жолаушылар "
    "ТОО_Тенгиз_Кейтеринг ИП_Ахметова КХ_Береке ТОО_Гранит_Плюс ЖШС_Нұр_Транс ТОО_Батыс_Монтаж АО_Қазгеозонд ИП_Ким "
    "ТОО_Мега_Строй "
    "ЖШС_Алтын_Дән ТОО_Восток_Импорт КХ_Ақ_Бидай ТОО_СпецЭнерго ЖШС_Темір_Жол_Жөндеу ТОО_Юг_Фрахт ИП_Жұмабаев "
    "ТОО_Сауда_Орталығы "
    "АО_Балық_Өңдеу ТОО_Нефтехим_Наладка ЖШС_Көк_Теңіз ТОО_Рудсервис КХ_Жаңа_Жол ТОО_Эмба_Бурение ЖШС_Мирас_Мектебі";
const char* const kHostSurnames =
    "Иманов Сапаров Жұмабаев Әлімов Тілеуов Ермеков Қасымов Оспанов Нұрланов Бекетов Досымов Есенов Ғалымов Мұратов "
    "Қалиев Сәрсенов Төлеген "
    "Ырысбеков Шәріпов Айтқали Ким Цой Петренко Соколов";
const char* const kHostNames =
    "Серік Айгүл Нұрлан Бақыт Гүлнар Ержан Марат Сәуле Дәулет Жанар Қанат Ләззат Арман Динара Болат Роза";
const char* const kBorderPoints =
    "Бейнеу Сырым Маштаково Жібек_жолы Қорғас Достық Құрманғазы Қордай Қайрақ Темір_баба Ақтау_порты Атырау_әуежайы "
    "Алматы_әуежайы "
    "Астана_әуежайы Майқапшағай Бақты Қазығұрт Ақбалшық";
const char* const kBirthPlaces =
    "ANKARA MOSKVA SAMARQAND BISHKEK DUSHANBE BEIJING DELHI KYIV TBILISI BAKU YEREVAN ULAANBAATAR BERLIN MINSK IZMIR "
    "ASTRAKHAN NAMANGAN OSH "
    "KHUJAND XIAN MUMBAI LVIV BATUMI GANJA GYUMRI DARKHAN HAMBURG HOMEL SARATOV ORENBURG BUKHORO URGANCH";

Words make(Vocabulary half) {
  Words words;
  for (const RawNation& raw : kNations)
    words.nations.push_back({raw.code, half_of(raw.stems, half), split(raw.endings), half_of(raw.men, half),
                             half_of(raw.women, half), raw.document, raw.visa});
  words.streets = half_of(kStreets, half);
  words.localities = half_of(kLocalities, half);
  words.organisations = half_of(kOrganisations, half);
  words.host_surnames = half_of(kHostSurnames, half);
  words.host_names = half_of(kHostNames, half);
  words.border_points = split(kBorderPoints);
  words.birth_places = half_of(kBirthPlaces, half);
  return words;
}

}  // namespace

const Words& words_of(Vocabulary half) {
  static const Words measuring = make(Vocabulary::kMeasuring);
  static const Words training = make(Vocabulary::kTraining);
  return half == Vocabulary::kMeasuring ? measuring : training;
}

}  // namespace tirkeu::bench
