// An enrolment file (sync/PROTOCOL.md section 6).
import { read_message } from "./capnp.mjs";
import { checked, is_form_fault, Newer } from "./headers.mjs";
import { digest, fingerprint, verifies } from "./keys.mjs";
import { refuse } from "./refusal.mjs";

const kGrantBytesMax = 64 << 10;
const hex = (bytes) => bytes.toString("hex");

function read_grant(bytes, schema) {
  const grant = read_message(bytes, "Grant", schema);
  const sound = grant.department > 0 && grant.department < 64 && grant.firstIncarnation >= 1024 && grant.incarnations > 0 &&
    grant.incarnations <= (1 << 17) - grant.firstIncarnation && [0, 32].includes(grant.hubTlsFingerprint.length);
  if (!sound) refuse("not_an_enrolment_file");
  return {
    grant: checked.bytes(grant.grantId, 16, "grantId"),
    department: grant.department,
    office: grant.office,
    first_incarnation: checked.incarnation(grant.firstIncarnation, "firstIncarnation"),
    incarnations: grant.incarnations,
    epoch: checked.bytes(grant.epoch, 8, "epoch"),
    issued_at: checked.instant(grant.issuedAt, "issuedAt"),
    expires_at: checked.instant(grant.expiresAt, "expiresAt"),
    hub_url: checked.text(grant.hubUrl, 500, "hubUrl"),
    root_key: checked.bytes(grant.rootKey, 32, "rootKey"),
    hub_sign_key: checked.bytes(grant.hubSignKey, 32, "hubSignKey"),
    hub_seal_key: checked.seal_key(grant.hubSealKey, "hubSealKey"),
    hub_keys_signature: checked.bytes(grant.hubKeysSignature, 64, "hubKeysSignature"),
    hub_tls_fingerprint: hex(grant.hubTlsFingerprint),
    hub_logs: checked.length(grant.hubLogs, 256, "hubLogs").map((log) => ({
      incarnation: checked.incarnation(log.incarnation, "hubLogs.incarnation"), kind: checked.kind(log.kind, "hubLogs.kind"),
      base: checked.bytes(log.base, 32, "hubLogs.base"),
    })),
  };
}

function read_file(file, schema) {
  const message = read_message(file.subarray(4), "EnrolmentFile", schema);
  if (message.grant.length > kGrantBytesMax) refuse("not_an_enrolment_file");
  checked.bytes(message.signature, 64, "signature");
  checked.bytes(message.secret, 32, "secret");
  return { message, grant: read_grant(message.grant, schema) };
}

export function open_enrolment(file, schema) {
  if (file.toString("latin1", 0, 4) !== "TKE\u0001") refuse("not_an_enrolment_file");
  let read;
  try {
    read = read_file(file, schema);
  } catch (error) {
    if (is_form_fault(error) || error instanceof Newer) refuse("not_an_enrolment_file");
    throw error;
  }
  const { message, grant } = read;
  const hub_keys = [grant.hub_sign_key, grant.hub_seal_key].map((key) => Buffer.from(key, "hex"));
  const by_hub = verifies("enrolment-grant", hub_keys[0], message.signature, message.grant);
  const by_root = verifies("hub-keys", Buffer.from(grant.root_key, "hex"), Buffer.from(grant.hub_keys_signature, "hex"), ...hub_keys);
  if (!by_hub || !by_root) refuse("wrong_signature");
  const first = digest("enrolment-grant", message.grant);
  const second = Buffer.alloc(4);
  second.writeUInt32LE(grant.first_incarnation + 1);
  return {
    grant, secret: hex(message.secret), first_life_stands_on: hex(first), second_life_stands_on: hex(digest("life", first, second)),
    hub_fingerprint: fingerprint(...hub_keys),
  };
}
