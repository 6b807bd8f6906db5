// A mock node for the UI's own tests and screenshots: the API's shapes from memory.
import * as department from "./department.mjs";
import { acts_of_the_day } from "./day.mjs";
import { node_review, note_read, portal_taken } from "./review.mjs";
import { information, prints_of_node } from "./prints.mjs";
import { ApiError, Bytes, serve } from "./http.mjs";

function read_mrz(lines) {
  const [first = "", second = ""] = lines;
  if (first.length !== 44 || second.length !== 44) throw new ApiError(422, "unreadable", "MRZ?", { fields: [] });
  const [surname, given] = first.slice(5).split("<<");
  const date = (text, century) => (/^\d{6}$/.test(text) ? `${century(Number(text.slice(0, 2)))}-${text.slice(2, 4)}-${text.slice(4, 6)}` : null);
  return {
    format: "TD3", valid: second[9] !== "0",
    fields: {
      document_code: first.slice(0, 2).replace(/</g, ""), issuing_state: first.slice(2, 5), number: second.slice(0, 9).replace(/</g, ""), surname: surname.replace(/</g, " "), given_names: (given ?? "").replace(/</g, " ").trim(),
      nationality: second.slice(10, 13), birth_date: date(second.slice(13, 19), (year) => (year > 26 ? 1900 : 2000) + year), sex: second[20] === "<" ? "X" : second[20], expires: date(second.slice(21, 27), (year) => 2000 + year), optional: "",
    },
    findings: second[9] === "0" ? [{ field: "number", code: "check_digit", message: "check digit", suggestion: null }] : [],
  };
}

