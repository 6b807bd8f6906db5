// Folding for pick-lists: a clerk finds "Өзбекстан" by typing өз, оз, uz or ozb, whatever the keyboard layout allows.
// This is only for finding entries of short lists on the screen; names of people are matched by the daemon.

const kLatin: Record<string, string> = {
  а: "a", ә: "a", б: "b", в: "v", г: "g", ғ: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", қ: "k", л: "l",
  м: "m", н: "n", ң: "n", о: "o", ө: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ұ: "u", ү: "u", ф: "f", х: "h", һ: "h", ц: "ts",
  ч: "ch", ш: "sh", щ: "sh", ъ: "", ы: "y", і: "i", ь: "", э: "e", ю: "yu", я: "ya",
};
// Pairs that people write both ways; the shorter one wins on both sides of the comparison.
const kAlike: [RegExp, string][] = [[/kh/g, "h"], [/q/g, "k"], [/gh/g, "g"], [/w/g, "v"], [/j(?!h)/g, "zh"]];

/** Lower case, Latin, without marks: equal for the usual spellings of one word in kk, ru and Latin. */
export function fold(text: string): string {
  const latin = Array.from(text.toLowerCase().normalize("NFC"), (letter) => kLatin[letter] ?? letter).join("");
  const bare = latin.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return kAlike.reduce((word, [from, to]) => word.replace(from, to), bare).replace(/[^a-z0-9]+/g, " ").trim();
}

export interface Option { code: string; label: string; /** Other names to find it by, in any language. */ also?: readonly string[] }

/** How well an option answers what was typed: 0 is best, undefined is not at all. */
export function rank(option: Option, typed: string): number | undefined {
  const wanted = fold(typed);
  if (wanted === "") return 4;
  if (fold(option.code) === wanted) return 0;
  const names = [option.label, ...(option.also ?? [])].map(fold);
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (fold(option.code).startsWith(wanted)) return 2;
  if (names.some((name) => name.includes(" " + wanted))) return 3;
  return wanted.length >= 3 && names.some((name) => name.includes(wanted)) ? 5 : undefined;
}

export function filter_options(options: readonly Option[], typed: string, limit: number): Option[] {
  const ranked = options.flatMap((option, place) => {
    const value = rank(option, typed);
    return value === undefined ? [] : [{ option, value, place }];
  });
  ranked.sort((left, right) => left.value - right.value || left.place - right.place);
  return ranked.slice(0, limit).map((entry) => entry.option);
}
