// What the department's verdicts ask of this office: applications annulled because another office was first (cl. 15).
import { useText } from "../i18n/i18n";
import { Book } from "../record/Book";
import { known_status } from "./status_poll";
import { useStore } from "../base/store";

export function Tasks() {
  const t = useText();
  const status = useStore(known_status).status;
  return (
    <div class="page-wide">
      <h1>{t("nav.tasks")}</h1>
      <p class="lead">{t("tasks.what")}</p>
      <Book fixed="annulled" refresh={status?.last_round_at} />
    </div>
  );
}
