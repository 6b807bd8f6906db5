// Bundles that came on sticks: all of them at once, each answered with a bundle for its office, to be carried back.
import { useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { SummaryList, read_summary } from "../parts/Summary";
import { type Received, received, save_file } from "../parts/bundle";

interface Result { name: string; answer?: Received; summary: Record<string, unknown>; error?: unknown }

/** The hub answers with the bundle itself, counts in headers; or with JSON that holds the counts and the bundle in base64. */
export async function read_answer(name: string, answer: Response): Promise<Result> {
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
    const file = await received(answer);
    if (file.name === "tirkeu.bundle") file.name = name.replace(/(\.bundle)?$/, ".answer.bundle");
    return { name, answer: file, summary: file.entries === null ? {} : { entries: file.entries } };
  }
  const json = (await answer.json()) as { bundle?: string; answer?: string; file_name?: string };
  const encoded = json.bundle ?? json.answer;
  if (encoded === undefined) return { name, summary: read_summary(json) };
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  return {
    name,
    summary: read_summary(json),
    answer: { name: json.file_name ?? name.replace(/(\.bundle)?$/, ".answer.bundle"), bytes: new Blob([bytes], { type: calls.kBundleType }), entries: null, headers: answer.headers },
  };
}

export function HubStick() {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [busy, set_busy] = useState(false);
  const [results, set_results] = useState<Result[]>([]);
  const read = async (files: FileList | null) => {
    set_busy(true);
    const done: Result[] = [];
    for (const file of Array.from(files ?? [])) {
      try {
        done.push(await read_answer(file.name, await calls.bundle_in(file)));
      } catch (error) {
        done.push({ name: file.name, summary: {}, error });
      }
      set_results([...done]);
    }
    set_busy(false);
    if (input.current) input.current.value = "";
  };
  const answers = results.flatMap((result) => result.answer ?? []);
  return (
    <div class="page">
      <h1>{t("nav.stick")}</h1>
      <p class="lead">{t("hubstick.what")}</p>
      <label class="file" for="stick-file">
        <span>{t("stick.choose")}</span>
        <input id="stick-file" ref={input} type="file" multiple accept=".bundle" disabled={busy} onChange={(event) => void read(event.currentTarget.files)} />
      </label>
      {results.length > 0 && (
        <table class="list">
          <thead><tr><th>{t("hubstick.file")}</th><th>{t("hubstick.result")}</th><th>{t("hubstick.answer")}</th></tr></thead>
          <tbody>
            {results.map((result) => (
              <tr key={result.name}>
                <td class="mono">{result.name}</td>
                <td>{result.error !== undefined ? <Failure error={result.error} /> : <SummaryList summary={result.summary} />}</td>
                <td>{result.answer && <button type="button" onClick={() => save_file(result.answer!)}>{t("hubstick.download")} <span class="mono">{result.answer.name}</span></button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answers.length > 1 && <button type="button" class="primary" onClick={() => answers.forEach(save_file)}>{t.count("hubstick.all", answers.length)}</button>}
      <p class="hint">{t("hubstick.carry")}</p>
    </div>
  );
}
