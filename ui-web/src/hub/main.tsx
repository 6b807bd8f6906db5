// The administrators' page of the department hub: chooses the screen by route and login.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { login_state, password_due } from "../api/client";
import { type Offered, load_offered, offered } from "../api/offered";
import { route, go } from "../base/router";
import { Store, useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { install_hub_catalogues } from "../i18n/hub_catalogues";
import * as calls from "../api/calls";
import { Users } from "../parts/Users";
import { Account } from "../parts/Account";
import { LoginAgain, LoginPage } from "../parts/Login";
import { on_language_key } from "../parts/LanguageSwitch";
import { type Place, Shell } from "../parts/Shell";
import { person, resume } from "../parts/person";
import { Book } from "../record/Book";
import { offices } from "../record/lists";
import { DuplicatePage } from "./DuplicatePage";
import { Duplicates } from "./Duplicates";
import { HubApplication } from "./HubApplication";
import { HubStatus, HubStatusLine } from "./HubStatus";
import { HubStick } from "./HubStick";
import { Offices } from "./Offices";
import { Persons } from "./Persons";
import { Quarantine } from "./Quarantine";
import { RuleEditor } from "./RuleEditor";
import { RulesPage } from "./RulesPage";
import { AuditPage } from "../review/AuditPage";
import { Complaints } from "../review/Complaints";
import { IndicatorsPage } from "../review/IndicatorsPage";
import "../style/base.css";
import "../style/parts.css";
import "../style/record.css";
import "../style/entry.css";
import "../style/review.css";
import "../style/hub.css";
import "../style/print.css";

const department = new Store("");

/** The auditor reads; the system's keeper has no business with applicants' data. */
function places_for(role: string, can: Offered): Place[] {
  const hidden = role === "auditor" ? ["stick", "users"] : role === "sysadmin" ? ["duplicates", "persons", "applications", "users", "complaints", "indicators", "audit"] : [];
  return kPlaces.filter((place) => !hidden.includes(place.path) && (place.route === undefined || can.has("GET", place.route))).map(({ route: _, ...place }) => place);
}

/** `route`: a screen that the hub may not know yet. */
const kPlaces: readonly (Place & { route?: string })[] = [
  { path: "offices", label: "nav.offices", key: "F6" },
  { path: "duplicates", label: "nav.duplicates", key: "F7" },
  { path: "persons", label: "nav.persons", route: "/persons" },
  { path: "applications", label: "nav.applications", key: "F8" },
  { path: "complaints", label: "nav.complaints", route: "/complaints" },
  { path: "indicators", label: "nav.indicators", route: "/indicators" },
  { path: "rules", label: "nav.rules", route: "/rules/all", rare: true },
  { path: "quarantine", label: "nav.quarantine", route: "/quarantine", rare: true },
  { path: "audit", label: "nav.audit", route: "/audit", rare: true },
  { path: "stick", label: "nav.stick", rare: true },
  { path: "users", label: "nav.users", rare: true },
];

function Screen(props: { path: readonly string[]; department: string }) {
  const [name, id] = props.path;
  switch (name) {
    case "duplicates": return <Duplicates />;
    case "duplicate": return id === undefined ? <Duplicates /> : <DuplicatePage key={id} id={id} />;
    case "persons": return <Persons />;
    case "applications": return <Book with_office />;
    case "application": return id === undefined ? <Book with_office /> : <HubApplication key={id} id={id} />;
    case "complaints": return <Complaints at_hub chosen={id} department={props.department} />;
    case "indicators": return <IndicatorsPage at_hub department={props.department} own={props.department} />;
    case "audit": return <AuditPage key={id} at_hub record={id} department={props.department} />;
    case "rules": return id === "new" ? <RuleEditor /> : <RulesPage />;
    case "quarantine": return <Quarantine />;
    case "stick": return <HubStick />;
    case "users": return <Users roles={["admin", "auditor", "sysadmin"]} />;
    case "status": return <HubStatus />;
    case "account": return <Account />;
    default: return <Offices />;
  }
}

function App() {
  const t = useText();
  const path = useStore(route);
  const login = useStore(login_state);
  const due = useStore(password_due);
  const can = useStore(offered);
  const unit = useStore(department);
  const who = useStore(person);
  useEffect(() => {
    document.title = t("title.hub");
  }, [t.language]);
  useEffect(() => {
    if (login !== "in" || due) return;
    void calls.lagging_offices().then((list) => {
      offices.set(list);
      department.set(list.find((office) => office.kind === "department")?.code ?? list[0]?.code.slice(0, 5) ?? "");
    }, () => undefined);
  }, [login, due]);
  useEffect(() => {
    if (due && path[0] !== "account") go("account");
  }, [due, path]);
  if (login === "unknown") return null;
  if (login === "out") return <LoginPage title={t("title.hub")} />;
  const here = path[0] === "duplicate" ? "duplicates" : path[0] === "application" ? "applications" : (path[0] ?? "offices");
  return (
    <>
      <Shell places={places_for(who?.role ?? "", can)} here={here} unit={unit || "Тіркеу"} status={<HubStatusLine />}>
        <Screen path={path} department={unit} />
      </Shell>
      {login === "expired" && <LoginAgain />}
    </>
  );
}

install_hub_catalogues();
window.addEventListener("keydown", (event) => login_state.get() !== "in" && on_language_key(event));
void load_offered();
void resume();
render(<App />, document.getElementById("root")!);
