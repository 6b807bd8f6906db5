// Invented applicants for the browser tests. Each run makes its own document numbers, so that it can be repeated on the same daemons.
/** A day as clerks type it, counted from today: rules about terms and future dates depend on it. */
export function day(offset) {
  const date = new Date(Date.now() + offset * 86400000);
  return [date.getDate(), date.getMonth() + 1, date.getFullYear()].map((part) => String(part).padStart(2, "0")).join("");
}

export function applicant(salt, more = {}) {
  return {
    "applicant-surname": "YILMAZ", "applicant-given-names": "MEHMET", "applicant-surname-local": "Йылмаз", "applicant-given-names-local": "Мехмет",
    "applicant-birth-date": "09031984", "applicant-sex": "M", "applicant-citizenship": "TUR", "applicant-birth-place": "ANKARA",
    "document-issuing-state": "TUR", "document-number": `U${salt}`, "document-issued": "01052021", "document-expires": "01.05.2031",
    "migration-card-number": `7${salt}`, "migration-card-border-point": "Бейнеу", "migration-card-entry-date": day(-2),
    "stay-purpose": "business", "stay-from": day(-2), "stay-until": day(20),
    "stay-address-locality": "Индербор", "stay-address-street": "Нысанбаев", "stay-address-house": "9",
    "host-name": "ТОО Индер", "host-number": "061211600012", "host-address": "Индербор, Нысанбаев 9", "host-phone": "+7 712 34 2 11 00",
    ...more.fields,
  };
}

/** Papers that everybody brings (cl. 11). */
export const kPapers = ["identity_document", "migration_card", "application"];

/** The two lines that a scanner reads from a passport, with right check digits (ICAO Doc 9303-3 section 4.9). */
export function passport_lines({ state, surname, given, number, birth, sex, expires }) {
  const digit = (text) => [...text].reduce((sum, letter, at) => sum + [7, 3, 1][at % 3] * (letter === "<" ? 0 : parseInt(letter, 36)), 0) % 10;
  const fill = (text, width) => text.replace(/ /g, "<").padEnd(width, "<").slice(0, width);
  const document = fill(number, 9) + digit(fill(number, 9));
  const optional = fill("", 14) + "0";
  const dates = [birth + digit(birth), expires + digit(expires)];
  return [fill(`P<${state}${surname}<<${given}`, 44), `${document}${state}${dates[0]}${sex}${dates[1]}${optional}${digit(document + dates.join("") + optional)}`];
}
