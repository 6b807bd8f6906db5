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

/** Breaks a text into lines of at most `width` letters, between words where it can. */
function wrapped(text, width) {
  const lines = [];
  let line = "";
  for (const part of text.split(" ")) {
    if (line !== "" && [...line].length + 1 + [...part].length > width) {
      lines.push(line);
      line = part;
    } else {
      line = line === "" ? part : `${line} ${part}`;
    }
  }
  return [...lines, line];
}

/** A table for a terminal: no column wider than `widest`, long cells go on below themselves. */
export function table(rows, widest = 62) {
  const length = (text) => [...text].length;
  const cells = rows.map((row) => row.map((cell) => wrapped(cell, widest)));
  const widths = rows[0].map((_, at) => Math.max(...cells.map((row) => Math.max(...row[at].map(length)))));
  return cells
    .flatMap((row) => {
      const height = Math.max(...row.map((cell) => cell.length));
      return Array.from({ length: height }, (_, line) =>
        row.map((cell, at) => (cell[line] ?? "") + " ".repeat(widths[at] - length(cell[line] ?? ""))).join("  ").trimEnd());
    })
    .join("\n");
}
