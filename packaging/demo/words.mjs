// What demo and story say, in the reader's language (LC_ALL, LC_MESSAGES, LANG); English for anything else.
const kWords = {
  en: {
    ready: "The department is running. Stop it with Ctrl-C; the next ./dev demo continues where it stopped.",
    place: "place", address: "address", login: "login", password: "password", hub: "hub, department", node: "office",
    stopped: "Stopped. Nothing is lost: ./dev demo continues here.", people: "invented people are being accepted",
    step: "step", happened: "what happened", expected: "what had to happen", right: "right", wrong: "WRONG",
    all_right: "Every step came out right.", some_wrong: "steps came out wrong", faketime: "a step needs the Debian package faketime: apt-get install faketime",
  },
  ru: {
    ready: "Департамент работает. Остановить: Ctrl-C; следующий ./dev demo продолжит с того же места.",
    place: "место", address: "адрес", login: "логин", password: "пароль", hub: "узел департамента", node: "подразделение",
    stopped: "Остановлено. Ничего не потеряно: ./dev demo продолжит отсюда.", people: "принимаются вымышленные люди",
    step: "шаг", happened: "что произошло", expected: "что должно было произойти", right: "верно", wrong: "НЕВЕРНО",
    all_right: "Все шаги прошли верно.", some_wrong: "шагов прошло неверно", faketime: "для одного шага нужен пакет Debian faketime: apt-get install faketime",
  },
  kk: {
    ready: "Департамент жұмыс істеп тұр. Тоқтату: Ctrl-C; келесі ./dev demo осы жерден жалғасады.",
    place: "орын", address: "мекенжай", login: "логин", password: "құпиясөз", hub: "департамент торабы", node: "бөлімше",
    stopped: "Тоқтады. Ештеңе жоғалған жоқ: ./dev demo осы жерден жалғасады.", people: "ойдан шығарылған адамдар қабылдануда",
    step: "қадам", happened: "не болды", expected: "не болуы керек еді", right: "дұрыс", wrong: "ҚАТЕ",
    all_right: "Барлық қадам дұрыс өтті.", some_wrong: "қадам қате өтті", faketime: "бір қадамға Debian-ның faketime бумасы керек: apt-get install faketime",
  },
};
const wish = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";
export const word = kWords[wish.slice(0, 2)] ?? kWords.en;

/** A table for a terminal; the last column is not padded. */
export function table(rows) {
  const width = (text) => [...text].length;
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => width(row[at]))));
  return rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : cell + " ".repeat(widths[at] - width(cell)))).join("  ")).join("\n");
}
