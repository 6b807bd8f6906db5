// Complaints, indicators, audit, portal, take-over and rules at the mock daemons: the shapes of the API, with just enough memory to click through.
import * as department from "./department.mjs";
import { ApiError, Bytes } from "./http.mjs";

const complaints = [];
const portal = [];
const sets = [{ content: department.rules, in_force: true }];
const words = (language, kk, ru, en) => ({ kk, ru, en })[language] ?? kk;
const day = (offset) => department.moment(new Date(Date.now() + offset * 86400000)).slice(0, 10);
const not_found = () => { throw new ApiError(404, "not_found", ""); };

function receive(code, account, body) {
  const complaint = {
    ...body, id: String(7000 + complaints.length), number: `${code}/2026/C-${complaints.length + 1}`, office: code, office_name: department.office(code).name_kk, received_at: department.moment(),
    accepted_by: account, about_office: body.about_office ?? code, about_office_name: department.office(body.about_office ?? code).name_kk, due_on: day(15), state: "received", outcome: null, overdue: false, steps: [],
  };
  complaints.push(complaint);
  return complaint;
}
receive("KZ-06-05", "marat", { channel: "post", kind: "person", name: "Ахметов Серик", patronymic: "Болатович", postal_address: "Атырау, Абай 4-12", contact: null, outgoing_number: null, outgoing_date: null, signed: true, about_office: null, ticket_number: null, text: "Кезекті екі сағат күттім." });
Object.assign(complaints[0], { due_on: day(-2), overdue: true });

const complaint_routes = (code, only_own) => [
  ["GET", "/complaints", ({ query }) => ({ items: complaints.filter((each) => !only_own || each.office === code)
    .filter((each) => !query.get("office") || each.about_office === query.get("office"))
    .filter((each) => ({ open: each.state !== "answered", closed: each.state === "answered" })[query.get("state")] ?? true), ...(only_own ? {} : { next: null }) })],
  ["POST", "/complaints", ({ body, account, language }) => {
    const fields = ["name", "postal_address", "text"].filter((name) => !body[name]).map((path) => ({ path, code: "required", message: "?" }));
    if (fields.length > 0) throw new ApiError(422, "unusable_fields", "", { fields });
    const complaint = receive(code, account, body);
    return { status: 201, headers: {}, json: { ...complaint, guidance: words(language, "Шағым журналға жазылды және департаментке жіберіледі.", "Жалоба внесена в журнал и направляется в департамент.", "The complaint is entered in the journal and goes to the department.") } };
  }],
];

const kRows = [
  ["1.1", "1.1. Құжаттарды тапсырған сәттен бастап қызметті белгіленген мерзімде ұсыну жағдайларының %-ы (үлесі)", "1.1. % (доля) случаев предоставления услуги в установленный срок с момента сдачи документов", "1.1. % (share) of cases served in the set term", 47, 48, 97.92],
  ["2.1", "2.1. Қызмет көрсету үдерісінің сапасына қанағаттанған тұтынушылардың %-ы (үлесі)", "2.1. % (доля) потребителей, удовлетворённых качеством процесса предоставления услуги", "2.1. % (share) of applicants satisfied with the process", 12, 15, 80],
  ["3.1", "3.1. Қызмет көрсету сапасы мен оны көрсету туралы ақпаратқа қанағаттанған тұтынушылардың %-ы (үлесі)", "3.1. % (доля) потребителей, удовлетворённых качеством и информацией", "3.1. % (share) of applicants satisfied with quality and information", 0, 0, null],
  ["3.2", "3.2. Ақпаратына электрондық форматта қол жеткізуге болатын қызметтердің %-ы (үлесі)", "3.2. % (доля) услуг, информация о которых доступна электронно", "3.2. % (share) of services with information available electronically", 1, 1, 100],
  ["4.1", "4.1. Негізді шағымдардың %-ы (үлесі)", "4.1. % (доля) обоснованных жалоб", "4.1. % (share) of founded complaints", 0, 48, 0],
  ["5.1", "5.1. Персоналдың сыпайылығына қанағаттанатын тұтынушылардың %-ы (үлесі)", "5.1. % (доля) потребителей, удовлетворённых вежливостью персонала", "5.1. % (share) of applicants satisfied with the courtesy of the staff", 14, 15, 93.33],
];
const definition = (language) => words(language, "Кезеңде шешім шығарылған өтініштер.", "Заявления, решённые за период.", "Applications decided in the period.");

