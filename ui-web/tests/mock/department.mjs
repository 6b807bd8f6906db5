// What mock nodes and hub share: one department in memory. It answers in the shapes of the API; it decides nothing that the real
// daemons decide by proof, so two applications of one document always wait for an administrator.
import { readFileSync } from "node:fs";
import { label_of } from "./prints.mjs";

const here = (path) => new URL(path, import.meta.url);
export const rules = JSON.parse(readFileSync(here("../../../schema/rules/2013-07-23.json"), "utf8"));

function read_csv(text) {
  return text.trim().split("\n").map((line) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((cell) => cell[2] ?? cell[1]));
}
const [columns, ...rows] = read_csv(readFileSync(here("../../../schema/offices/annex1.csv"), "utf8"));
const phones = (text) => (text ?? "").split(/;\s*/).filter(Boolean);
export const offices = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name.trim(), row[at]])))
  .map((row) => ({ code: row.code, kind: row.kind, name_kk: row.name_kk, address_kk: row.address_kk, website: row.website || null, secretariat_phones: phones(row.secretariat_phones), migration_phones: phones(row.migration_phones) }));
export const office = (code) => offices.find((each) => each.code === code);

/** Office time, UTC+5. */
export function moment(date = new Date()) {
  return new Date(date.getTime() + 5 * 3600000).toISOString().replace(/\.\d+Z$/, "+05:00");
}

let counter = 0;
export const applications = new Map(); // id to record; every record lives at its node, `held` once the hub has it
export const verdicts = new Map(); // hub's verdicts by application id
export const duplicates = new Map();

const words = (language, kk, ru, en) => ({ kk, ru, en })[language] ?? kk;

export function checklist(body) {
  const long = (Date.parse(body.stay?.until) - Date.parse(body.stay?.from)) / 86400000 > 183;
  const visa_free = body.applicant?.citizenship in rules.visa_free;
  const needed = new Set([...rules.papers_always, ...(long ? rules.papers_long_stay : []), ...(visa_free || !body.applicant?.citizenship ? [] : ["visa"])]);
  return rules.papers.filter((paper) => needed.has(paper));
}

const kRequired = ["applicant.surname", "applicant.birth_date", "applicant.sex", "applicant.citizenship", "document.issuing_state", "document.number", "migration_card.number", "migration_card.entry_date", "stay.purpose", "stay.from", "stay.until", "stay.address.locality"];

export function findings(body, language) {
  const found = kRequired.filter((path) => !path.split(".").reduce((at, name) => at?.[name], body)).map((path) => ({ severity: "error", path, code: "missing", message: words(language, "Бұл өрісті толтыру керек.", "Это поле нужно заполнить.", "This field must be filled in."), clause: "" }));
  if (body.applicant?.citizenship === "KAZ") found.push({ severity: "error", path: "applicant.citizenship", code: "own_citizen", message: words(language, "Қазақстан азаматтары тіркелмейді.", "Граждане Казахстана не регистрируются.", "Citizens of Kazakhstan are not registered."), clause: "cl. 6" });
  if (body.document?.expires && body.document.expires < moment().slice(0, 10)) found.push({ severity: "warning", path: "document.expires", code: "document_expired", message: words(language, "Құжаттың мерзімі өткен.", "Срок действия документа истёк.", "The document has expired."), clause: "cl. 11" });
  if (body.applicant?.citizenship && !(body.applicant.citizenship in rules.visa_free) && !body.visa) found.push({ severity: "warning", path: "visa", code: "visa_required", message: words(language, "Бұл елдің азаматтарына виза қажет.", "Гражданам этой страны нужна виза.", "Citizens of this state need a visa."), clause: "cl. 11, Annex 3" });
  return found;
}

const document_key = (body) => `${body.document?.issuing_state} ${body.document?.number}`;

export function hits(code, body) {
  if (!body.document?.number) return [];
  const mine = [...applications.values()].filter((each) => document_key(each.application) === document_key(body) && each.state !== "withdrawn" && (each.office === code || each.indexed.has(code)));
  return mine.map((each) => ({ source: each.office === code ? "own_book" : "index", office: each.office, office_name: office(each.office).name_kk, ticket_number: each.ticket_number, accepted_on: each.accepted_at.slice(0, 10), address: office(each.office).address_kk, phones: office(each.office).migration_phones, application_id: each.id }));
}

export function accept(code, clerk, body) {
  const { despite, draft, mrz, paper, filing, visit, portal_request, ...application } = body;
  const number = String(++counter).padStart(6, "0");
  const at = moment();
  const due = moment(new Date(Date.now() + 86400000)).slice(0, 10) + "T18:00:00+05:00";
  const record = {
    id: String(1000 + counter), office: code, ticket_number: `${code}/2026/QF-${number}-${counter % 10}`, accepted_at: at, due_at: due, accepted_by: clerk, state: "accepted", application,
    decision: null, departed_on: null, origin: paper ? "paper" : portal_request ? "portal" : "counter", visit: visit ?? null, filed_with: filing ? (applications.get(filing)?.filed_with ?? filing) : null, paper: paper ?? null, custody: [], held: false, indexed: new Set(), history: [{ at, event: "accepted", by: clerk, details: despite ? { despite: despite.reason } : { papers: application.documents } }],
  };
  applications.set(record.id, record);
  return record;
}

