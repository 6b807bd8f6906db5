// Invented people for the demo: every state of Annex 3, two visa cases, a stateless person, a family, a renewed passport.
// Nobody here exists. Dates are counted from today, so that the demo never grows old.

const day_ms = 24 * 3600 * 1000;
export const day = (offset) => new Date(Date.now() + 5 * 3600 * 1000 + offset * day_ms).toISOString().slice(0, 10);

/** A whole application body with sensible values; `change` overrides by section. */
export function application({ surname, given, surname_local, given_local, state, number, birth, sex = "M", office = "KZ-06-03", locality = "Индербор",
  card, entered = -2, stays = 24, issuing = state, type = "passport", purpose = "private", visa = null, host, category = null, documents }) {
  const papers = documents ?? ["application", "identity_document", "migration_card", ...(visa ? ["visa"] : [])];
  return {
    applicant: { surname, given_names: given, surname_local: surname_local ?? null, given_names_local: given_local ?? null, patronymic: null,
      birth_date: birth, sex, citizenship: state, birth_place: null },
    document: { type, issuing_state: issuing, number, issued: "2021-05-01", expires: "2031-05-01" },
    visa,
    migration_card: { number: card, border_point: "Бейнеу", entry_date: day(entered) },
    stay: { purpose, from: day(entered), until: day(entered + stays),
      address: { office, locality, street: "Нысанбаев", house: "9", flat: null } },
    host: host === undefined ? { kind: "organisation", name: "ТОО Индер", number: "061211600012", address: "Индербор, Нысанбаев 12", phone: "2-10-20" } : host,
    category,
    documents: papers,
  };
}

const visa = (number, category) => ({ number, category, valid_from: day(-10), valid_until: day(80) });

/** The one whom both offices accept while the line is down. */
export const yilmaz = (office = "KZ-06-03") => application({ surname: "YILMAZ", given: "MEHMET", surname_local: "Йылмаз", given_local: "Мехмет", state: "TUR",
  number: "U12345678", birth: "1984-03-09", card: "1234567", office, purpose: "business", locality: office === "KZ-06-02" ? "Құлсары" : "Индербор" });

export const inderbor = [
  application({ surname: "ALIYEV", given: "RASHAD", surname_local: "Әлиев", given_local: "Рәшад", state: "AZE", number: "C01234567", birth: "1979-11-02", card: "2000001" }),
  application({ surname: "HAKOBYAN", given: "ARAM", surname_local: "Акопян", given_local: "Арам", state: "ARM", number: "AU0123456", birth: "1990-06-15", card: "2000002" }),
  application({ surname: "KAVALIOVA", given: "VOLHA", surname_local: "Ковалева", given_local: "Ольга", state: "BLR", number: "MP3456789", birth: "1988-01-20", sex: "F", card: "2000003" }),
  application({ surname: "BERIDZE", given: "GIORGI", surname_local: "Беридзе", given_local: "Георгий", state: "GEO", number: "15AB12345", birth: "1983-09-09", card: "2000004" }),
  application({ surname: "ASANOV", given: "TALANT", surname_local: "Асанов", given_local: "Талант", state: "KGZ", number: "PE0123456", birth: "1995-04-30", card: "2000005", purpose: "employment" }),
  application({ surname: "RUSU", given: "ION", surname_local: "Русу", given_local: "Ион", state: "MDA", number: "AB0123456", birth: "1976-12-12", card: "2000006" }),
  application({ surname: "BATBAYAR", given: "TEMUULEN", surname_local: "Батбаяр", given_local: "Тэмүүлэн", state: "MNG", number: "E0123456", birth: "1992-02-28", card: "2000007" }),
];

export const kulsary = [
  ["IVANOV", "SERGEY", "Иванов", "Сергей", "RUS", "750123456", "1985-07-01", "M", "3000001"],
  ["RAHMONZODA", "DILSHOD", "Раҳмонзода", "Дилшод", "TJK", "400123456", "1998-03-17", "M", "3000002"],
  ["KARIMOVA", "NIGORA", "Каримова", "Нигора", "UZB", "FA0123456", "1993-10-05", "F", "3000003"],
  ["SHEVCHENKO", "ANDRIY", "Шевченко", "Андрій", "UKR", "FE012345", "1981-05-24", "M", "3000004"],
].map(([surname, given, surname_local, given_local, state, number, birth, sex, card]) =>
  application({ surname, given, surname_local, given_local, state, number, birth, sex, card, office: "KZ-06-02", locality: "Құлсары" })).concat([
  application({ surname: "WANG", given: "XIAOMING", surname_local: "Ван", given_local: "Сяомин", state: "CHN", number: "EJ0123456", birth: "1987-08-08", card: "3000005", office: "KZ-06-02", locality: "Құлсары", purpose: "business", visa: visa("0123456", "B3") }),
  application({ surname: "SHARMA", given: "PRIYA", surname_local: "Шарма", given_local: "Прия", state: "IND", number: "A0123456", birth: "1991-12-01", sex: "F", card: "3000006", office: "KZ-06-02", locality: "Құлсары", purpose: "tourism", host: null, category: "annex2-2", visa: visa("0123457", "B12") }),
  application({ surname: "NOVAK", given: "ADAM", state: "XXA", issuing: "LVA", type: "stateless_document", number: "SL012345", birth: "1970-04-04", card: "3000007", office: "KZ-06-02", locality: "Құлсары", visa: visa("0123458", "C3") }),
  // A family in one house.
  application({ surname: "DEMIR", given: "HASAN", surname_local: "Демир", given_local: "Хасан", state: "TUR", number: "U22222221", birth: "1980-02-02", card: "3000008", office: "KZ-06-02", locality: "Құлсары" }),
  application({ surname: "DEMIR", given: "AYSE", surname_local: "Демир", given_local: "Айше", state: "TUR", number: "U22222222", birth: "1984-06-06", sex: "F", card: "3000009", office: "KZ-06-02", locality: "Құлсары", host: null, category: "annex2-3" }),
  application({ surname: "DEMIR", given: "EMRE", surname_local: "Демир", given_local: "Эмре", state: "TUR", number: "U22222223", birth: "2012-09-09", card: "3000010", office: "KZ-06-02", locality: "Құлсары", host: null, category: "annex2-3" }),
  // The same man before and after his passport was renewed, two stays.
  application({ surname: "MUELLER", given: "HANS", surname_local: "Мюллер", given_local: "Ганс", state: "DEU", number: "C01X00001", birth: "1966-03-03", card: "3000011", entered: -60, stays: 20, office: "KZ-06-02", locality: "Құлсары", visa: visa("0123459", "C3") }),
  application({ surname: "MUELLER", given: "HANS", surname_local: "Мюллер", given_local: "Ганс", state: "DEU", number: "C01X99999", birth: "1966-03-03", card: "3000012", office: "KZ-06-02", locality: "Құлсары", visa: visa("0123460", "C3") }),
]);