const report_routes = () => [
  ["GET", "/indicators", ({ query, language }) => {
    if (query.get("format") === "csv") return new Bytes(Buffer.from("\ufeffcode;percent\r\n1.1;97.92\r\n"), { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="indicators-${query.get("from")}.csv"` });
    return { from: query.get("from"), until: query.get("until"), office: query.get("office"), rows: kRows.map(([code, kk, ru, en, count, of, percent]) => ({ code, name: words(language, kk, ru, en), clause: "Annex 5", count, of, percent, normative: code === "1.1" ? 95 : null, next_year: code === "1.1" ? 98 : null, definition: definition(language) })), records: {} };
  }],
  ["GET", "/indicators/{code}/records", ({ language }) => ({ items: [...department.applications.values()].slice(0, 20).map((each) => ({ kind: "application", id: each.id, label: each.ticket_number, at: each.accepted_at, counted: each.state === "registered", why: words(language, "мерзімінде шешілді", "решено в срок", "decided in time") })), next: null })],
];

const audit_lines = [];
export function note_read(office, account, action, id) {
  audit_lines.unshift({ at: department.moment(), office, account, action, record: id ?? null, application_id: id ?? null, ticket_number: id ? (department.applications.get(id)?.ticket_number ?? null) : null, name: null, detail: action === "search" ? "YILMAZ" : null, in_log: audit_lines.length > 3 });
}
const audit_routes = (code) => [
  ["GET", "/audit", ({ query }) => ({ items: audit_lines.filter((each) => (!code || each.office === code) && (!query.get("record") || each.record === query.get("record")) && (!query.get("account") || each.account === query.get("account"))).slice(0, 100), ...(code ? {} : { next: null }) })],
];

/** A request of the portal, as if it had come with the last round. */
export function portal_request(body) {
  const id = String(6000 + portal.length);
  const { applicant, document, stay } = body;
  portal.push({ id, key: `P-${id}`, received_at: department.moment(), due_at: `${day(1)}T18:00:00+05:00`, name: `${applicant.surname} ${applicant.given_names}`, citizenship: applicant.citizenship, document: `${document.issuing_state} ···${document.number.slice(-4)}`, stay: { from: stay.from, until: stay.until, address: [stay.address.locality, stay.address.street, stay.address.house].join(", ") }, signature: { kind: "cms", verified: false }, body });
  return id;
}
portal_request({
  applicant: { surname: "PETROV", given_names: "IVAN", surname_local: "Петров", given_names_local: "Иван", patronymic: null, birth_date: "1990-02-14", sex: "M", citizenship: "RUS", birth_place: "SAMARA" },
  document: { type: "passport", issuing_state: "RUS", number: "753456789", issued: "2020-02-01", expires: "2030-02-01" }, visa: null, migration_card: { number: "7654321", border_point: "Құрманғазы", entry_date: day(-1) },
  stay: { purpose: "private", from: day(-1), until: day(25), address: { office: "KZ-06-02", locality: "Құлсары", street: "Махамбет", house: "3", flat: null } },
  host: { kind: "person", name: "Серіков Асан", number: null, address: "Құлсары, Махамбет 3", phone: null }, category: null, documents: ["identity_document", "migration_card", "application"],
});
export const portal_taken = (id) => portal.splice(portal.findIndex((each) => each.id === id), 1);

export function node_review({ code }) {
  return [
    ...complaint_routes(code, true), ...report_routes(), ...audit_routes(code),
    ["GET", "/portal-requests", () => ({ items: portal.filter((each) => each.body.stay.address.office === code) })],
    ["POST", "/take-over", ({ body, language }) => {
      const lines = body.csv.trim().split(/\r?\n/).slice(1);
      const bad = lines.flatMap((line, at) => (line.includes("?") ? [{ line: at + 2, field: "document.number", code: "required", message: words(language, "Бұл өрісті толтыру керек.", "Это поле нужно заполнить.", "This field is needed.") }] : []));
      return { rows: lines.length, taken: lines.length - bad.length, repeated: 0, problems: bad };
    }],
    ["POST", "/photos/check", ({ language }) => ({ width: 400, height: 531, findings: [{ severity: "warning", path: "photo", code: "photo_too_small", message: words(language, "Фотосурет тым кіші: кемінде 413×531 нүкте.", "Фотография мала: не менее 413×531 точек.", "The photo is too small: at least 413×531 pixels."), clause: "cl. 11" }] })],
  ];
}

function rule_preview(body) {
  const content = typeof body.content === "string" ? JSON.parse(body.content) : body.content;
  const fields = /^\d{4}-\d{2}-\d{2}$/.test(content.valid_from) ? [] : [{ path: "content.valid_from", code: "rule.not_a_date", message: "?" }];
  if (fields.length > 0) throw new ApiError(422, "rule_set_faulty", "", { fields });
  const before = sets.find((each) => each.in_force).content;
  const differences = Object.keys(content).filter((name) => !["id", "valid_from", "valid_from_doubtful", "note", "title"].includes(name) && JSON.stringify(content[name]) !== JSON.stringify(before[name]));
  return { content, json: { id: content.id, valid_from: content.valid_from, valid_from_doubtful: false, before: before.id, differences } };
}

export function hub_review() {
  return [
    ...complaint_routes("KZ-06", false), ...report_routes(), ...audit_routes(undefined),
    ["POST", "/complaints/{id}/steps", ({ path, body, account }) => {
      const complaint = complaints.find((each) => each.id === path.id) ?? not_found();
      if (complaint.state === "answered" && body.step !== "reopened") throw new ApiError(409, "step_not_possible", "");
      Object.assign(complaint, { state: body.step, outcome: body.outcome ?? null, overdue: false, due_on: body.step === "extended" ? day(30) : complaint.due_on });
      complaint.steps.push({ id: String(complaint.steps.length), at: department.moment(), official: account, step: body.step, due_on: body.step === "extended" ? day(30) : null, outcome: body.outcome ?? null, text: body.text });
      return complaint;
    }],
    ["GET", "/rules", ({ query }) => sets.find((each) => (query.get("id") ? each.content.id === query.get("id") : each.in_force)).content],
    ["GET", "/rules/all", () => ({ items: sets.map(({ content, in_force }) => ({ id: content.id, valid_from: content.valid_from, valid_from_doubtful: content.valid_from_doubtful, calendar_through: content.calendar_through, in_force })) })],
    ["POST", "/rules/preview", ({ body }) => rule_preview(body).json],
    ["POST", "/rules", ({ body }) => {
      const { content, json } = rule_preview(body);
      sets.push({ content, in_force: false });
      return { status: 201, headers: {}, json };
    }],
    ["POST", "/applications/{id}/transfer", ({ path, body, account, language }) => {
      const record = department.applications.get(path.id) ?? not_found();
      department.transfer(record, account, body);
      return department.view(record, language);
    }],
  ];
}
