// Keys, digests and signatures with their labels (sync/PROTOCOL.md section 1).
import { diffieHellman, verify as verify_plain } from "node:crypto";
import { blake2b } from "./blake2b.mjs";
import { ed25519_public, x25519_private, x25519_public } from "./sealed_box.mjs";

const labelled = (label, parts) => Buffer.concat([Buffer.from(`tirkeu/v1/${label}\0`), ...parts]);

export const digest = (label, ...parts) => blake2b(labelled(label, parts), 32);
export const keyed_digest = (label, key, ...parts) => blake2b(labelled(label, parts), 32, key);
export const key_id = (key) => digest("key-id", key).subarray(0, 8);

const kPrime = (1n << 255n) - 19n;
const little = (bytes) => BigInt("0x" + Buffer.from(bytes).reverse().toString("hex"));
const kSmallOrder = new Set([0n, 1n, kPrime - 1n, ...["26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"].map((hex) => little(Buffer.from(hex, "hex")) & ((1n << 255n) - 1n))]);

/** A point's encoding is the only one of it, and it is none of the eight points of small order. */
function is_sound_point(bytes) {
  const y = little(bytes) & ((1n << 255n) - 1n);
  return y < kPrime && !kSmallOrder.has(y);
}

/** Ed25519, strictly. */
export function verifies(label, key, signature, ...parts) {
  if (!is_sound_point(key) || !is_sound_point(signature.subarray(0, 32))) return false;
  try {
    return verify_plain(null, labelled(label, parts), ed25519_public(key), signature);
  } catch {
    return false;
  }
}

/** An X25519 key that something may be sealed to: with those of small order, everybody comes to the same secret. */
export function is_usable(seal_key) {
  try {
    return !diffieHellman({ privateKey: x25519_private(Buffer.alloc(32, 7)), publicKey: x25519_public(seal_key) }).equals(Buffer.alloc(32));
  } catch {
    return false;
  }
}

/** What people compare over the telephone. */
export function fingerprint(...keys) {
  const bytes = digest("fingerprint", ...keys);
  const groups = Array.from({ length: 6 }, (_, group) => String(bytes.readUIntBE(5 * group, 5) % 100000).padStart(5, "0"));
  return groups.join(" ");
}
