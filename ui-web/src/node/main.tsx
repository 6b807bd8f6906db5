// The clerks' page: chooses the screen by route and login.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { login_state, password_due } from "../api/client";
import { type Offered, load_offered, offered } from "../api/offered";
import { route, go } from "../base/router";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { install_node_catalogues } from "../i18n/node_catalogues";
import { Account } from "../parts/Account";
import { LoginAgain, LoginPage } from "../parts/Login";
import { on_language_key } from "../parts/LanguageSwitch";
import { type Place, Shell } from "../parts/Shell";
import { person, resume } from "../parts/person";
import { Book } from "../record/Book";
import { load_lists, office_name } from "../record/lists";
import { Accepted, Referral } from "./Accepted";
import { ApplicationPage } from "./ApplicationPage";
import { Correct } from "./Correct";
import { CustodyPage, DuePage } from "./Due";
import { FeedbackPage } from "./FeedbackPage";
import { FormsPage } from "../sheets/FormsPage";
import { Information } from "./Information";
import { NewApplication } from "./NewApplication";
import { PortalPage } from "./PortalPage";
import { QueuePage } from "./QueuePage";
import { StatusLine, StatusPage } from "./StatusLine";
import { Stick } from "./Stick";
import { TakeOverPage } from "./TakeOverPage";
import { Tasks } from "./Tasks";
import { Users } from "../parts/Users";
import { AuditPage } from "../review/AuditPage";
import { Complaints } from "../review/Complaints";
import { IndicatorsPage } from "../review/IndicatorsPage";
import { ask_status, known_status } from "./status_poll";
import "../style/base.css";
import "../style/parts.css";
import "../style/entry.css";
import "../style/record.css";
import "../style/review.css";
import "../style/print.css";

/** Screens that the daemon may not know yet. `head`: only for the head of the office. */
const kDay: readonly (Place & { route: string; method?: "POST"; head?: true })[] = [
  { path: "queue", label: "nav.queue", route: "/visits" },
  { path: "due", label: "nav.due", route: "/due" },
  { path: "custody", label: "nav.custody", route: "/custody" },
  { path: "portal", label: "nav.portal", route: "/portal-requests", rare: true },
  { path: "complaints", label: "nav.complaints", route: "/complaints", rare: true },
  { path: "indicators", label: "nav.indicators", route: "/indicators", rare: true },
  { path: "forms", label: "nav.forms", route: "/information", rare: true },
  { path: "audit", label: "nav.audit", route: "/audit", rare: true, head: true },
  { path: "take-over", label: "nav.take_over", route: "/take-over", method: "POST", rare: true, head: true },
];

function places_for(role: string, to_tell: number, can: Offered): Place[] {
  const stick: Place = { path: "stick", label: "nav.stick" };
  const users: Place = { path: "users", label: "nav.users" };
  // The system's keeper has no business with applicants' data.
  if (role === "sysadmin") return [{ path: "status", label: "status.title" }, stick, users];
  const counter: Place[] = [
    { path: "new", label: "nav.new", key: "F6" },
    { path: "book", label: "nav.book", key: "F7" },
    { path: "tasks", label: "nav.tasks", badge: to_tell },
    ...kDay.filter((place) => can.has(place.method ?? "GET", place.route) && (!place.head || role === "head")).map(({ route: _, method: _method, head: _head, ...place }) => place),
    { ...stick, rare: true },
  ];
  return role === "head" ? [...counter, { ...users, rare: true }] : counter;
}

function Screen(props: { path: readonly string[]; role: string }) {
  const [name, id, part] = props.path;
  const own = useStore(known_status).status?.office ?? null;
  switch (name) {
    case "book": return <Book />;
    case "application": return id === undefined ? <Book /> : part === "correct" ? <Correct key={id} id={id} /> : <ApplicationPage key={id} id={id} office_own={own} />;
    case "accepted": return id === undefined ? <Book /> : <Accepted key={id} id={id} />;
    case "referral": return <Referral slot={id ?? ""} />;
    case "queue": return <QueuePage />;
    case "due": return <DuePage />;
    case "custody": return <CustodyPage />;
    case "portal": return <PortalPage />;
    case "complaints": return <Complaints chosen={id} department={own?.slice(0, 5) ?? ""} />;
    case "indicators": return <IndicatorsPage department={own?.slice(0, 5) ?? ""} own={own ?? ""} />;
    case "audit": return <AuditPage key={id} record={id} department={own?.slice(0, 5) ?? ""} />;
    case "take-over": return <TakeOverPage />;
    case "forms": return <FormsPage path={props.path} inside />;
    case "tasks": return <Tasks />;
    case "stick": return <Stick />;
    case "users": return <Users roles={["clerk", "head"]} />;
    case "status": return <StatusPage />;
    case "account": return <Account />;
    default: return props.role === "sysadmin" ? <StatusPage /> : <NewApplication slot={name === "new" ? id : undefined} />;
  }
}

function App() {
  const t = useText();
  const path = useStore(route);
  const login = useStore(login_state);
  const who = useStore(person);
  const due = useStore(password_due);
  const status = useStore(known_status).status;
  const can = useStore(offered);
  useEffect(() => {
    document.title = t("title.node");
  }, [t.language]);
  useEffect(() => {
    if (login !== "in") return;
    void load_lists().catch(() => undefined);
    void ask_status();
  }, [login, who?.name, due]);
  useEffect(() => void ask_status(), [t.language]);
  useEffect(() => {
    if (due && path[0] !== "account") go("account");
  }, [due, path]);
  if (path[0] === "information") return <Information logged_in={login === "in"} />;
  if (path[0] === "feedback" && can.has("POST", "/feedback")) return <FeedbackPage />;
  if (path[0] === "forms" && login !== "in" && login !== "expired" && path[1] !== "typed") return <FormsPage path={path} inside={false} />;
  if (login === "unknown") return null;
  if (login === "out") return <LoginPage title={t("title.node")} information="/information" />;
  const here = path[0] === "application" || path[0] === "accepted" ? (path[0] === "accepted" ? "new" : "book") : (path[0] ?? "new");
  return (
    <>
      <Shell places={places_for(who?.role ?? "", status?.to_tell ?? 0, can)} here={here} unit={status?.office ?? "Тіркеу"} unit_title={status?.office ? office_name(status.office) : ""} status={<StatusLine />}>
        <Screen path={path} role={who?.role ?? ""} />
      </Shell>
      {login === "expired" && <LoginAgain />}
    </>
  );
}

install_node_catalogues();
window.addEventListener("keydown", (event) => login_state.get() !== "in" && on_language_key(event));
void load_offered();
void resume();
render(<App />, document.getElementById("root")!);
