// What a mock node tells and takes for its prints: the public page, the label of a portal application, prints written down.
import * as department from "./department.mjs";

export function information(code) {
  const { rules } = department;
  const office = department.office(code);
  return {
    office, department: department.office(code.split("-").slice(0, 2).join("-")), rule_set: rules.id, hours: rules.hours,
    papers: rules.papers, papers_always: rules.papers_always, papers_long_stay: rules.papers_long_stay, long_stay_months: rules.long_stay_months, categories: rules.categories,
    visa_free: Object.entries(rules.visa_free).map(([state, { days = null, months = null }]) => ({ state, days, months })),
    complaint_days: rules.complaint_days, complaint_days_extended: rules.complaint_days_extended,
  };
}

export function label_of({ origin, state, decision, office, ticket_number, application: { applicant, document, stay } }) {
  if (origin !== "portal" || state !== "registered") return null;
  const { locality, street, house } = stay.address;
  return {
    number: ticket_number, name: `${applicant.surname} ${applicant.given_names ?? ""}`.trim(), citizenship: applicant.citizenship, document: `${document.issuing_state} ${document.number}`,
    registered_at: decision.at, registered_until: stay.until, office_name: department.office(office).name_kk, address: [locality, street, house].filter(Boolean).join(", "),
    authority: "Қазақстан Республикасы Ішкі істер министрлігінің көші-қон полициясы",
  };
}

export const printed = []; // {id, what, by}: for the tests to read

export function prints_of_node({ own }) {
  return [
    ["POST", "/applications/{id}/printed", ({ path, body, account }) => void printed.push({ id: own(path.id).id, what: body.what, by: account })],
  ];
}
