// The pictures of an application: the photo of a long stay (cl. 11), scans of papers. Each says whether the department has it already; they
// travel last, so that none ever delays a verdict.
import { useRef, useState } from "preact/hooks";
import { type Picture, type PictureKind, attach_picture, percent_of, picture_address, pictures, road_of } from "../api/pictures";
import type { Finding } from "../api/types";
import { offered } from "../api/offered";
import { show_moment } from "../base/dates";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { Said } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";

interface Props { application: string; at_hub: boolean; papers: readonly string[]; may_add: boolean }

export function PicturesBox(props: Props) {
  const t = useText();
  const can = useStore(offered);
  const described = can.has("GET", "/applications/{id}/attachments");
  const data = useData(async (signal) => (described ? pictures(props.application, signal) : []), [props.application, described]);
  if (!described) return null;
  const list = data.value ?? [];
  if (list.length === 0 && !props.may_add && !data.error) return null;
  return (
    <section class="box" id="pictures">
      <h2>{t("pictures.title")}</h2>
      {data.error && <Failure error={data.error} on_repeat={data.reload} brief />}
      {list.length > 0 && <ul class="pictures">{list.map((picture) => <PictureItem key={picture.id} picture={picture} at_hub={props.at_hub} />)}</ul>}
      {props.may_add && can.has("POST", "/applications/{id}/attachments") && <AddPicture {...props} on_added={data.reload} />}
    </section>
  );
}

function PictureItem(props: { picture: Picture; at_hub: boolean }) {
  const t = useText();
  const { picture } = props;
  const road = road_of(picture, props.at_hub);
  const name = picture.paper ? t.code("paper", picture.paper) : t(`pictures.${picture.kind}` as Key);
  const percent = percent_of(road === "coming" ? picture.held : picture.told, picture.size);
  return (
    <li>
      {road === "coming" || road === "elsewhere" || road === "unfit" ? <span class="picture-coming" aria-hidden="true">{road === "coming" ? `${percent} %` : "–"}</span> : (
        <a href={picture_address(picture.id)} target="_blank" rel="noopener"><img src={picture_address(picture.id)} alt={name} loading="lazy" /></a>
      )}
      <p><b>{name}</b></p>
      <p class="hint">{show_moment(picture.recorded_at)} · {picture.clerk}</p>
      <p class={road === "at_hub" || road === "whole" ? "good" : "hint"}>{t(`pictures.road.${road}` as Key, { percent })}</p>
    </li>
  );
}

type State = { kind: "still" | "sending" } | { kind: "added"; findings: Finding[] } | { kind: "failed"; error: unknown };

/** What the clerk chooses first: of what the picture is. */
function AddPicture(props: Props & { on_added: () => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [what, set_what] = useState("photo");
  const [state, set_state] = useState<State>({ kind: "still" });
  const add = async (file: File | undefined) => {
    if (!file) return;
    set_state({ kind: "sending" });
    const kind: PictureKind = what === "photo" ? "photo" : "scan";
    try {
      set_state({ kind: "added", findings: await attach_picture(props.application, kind, kind === "scan" && what !== "scan" ? what : null, file) });
      props.on_added();
    } catch (error) {
      set_state({ kind: "failed", error });
    }
    if (input.current) input.current.value = "";
  };
  return (
    <div class="picture-add" aria-live="polite">
      <label for="picture-what">{t("pictures.of")}</label>
      <select id="picture-what" value={what} onChange={(event) => set_what(event.currentTarget.value)}>
        <option value="photo">{t("pictures.photo")}</option>
        {props.papers.map((paper) => <option key={paper} value={paper}>{t("pictures.scan_of", { paper: t.code("paper", paper) })}</option>)}
        <option value="scan">{t("pictures.scan")}</option>
      </select>
      <label class="file file-small" for="picture-file">
        <span>{t("pictures.add")}</span>
        <input id="picture-file" ref={input} type="file" accept="image/jpeg,image/png" disabled={state.kind === "sending"} onChange={(event) => void add(event.currentTarget.files?.[0])} />
      </label>
      {state.kind === "sending" && <p role="status">{t("pictures.sending")}</p>}
      {state.kind === "added" && <p class="good" role="status">✓ {t("pictures.added")}</p>}
      {state.kind === "added" && state.findings.length > 0 && <Said findings={state.findings} />}
      {state.kind === "failed" && <Failure error={state.error} />}
    </div>
  );
}