export function view(record, language) {
  const needed = checklist(record.application);
  const { held, indexed, filed_with, ...shown } = record;
  const filing = [...applications.values()].filter((each) => each.id !== record.id && (each.id === filed_with || (each.filed_with ?? each.id) === (filed_with ?? record.id)));
  const verdict = verdicts.get(record.id) ?? null;
  const seen = verdict && verdict.delivered ? { ...verdict, reason: verdict.reason_words ?? words(language, "Бірдей құжат екі бөлімшеде.", "Один документ в двух подразделениях.", "The same document in two offices.") } : null;
  const history = seen ? [...record.history, { at: seen.decided_at, event: "verdict", by: seen.decided_by, details: { outcome: seen.outcome, grade: seen.grade } }] : record.history;
  return { ...shown, label: label_of(record), filing: filing.map((each) => ({ id: each.id, ticket_number: each.ticket_number, surname: each.application.applicant.surname, given_names: each.application.applicant.given_names })), history, checklist: needed, missing: needed.filter((paper) => !record.application.documents.includes(paper)), confirmation: seen?.outcome ?? "pending", verdict: seen };
}

export function unsent(code) {
  return [...applications.values()].filter((each) => each.office === code && !each.held);
}

/** One round of a node: up what is unsent, down verdicts and index. */
export function round(code) {
  const sent = unsent(code);
  for (const record of sent) {
    record.held = true;
    const same = [...applications.values()].filter((each) => each.held && document_key(each.application) === document_key(record.application) && each.office !== record.office);
    for (const other of offices) if (other.code !== record.office) record.indexed.add(other.code);
    if (same.length === 0) verdicts.set(record.id, verdict_of("confirmed", "certain", record));
    else {
      const claims = [...same, record].sort((left, right) => left.accepted_at.localeCompare(right.accepted_at));
      duplicates.set(claims[0].id, { id: `d${claims[0].id}`, claims: claims.map((each) => each.id), state: "open", decided_by: null, decided_at: null, words: null });
      for (const claim of claims) verdicts.set(claim.id, verdict_of("review", "undetermined", claims[0]));
    }
  }
  for (const [id, verdict] of verdicts) if (applications.get(id).office === code) verdict.delivered = true;
  return { entries: sent.length, verdicts: [...verdicts.values()].length };
}

function verdict_of(outcome, grade, first) {
  return { outcome, grade, delivered: false, decided_at: moment(), decided_by: null, first: { application_id: first.id, office: first.office, office_name: office(first.office).name_kk, ticket_number: first.ticket_number, accepted_at: first.accepted_at } };
}

export function judge(duplicate, by, { first, distinct, reason }) {
  for (const id of duplicate.claims) {
    const winner = applications.get(distinct ? id : first);
    verdicts.set(id, { ...verdict_of(distinct || id === first ? "confirmed" : "annulled", "decided", winner), decided_by: by, reason_words: reason });
  }
  Object.assign(duplicate, { state: "decided", decided_by: by, decided_at: moment(), words: reason });
}

/** Judgements on pairs of one surname and birth date under different documents; the machine only lines them up. */
const judged = new Map();
export function person_pairs(language) {
  const all = [...applications.values()].filter((each) => each.held);
  const side = (each) => ({ application_id: each.id, office: each.office, office_name: office(each.office).name_kk, ticket_number: each.ticket_number, accepted_at: each.accepted_at, application: each.application });
  const part = (field, kk, ru, en, bits) => ({ field, field_name: words(language, kk, ru, en), level: bits > 0 ? "exact" : "different", level_name: bits > 0 ? words(language, "дәл", "совпадает", "exact") : words(language, "әртүрлі", "различается", "different"), bits });
  return all.flatMap((left, at) => all.slice(at + 1).filter((right) => right.application.applicant.birth_date === left.application.applicant.birth_date && document_key(right.application) !== document_key(left.application)).map((right) => {
    const id = `${left.id}-${right.id}`;
    return {
      id, state: judged.has(id) ? "judged" : "open", bits: 14.2, highlighted: true, changed_at: moment(), sides: [side(left), side(right)], judgement: judged.get(id) ?? null,
      parts: [part("surname", "Тегі", "Фамилия", "Surname", 9.1), part("birth_date", "Туған күні", "Дата рождения", "Date of birth", 8.4), part("sex", "Жынысы", "Пол", "Sex", -3.3)],
    };
  }));
}

export function judge_pair(id, by, { judgement, reason }) {
  judged.set(id, { judgement, reason, decided_by: by, decided_at: moment() });
  const [left, right] = id.split("-").map((each) => applications.get(each));
  const notice = (other) => ({ other_office: other.office, other_ticket_number: other.ticket_number, other_document: `${other.application.document.issuing_state} ···${other.application.document.number.slice(-4)}`, holds: true, reason, decided_by: by, noticed_at: moment() });
  left.notices = judgement === "same" ? [notice(right)] : [];
  right.notices = judgement === "same" ? [notice(left)] : [];
}

export function to_tell(code) {
  return [...applications.values()].filter((each) => each.office === code && (each.state === "accepted" || each.state === "registered") && verdicts.get(each.id)?.delivered && verdicts.get(each.id).outcome === "annulled").length;
}

/** The administrator frees the place: the application is annulled with the reason. */
export function transfer(record, by, { to_office, reason }) {
  verdicts.set(record.id, { ...verdict_of("annulled", "decided", { ...record, office: to_office }), decided_by: by, reason_words: reason });
}
