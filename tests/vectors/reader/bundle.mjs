// A bundle, opened in the order in which it may be believed (sync/PROTOCOL.md sections 3 and 4).
import { read_runs } from "./entries.mjs";
import { is_form_fault, Newer, read_down_header, read_up_header } from "./headers.mjs";
import { digest, key_id, keyed_digest, verifies } from "./keys.mjs";
import { refuse } from "./refusal.mjs";
import { open_sealed } from "./sealed_box.mjs";

const kBundleBytesMax = 8 << 20;
const kClearBytes = 13;
const hex = (bytes) => bytes.toString("hex");
const bytes_of = (text) => Buffer.from(text, "hex");

/** Clear part and seal: what was signed, by which signature, and the packed entries. */
function open_envelope(bundle, direction, { secret, key }) {
  if (bundle.length > kBundleBytesMax) refuse("too_large");
  if (bundle.toString("latin1", 0, 3) !== "TKB") refuse("not_a_bundle");
  if (bundle.length > 3 && bundle[3] !== 1) refuse("unknown_version");
  if (bundle.length < kClearBytes || !"UD".includes(String.fromCharCode(bundle[4]))) refuse("damaged");
  if (String.fromCharCode(bundle[4]) !== direction) refuse("wrong_direction");
  if (!bundle.subarray(5, kClearBytes).equals(key_id(key))) refuse("wrong_receiver");
  const content = open_sealed(bundle.subarray(kClearBytes), secret, key) ?? refuse("damaged");
  if (content.length < 66) refuse("malformed");
  const end = 66 + content.readUInt16LE(64);
  if (end > content.length) refuse("malformed");
  const header = content.subarray(66, end);
  return { signature: content.subarray(0, 64), header, signed: Buffer.concat([bundle.subarray(0, kClearBytes), header]), packed: content.subarray(end) };
}

function header_of(read, bytes, schema) {
  try {
    return read(bytes, schema);
  } catch (error) {
    if (error instanceof Newer) refuse("unknown_version");
    if (is_form_fault(error)) refuse("malformed");
    throw error;
  }
}

const receipt_digest = (signed, signature) => digest("receipt", signed, signature);

/** An answer as its receiver kept it: its header and digest, or null when the hub did not sign it. */
function kept_answer({ bytes, signature }, hub_key, schema) {
  const [signed, by] = [bytes_of(bytes), bytes_of(signature)];
  if (signed.length <= kClearBytes || !verifies("bundle-down", hub_key, by, signed)) return null;
  return { header: header_of(read_down_header, signed.subarray(kClearBytes), schema), digest: hex(receipt_digest(signed, by)) };
}

function succession_holds({ incarnation, succession: claim }, previous_key) {
  const numbers = Buffer.alloc(16);
  numbers.writeUInt32LE(incarnation, 0);
  numbers.writeUInt32LE(claim.previous, 4);
  numbers.writeBigUInt64LE(BigInt(claim.head), 8);
  return verifies("succession", previous_key, bytes_of(claim.signature), bytes_of(claim.grant), numbers.subarray(0, 4), bytes_of(claim.sign_key),
    bytes_of(claim.seal_key), numbers.subarray(4, 8), numbers.subarray(8), bytes_of(claim.head_digest));
}

/** What the header claims, each held against what its reader knows. */
function claims_of(header, { secret, previous_key, hub_key }, schema) {
  const claims = {};
  if (header.enrolment) {
    const { sign_key, seal_key, proof } = header.enrolment;
    claims.enrolment = hex(keyed_digest("enrolment-proof", secret, bytes_of(sign_key), bytes_of(seal_key))) === proof;
  }
  if (header.succession) claims.succession = succession_holds(header, previous_key);
  if (header.proof?.grant) claims.grant = verifies("enrolment-grant", hub_key, bytes_of(header.proof.grant.signature), bytes_of(header.proof.grant.bytes));
  if (header.proof) claims.receipts = header.proof.receipts.map((receipt) => kept_answer(receipt, hub_key, schema)?.digest ?? null);
  if (header.returned.length > 0)
    claims.returned = header.returned.map(({ incarnation, head, evidence }) =>
      kept_answer(evidence, hub_key, schema)?.header.sections.some((section) => section.incarnation === incarnation && section.head === head) ?? false);
  return claims;
}

/** A node's bundle, as its hub reads it. `mine`: {secret, key}; `knowledge(section)`: {digest, before, receipt} or nothing. */
export function open_up(bundle, mine, sender, knowledge, knows, schema) {
  const { signature, header: bytes, signed, packed } = open_envelope(bundle, "U", mine);
  const header = header_of(read_up_header, bytes, schema);
  if (hex(key_id(sender)).slice(0, 8) !== header.sign_key || !verifies("bundle-up", sender, signature, signed)) refuse("wrong_signature");
  const runs = read_runs(header.codec, packed, [header.section, ...header.returned], knowledge, schema);
  return { header, claims: claims_of(header, knows, schema), runs };
}

/** A hub's answer, as its node reads it. */
export function open_down(bundle, mine, hub_key, knowledge, schema) {
  const { signature, header: bytes, signed, packed } = open_envelope(bundle, "D", mine);
  if (!verifies("bundle-down", hub_key, signature, signed)) refuse("wrong_signature");
  const header = header_of(read_down_header, bytes, schema);
  const runs = read_runs(header.codec, packed, header.sections, knowledge, schema);
  return { header, receipt_digest: hex(receipt_digest(signed, signature)), runs };
}