export function serve_node({ code, folder, port, accounts }) {
  const drafts = new Map();
  let last_round_at = null;
  const horizon = () => ({ as_of: last_round_at, offices_seen: last_round_at ? 6 : 0, offices_total: 7, missing: last_round_at ? [{ office: "KZ-06-05", name: department.office("KZ-06-05").name_kk, held_through: null }] : [] });
  const own = (id) => {
    const record = department.applications.get(id);
    if (!record || record.office !== code) throw new ApiError(404, "not_found", "");
    return record;
  };
  const add = (id, by, event, details, change) => {
    const record = own(id);
    change(record);
    record.history.push({ at: department.moment(), event, by, details });
    return department.view(record, "kk");
  };
  const routes = [
    ["GET", "/status", () => {
      const unsent = department.unsent(code).length;
      const sequence = 118 + department.applications.size;
      return { office: code, office_name: department.office(code).name_kk, version: "0.1.0", state: "ok", incarnation: 2, sequence, receipted: sequence - unsent, unsent, last_round_at, index: horizon(), clock: "ok", calendar: { missing_year: null }, to_tell: department.to_tell(code), last_error: null, disk_free_bytes: 52e9 };
    }],
    ["GET", "/rules", () => department.rules],
    ["GET", "/offices", () => ({ items: department.offices })],
    ["GET", "/information", () => information(code), { open: true }],
    ["POST", "/applications/check", ({ body, language }) => {
      const checklist = department.checklist(body);
      return { findings: department.findings(body, language), checklist, missing: checklist.filter((paper) => !body.documents.includes(paper)), hits: department.hits(code, body), horizon: horizon() };
    }],
    ["POST", "/applications", ({ body, account, language }) => {
      const errors = department.findings(body, language).filter((each) => each.severity === "error");
      if (errors.length > 0) throw new ApiError(422, "unusable_fields", errors[0].message, { fields: errors });
      const [first] = department.hits(code, body);
      if (first && !body.despite) throw new ApiError(409, first.office === code ? "already_applied_here" : "first_application_elsewhere", "", { first, horizon: horizon() });
      if (body.portal_request) portal_taken(body.portal_request);
      return department.view(department.accept(code, account, body), language);
    }],
    ["GET", "/applications", ({ query, language }) => {
      const wanted = (query.get("q") ?? "").toUpperCase();
      const items = [...department.applications.values()].filter((each) => each.office === code).map((each) => department.view(each, language))
        .filter((each) => JSON.stringify(each.application).toUpperCase().includes(wanted) || each.ticket_number.includes(wanted))
        .filter((each) => (!query.get("state") || each.state === query.get("state")) && (!query.get("confirmation") || each.confirmation === query.get("confirmation")))
        .reverse();
      const at = Number(query.get("cursor") ?? 0);
      return { items: items.slice(at, at + 50), next: items.length > at + 50 ? String(at + 50) : null };
    }],
    ["GET", "/applications/{id}", ({ path, language, account }) => {
      note_read(code, account, "read", path.id);
      return department.view(own(path.id), language);
    }],
    ["POST", "/applications/{id}/decision", ({ path, body, account }) => add(path.id, account, body.decision, body, (record) => Object.assign(record, { state: body.decision, decision: { ...body, missing: body.ground === "incomplete_documents" ? department.view(record, "kk").missing : [], at: department.moment(), by: account } }))],
    ["POST", "/applications/{id}/withdrawal", ({ path, body, account }) => add(path.id, account, "withdrawal", body, (record) => (record.state = "withdrawn"))],
    ["POST", "/applications/{id}/departure", ({ path, body, account }) => add(path.id, account, "departure", body, (record) => (record.departed_on = body.departed_on))],
    ["POST", "/applications/{id}/papers", ({ path, body, account }) => add(path.id, account, "papers", { papers: body.documents }, (record) => record.application.documents.push(...body.documents))],
    ["POST", "/applications/{id}/correction", ({ path, body, account }) => add(path.id, account, "correction", { reason: body.reason }, (record) => (record.application = body.application))],
    ...acts_of_the_day({ code, own, add }),
    ...node_review({ code }),
    ...prints_of_node({ own }),
    ["POST", "/mrz", ({ body }) => read_mrz(body.lines)],
    ["GET", "/drafts", () => ({ items: [...drafts.values()] })],
    ["GET", "/drafts/{slot}", ({ path }) => drafts.get(path.slot) ?? (() => { throw new ApiError(404, "not_found", ""); })()],
    ["PUT", "/drafts/{slot}", ({ path, body }) => void drafts.set(path.slot, { slot: path.slot, saved_at: department.moment(), body: body.body })],
    ["DELETE", "/drafts/{slot}", ({ path }) => void drafts.delete(path.slot)],
    ["POST", "/sync", () => { last_round_at = department.moment(); return { summary: department.round(code) }; }],
    ["GET", "/bundle", () => new Bytes(Buffer.from(`TIRKEU ${code}`), { "Content-Type": "application/vnd.tirkeu.bundle", "Content-Disposition": `attachment; filename="tirkeu-${code}.bundle"`, "X-Tirkeu-Entries": String(department.unsent(code).length) })],
    ["POST", "/bundle", () => { last_round_at = department.moment(); return { summary: { receipts: 1, ...department.round(code) } }; }],
    ["GET", "/users", () => ({ items: Object.entries(accounts).map(([name, { role, disabled }]) => ({ name, role, state: disabled ? "disabled" : "active", may_keep: true })) })],
    ["POST", "/users", ({ body }) => { accounts[body.name] = { role: body.role, password: body.password }; return { name: body.name, role: body.role, state: "active", may_keep: true }; }],
    ["POST", "/users/{name}/password", ({ path, body }) => void (accounts[path.name].password = body.password)],
    ["POST", "/users/{name}/enable", ({ path }) => void (accounts[path.name].disabled = false)],
    ["POST", "/users/{name}/disable", ({ path }) => void (accounts[path.name].disabled = true)],
    ["POST", "/password", ({ account, body }) => void (accounts[account].password = body.new)],
  ];
  return serve({ folder, accounts, routes, port, members: ["iin", "paper", "filing", "visit"] });
}
