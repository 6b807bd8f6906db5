// A mock hub for the UI's own tests and screenshots.
import * as department from "./department.mjs";
import { ApiError, Bytes, serve } from "./http.mjs";
import { hub_review } from "./review.mjs";

export function serve_hub({ folder, port, accounts }) {
  const listed = () => department.offices.filter((each) => each.code.startsWith("KZ-06"));
  const held = (language) => [...department.applications.values()].filter((each) => each.held).map((each) => {
    const verdict = department.verdicts.get(each.id);
    return { ...department.view(each, language), office_name: department.office(each.office).name_kk, confirmation: verdict?.outcome ?? "pending", verdict: verdict ?? null };
  });
  const duplicate_view = (each) => ({
    id: each.id, state: each.state, outcome: each.state === "open" ? "review" : "decided", reason: each.words, grade: each.state === "open" ? "undetermined" : "decided", decided_by: each.decided_by, decided_at: each.decided_at,
    claims: each.claims.map((id) => {
      const record = department.applications.get(id);
      return { application_id: id, office: record.office, office_name: department.office(record.office).name_kk, ticket_number: record.ticket_number, accepted_at: record.accepted_at, not_before: "2026-11-20T09:00:00+05:00", not_after: department.moment(), clock: [], application: record.application };
    }),
  });
  const routes = [
    ["GET", "/status", () => ({ department: "KZ-06", version: "0.1.0", state: "ok", now: department.moment(), offices_total: listed().length, calendar: { missing_year: 2028 }, open_persons: 0, open_complaints: 1, portal_waiting: 0 })],
    ["GET", "/offices", () => listed().map((each, at) => ({ ...each, state: at > 5 ? "none" : "active", incarnation: at > 5 ? null : at + 1, last_seen_at: at > 5 ? null : department.moment(new Date(Date.now() - at * 29 * 3600000)), last_sequence_held: at > 5 ? null : 100 + at * 7, lag_s: at > 5 ? null : at * 29 * 3600, pending: at > 5 ? null : at }))],
    ["GET", "/applications", ({ query, language }) => {
      const wanted = (query.get("q") ?? "").toUpperCase();
      return { items: held(language).filter((each) => JSON.stringify(each.application).toUpperCase().includes(wanted) || each.ticket_number.includes(wanted)), next: null };
    }],
    ["GET", "/applications/{id}", ({ path, language }) => held(language).find((each) => each.id === path.id) ?? (() => { throw new ApiError(404, "not_found", ""); })()],
    ["GET", "/applications/{id}/attachments", () => ({ items: [
      { id: "7000", kind: "photo", paper: null, media_type: "image/png", width: 413, height: 531, size: 1000, clerk: "aigul", recorded_at: department.moment(), held: 400, told: 0, known: true, fault: null }] })],
    ["GET", "/duplicates", ({ query }) => ({ items: [...department.duplicates.values()].filter((each) => !query.get("state") || each.state === query.get("state")).map(duplicate_view), next: null })],
    ["GET", "/duplicates/{id}", ({ path }) => [...department.duplicates.values()].filter((each) => each.id === path.id).map(duplicate_view)[0] ?? (() => { throw new ApiError(404, "not_found", ""); })()],
    ["POST", "/duplicates/{id}/decision", ({ path, body, account }) => {
      const found = [...department.duplicates.values()].find((each) => each.id === path.id);
      if (!found) throw new ApiError(404, "not_found", "");
      department.judge(found, account, body);
      return duplicate_view(found);
    }],
    ["GET", "/persons", ({ query, language }) => ({ items: department.person_pairs(language).filter((each) => !query.get("state") || each.state === query.get("state")), next: null })],
    ["POST", "/persons/{pair}/judgement", ({ path, body, account, language }) => {
      department.judge_pair(path.pair, account, body);
      return department.person_pairs(language).find((each) => each.id === path.pair);
    }],
    ...hub_review(),
    ["POST", "/bundle", () => new Bytes(Buffer.from("TIRKEU answer"), { "Content-Type": "application/vnd.tirkeu.bundle", "Content-Disposition": 'attachment; filename="tirkeu-answer.bundle"', "X-Tirkeu-Entries": "3" })],
    ["POST", "/password", ({ account, body }) => void (accounts[account].password = body.new)],
    ["GET", "/users", () => ({ items: Object.entries(accounts).map(([name, { role }]) => ({ name, role, state: "active", may_keep: true })) })],
  ];
  return serve({ folder, accounts, routes, port });
}
