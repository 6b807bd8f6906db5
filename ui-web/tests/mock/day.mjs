// The rest of an office's day at a mock node: what happens to a stay after its acceptance, and the lists of a day's end.
import * as department from "./department.mjs";

const of_office = (code) => [...department.applications.values()].filter((each) => each.office === code);

export function acts_of_the_day({ code, own, add }) {
  return [
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
