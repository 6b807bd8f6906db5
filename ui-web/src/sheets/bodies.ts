// Applications that nobody made: the empty one of a blank form, and the invented ones of the filled samples (cl. 10, 12). No person, no
// organisation and no document of the samples exists; numbers are zeros where a real one could be hit by chance.
import type { ApplicationBody } from "../api/types";
import { body_of_form, empty_form } from "../record/form";

export const kBlank: ApplicationBody = body_of_form({ ...empty_form(), fields: { ...empty_form().fields, "document.type": "", "host.kind": "" } }).body;

/** A stay of this year, long enough for arrival sheets and coupon to be asked for. */
function sample(year: number): ApplicationBody {
  return {
    applicant: {
      surname: "SAMPLE", given_names: "AYSE NUR", surname_local: "Сэмпл", given_names_local: "Айше Нур", patronymic: null,
      birth_date: "1990-01-15", sex: "F", citizenship: "TUR", birth_place: "IZMIR",
    },
    document: { type: "passport", issuing_state: "TUR", number: "U00000000", issued: `${year - 2}-05-20`, expires: `${year + 8}-05-19` },
    visa: { number: "0000000", category: "B1", valid_from: `${year}-03-01`, valid_until: `${year}-12-31` },
    migration_card: { number: "0000000", border_point: "Атырау әуежайы", entry_date: `${year}-03-10` },
    stay: { purpose: "business", from: `${year}-03-10`, until: `${year}-10-20`, address: { office: "", locality: "Индербор", street: "Үлгі көшесі", house: "1", flat: "2" } },
    host: null, category: null, documents: ["identity_document", "visa", "migration_card", "application", "arrival_sheet_1", "arrival_sheet_2", "statistical_coupon", "photo"],
  };
}

export function sample_of_person(year: number): ApplicationBody {
  return { ...sample(year), host: { kind: "person", name: "Үлгіұлы Әділ Өмірбекұлы", number: "000000000000", address: "Индербор, Үлгі көшесі, 1-үй, 2-пәтер", phone: "8 (000) 000-00-00" } };
}

export function sample_of_organisation(year: number): ApplicationBody {
  return { ...sample(year), host: { kind: "organisation", name: "«Үлгі Құрылыс» ЖШС", number: "000000000000", address: "Индербор, Үлгі көшесі, 3", phone: "8 (000) 000-00-01" } };
}
