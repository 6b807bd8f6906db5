// Bundles as files of a stick: what the daemon hands out is saved under the name that it gives.
export interface Received { name: string; bytes: Blob; entries: number | null; headers: Headers }

export async function received(answer: Response): Promise<Received> {
  const entries = answer.headers.get("X-Tirkeu-Entries");
  return {
    name: file_name(answer.headers.get("Content-Disposition")) ?? "tirkeu.bundle",
    bytes: await answer.blob(),
    entries: entries === null || entries === "" || Number.isNaN(Number(entries)) ? null : Number(entries),
    headers: answer.headers,
  };
}

/** The file name of a Content-Disposition, plain or in RFC 5987 form, without any folder in it. */
export function file_name(disposition: string | null): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1];
  const name = extended !== undefined ? decodeURIComponent(extended) : plain;
  return name?.trim().replace(/^.*[\\/]/, "") || undefined;
}

/** Hands the bytes to the browser's own "save" without leaving the page. */
export function save_file(file: Received): void {
  const address = URL.createObjectURL(file.bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
