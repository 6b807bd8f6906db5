// The rest of an office's day at a mock node: what happens to a stay after its acceptance, and the lists of a day's end.
import * as department from "./department.mjs";
import { ApiError, Bytes } from "./http.mjs";

const of_office = (code) => [...department.applications.values()].filter((each) => each.office === code);

/** The queue of one node: strict order; who is called out of turn needs a reason. */
function queue_routes() {
  const visits = [];
  let finished = 0;
  const open = (id) => visits.find((each) => each.id === id) ?? (() => { throw new ApiError(404, "not_found", ""); })();
  const waiting = () => visits.filter((each) => !each.called_at);
  return [
    ["POST", "/visits", ({ body }) => {
      const visit = { id: String(9000 + visits.length + finished), number: visits.length + finished + 1, purpose: body.purpose, arrived_at: department.moment(), called_at: null, skipped: 0, outside_hours: false, waiting_min: 0 };
      visits.push(visit);
      return { status: 201, headers: {}, json: { id: visit.id, number: visit.number, arrived_at: visit.arrived_at, waiting: waiting().length - 1, outside_hours: false } };
    }],
    ["GET", "/visits", () => ({ waiting: waiting(), called: visits.filter((each) => each.called_at), finished, median_wait_min: finished > 0 ? 4 : null })],
    ["POST", "/visits/{id}/call", ({ path, body }) => {
      const visit = open(path.id);
      const before = waiting().slice(0, waiting().indexOf(visit));
      if (before.length > 0 && !body.skip_reason) throw new ApiError(409, "not_next", "");
      for (const each of before) each.skipped += 1;
      visit.called_at = department.moment();
      return visit;
    }],
    ["POST", "/visits/{id}/finish", ({ path, body }) => {
      visits.splice(visits.indexOf(open(path.id)), 1);
      finished += 1;
      return { outcome: body.outcome };
    }],
  ];
}

/** Pictures of applications: kept as they come, and refused where they are none. */
function picture_routes() {
  const pictures = [];
  return [
    ["POST", "/applications/{id}/attachments", ({ path, query, body, account }) => {
      if (body.length < 4 || body.readUInt32BE(0) !== 0x89504e47)
        throw new ApiError(422, "unusable_fields", "", { fields: [{ path: "picture", code: "picture_none", message: "This is not a JPEG or PNG picture." }] });
      const picture = { id: String(7000 + pictures.length), application: path.id, kind: query.get("kind"), paper: query.get("paper"), media_type: "image/png", width: 35, height: 45,
        size: body.length, clerk: account, recorded_at: department.moment(), held: body.length, told: 0, body };
      pictures.push(picture);
      return { status: 201, headers: {}, json: { ...picture, body: undefined, findings: [] } };
    }],
    ["GET", "/applications/{id}/attachments", ({ path }) => ({ items: pictures.filter((each) => each.application === path.id).map((each) => ({ ...each, body: undefined })) })],
    ["GET", "/attachments/{id}", ({ path }) => new Bytes(pictures.find((each) => each.id === path.id).body, { "Content-Type": "image/png" })],
  ];
}

export function acts_of_the_day({ code, own, add }) {
  const urgency = ["overdue", "soon", "open"];
  return [
    ...queue_routes(), ...picture_routes(),
    ["POST", "/feedback", ({ body }) => ({ given_on: department.moment().slice(0, 10), ...(typeof body.process === "boolean" ? {} : { fault: true }) }), { open: true }],
    ["GET", "/due", ({ language }) => ({ items: of_office(code).filter((each) => each.state === "accepted").map((each, at) => ({ ...department.view(each, language), state: urgency[Math.min(at, 2)] })) })],
    ["POST", "/applications/{id}/extension", ({ path, body, account }) => add(path.id, account, "extended", body, (record) => (record.registered_until = record.application.stay.until = body.until))],
    ["POST", "/applications/{id}/address", ({ path, body, account }) => add(path.id, account, "moved", body, (record) => (record.application.stay.address = body.address))],
    ["POST", "/applications/{id}/card", ({ path, body, account }) => add(path.id, account, "card", { ...body, former: own(path.id).application.migration_card.number }, (record) => (record.application.migration_card.number = body.number))],
    ["POST", "/applications/{id}/custody", ({ path, body, account }) => add(path.id, account, "custody", body, (record) => {
      record.custody = record.custody.filter((each) => each.item !== body.item);
      if (body.event === "received") record.custody.push({ item: body.item, received_at: department.moment(), person: body.person ?? null });
    })],
    ["GET", "/custody", () => ({ items: of_office(code).flatMap((each) => each.custody.map((held) => ({ application_id: each.id, ticket_number: each.ticket_number, name: `${each.application.applicant.surname} ${each.application.applicant.given_names}`, item: held.item, received_at: held.received_at, days: 0 }))) })],
  ];
}
