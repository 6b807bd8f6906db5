// A sealed box (X25519, XSalsa20, Poly1305) opened without the library that made it. The shared secret is node's own work; the stream and the
// authenticator are written out, because node has neither.
import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { blake2b } from "./blake2b.mjs";

const kSigma = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const left = (value, bits) => ((value << bits) | (value >>> (32 - bits))) >>> 0;

/** Twenty rounds over 16 words; without adding the input again. */
function rounds(input) {
  const x = Uint32Array.from(input);
  const quarter = (a, b, c, d) => {
    x[b] ^= left((x[a] + x[d]) >>> 0, 7);
    x[c] ^= left((x[b] + x[a]) >>> 0, 9);
    x[d] ^= left((x[c] + x[b]) >>> 0, 13);
    x[a] ^= left((x[d] + x[c]) >>> 0, 18);
  };
  for (let round = 0; round < 10; ++round) {
    quarter(0, 4, 8, 12); quarter(5, 9, 13, 1); quarter(10, 14, 2, 6); quarter(15, 3, 7, 11);
    quarter(0, 1, 2, 3); quarter(5, 6, 7, 4); quarter(10, 11, 8, 9); quarter(15, 12, 13, 14);
  }
  return x;
}

function state(key, input) {
  const k = (at) => key.readUInt32LE(4 * at);
  const n = (at) => input.readUInt32LE(4 * at);
  return [kSigma[0], k(0), k(1), k(2), k(3), kSigma[1], n(0), n(1), n(2), n(3), kSigma[2], k(4), k(5), k(6), k(7), kSigma[3]];
}

function hsalsa20(key, input) {
  const x = rounds(state(key, input));
  const result = Buffer.alloc(32);
  [0, 5, 10, 15, 6, 7, 8, 9].forEach((word, at) => result.writeUInt32LE(x[word], 4 * at));
  return result;
}

/** `length` bytes of XSalsa20's stream. */
function stream(key, nonce, length) {
  const inner = hsalsa20(key, nonce.subarray(0, 16));
  const result = Buffer.alloc(Math.ceil(length / 64) * 64);
  for (let block = 0; 64 * block < length; ++block) {
    const input = Buffer.alloc(16);
    nonce.copy(input, 0, 16, 24);
    input.writeUInt32LE(block, 8);
    const start = state(inner, input);
    const x = rounds(start);
    start.forEach((word, at) => result.writeUInt32LE((x[at] + word) >>> 0, 64 * block + 4 * at));
  }
  return result.subarray(0, length);
}

const little = (bytes) => BigInt("0x" + (Buffer.from(bytes).reverse().toString("hex") || "0"));

function poly1305(key, message) {
  const p = (1n << 130n) - 5n;
  const r = little(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16)
    sum = ((sum + little(Buffer.concat([message.subarray(at, at + 16), Buffer.from([1])]))) * r) % p;
  const tag = (sum + little(key.subarray(16, 32))) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, "0"), "hex").reverse();
}

const der = (prefix, key) => Buffer.concat([Buffer.from(prefix, "hex"), key]);
export const x25519_private = (seed) => createPrivateKey({ key: der("302e020100300506032b656e04220420", seed), format: "der", type: "pkcs8" });
export const x25519_public = (key) => createPublicKey({ key: der("302a300506032b656e032100", key), format: "der", type: "spki" });
export const ed25519_public = (key) => createPublicKey({ key: der("302a300506032b6570032100", key), format: "der", type: "spki" });

/** What was sealed to the key pair; null when it does not open. */
export function open_sealed(box, secret, public_key) {
  if (box.length < 48) return null;
  const ephemeral = box.subarray(0, 32);
  const nonce = blake2b(Buffer.concat([ephemeral, public_key]), 24);
  const shared = diffieHellman({ privateKey: x25519_private(secret), publicKey: x25519_public(ephemeral) });
  const key = hsalsa20(shared, Buffer.alloc(16));
  const cipher = box.subarray(48);
  const bytes = stream(key, nonce, 32 + cipher.length);
  if (!poly1305(bytes.subarray(0, 32), cipher).equals(box.subarray(32, 48))) return null;
  return Buffer.from(cipher.map((byte, at) => byte ^ bytes[32 + at]));
}
