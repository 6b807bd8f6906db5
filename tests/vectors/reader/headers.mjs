// Headers of bundles, both directions (sync/PROTOCOL.md sections 2 and 3), as the JSON of a test vector.
import { NotWellFormed, pack, read_message, unpack } from "./capnp.mjs";
import { is_usable } from "./keys.mjs";

export class Malformed extends Error {}
/** Made by a newer program: something that has no meaning yet. */
export class Newer extends Error {}

const kHeaderBytesMax = 64 << 10;
const kEntriesMax = 5000;
const kSequenceMax = (1n << 63n) - 1n;
const kInstantMin = -62135596800000n;
const kInstantMax = 253402300799999n;
const kCodecLast = 3;
const kRefusalLast = 9;
const kKindLast = 5;

const hex = (bytes) => Buffer.from(bytes).toString("hex");
function demand(holds, field) {
  if (!holds) throw new Malformed(field);
}

/** What every field of a message is asked. */
export const checked = {
  bytes(value, length, field) {
    demand(value.length === length, field);
    return hex(value);
  },
  seal_key(value, field) {
    demand(value.length === 32 && is_usable(value), field);
    return hex(value);
  },
  incarnation(value, field) {
    demand(value > 0 && value < 1 << 17, field);
    return Number(value);
  },
  sequence(value, field) {
    demand(value <= kSequenceMax, field);
    return value.toString();
  },
  instant(value, field) {
    demand(value >= kInstantMin && value <= kInstantMax, field);
    return value.toString();
  },
  kind(value, field) {
    demand(value > 0, field);
    if (value > kKindLast) throw new Newer(field);
    return Number(value);
  },
  text(value, size_max, field) {
    const bytes = Buffer.from(value);
    demand(bytes.length <= size_max && !value.includes("\0") && !value.includes("\ufffd"), field);
    return value;
  },
  length(list, most, field) {
    demand(list.length <= most, field);
    return list;
  },
};

/** The fixed part: numbers as LEB128, minimal, and bytes of known length. */
class Fixed {
  constructor(bytes) {
    this.rest = bytes;
  }
  take(length) {
    demand(length <= this.rest.length, "ends early");
    const taken = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return taken;
  }
  number() {
    let value = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const [byte] = this.take(1);
      demand(shift < 63n || (byte & 0x7f) <= 1, "a number of more than 64 bits");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      demand(byte !== 0 || shift === 0n, "a number longer than needed");
      return value;
    }
    throw new Malformed("a number without end");
  }
  signed() {
    const value = this.number();
    return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }
  small(bits, field) {
    const value = this.number();
    demand(value < 1n << BigInt(bits), field);
    return Number(value);
  }
  hex(length) {
    return hex(this.take(length));
  }
  section(incarnation, kind) {
    const first = this.number();
    const count = this.small(32, "section.count");
    demand(count <= kEntriesMax, "section.count");
    demand(first > 0n && first <= kSequenceMax - BigInt(count), "section.first");
    return { incarnation, kind, first: first.toString(), count, head: this.hex(16) };
  }
  codec(flags) {
    const codec = Number(flags & 7n);
    if (codec > kCodecLast) throw new Newer("codec");
    return codec;
  }
  /** The message behind the fixed part, or an empty one. */
  message(announced, name, schema) {
    const bytes = this.rest;
    if (!announced && bytes.length === 0) return null;
    const words = unpack(bytes, kHeaderBytesMax);
    demand(announced && words.length > 8 && pack(words).equals(bytes), "a message that is not in its one form");
    return read_message(words, name, schema);
  }
}

const signed = ({ bytes, signature }, field) => {
  demand(bytes.length <= 16 << 10, field);
  return { bytes: hex(bytes), signature: checked.bytes(signature, 64, field) };
};
const position = (reader) => ({
  incarnation: checked.incarnation(reader.small(32, "cursors"), "cursors.incarnation"),
  sequence: checked.sequence(reader.number(), "cursors.sequence"),
  digest: reader.hex(4),
});
const keys_of = (claim, field) => ({
  grant: checked.bytes(claim.grantId, 16, `${field}.grantId`),
  sign_key: checked.bytes(claim.signKey, 32, `${field}.signKey`),
  seal_key: checked.seal_key(claim.sealKey, `${field}.sealKey`),
});

function read_returned(list) {
  return checked.length(list, 16, "returned").map((run) => {
    const kind = checked.kind(run.kind, "returned.kind");
    demand(kind !== 1 && run.count > 0 && run.count <= kEntriesMax, "returned.count");
    demand(run.firstSequence > 0n && run.firstSequence <= kSequenceMax - BigInt(run.count), "returned.firstSequence");
    return {
      incarnation: checked.incarnation(run.incarnation, "returned.incarnation"), kind, first: run.firstSequence.toString(), count: run.count,
      head: checked.bytes(run.head, 16, "returned.head"), evidence: signed(run.evidence ?? { bytes: [], signature: [] }, "returned.evidence"),
    };
  });
}

function read_proof(proof) {
  const read = {};
  if (proof.grant.length > 0)
    read.grant = {
      bytes: hex(proof.grant), signature: checked.bytes(proof.grantSignature, 64, "proof.grantSignature"),
      sign_key: checked.bytes(proof.signKey, 32, "proof.signKey"), seal_key: checked.seal_key(proof.sealKey, "proof.sealKey"),
    };
  read.receipts = checked.length(proof.receipts, 48, "proof.receipts").map((receipt) => signed(receipt, "proof.receipts"));
  return read;
}

export function read_up_header(bytes, schema) {
  const reader = new Fixed(bytes);
  const flags = reader.number();
  if (flags >> 7n) throw new Newer("flags");
  const header = { codec: reader.codec(flags), complete: (flags & 8n) !== 0n, slow_line: (flags & 64n) !== 0n };
  header.incarnation = checked.incarnation(reader.small(32, "incarnation"), "incarnation");
  header.sign_key = reader.hex(4);
  header.section = reader.section(header.incarnation, 1);
  header.last_receipt_number = reader.small(32, "lastReceiptNumber");
  if (flags & 16n) header.hub_epoch = reader.hex(8);
  header.sent_at = checked.instant(reader.signed(), "sentAt");
  header.clock_flags = reader.small(16, "clockFlags");
  const count = reader.number();
  demand(count <= 256n, "cursors");
  header.cursors = Array.from({ length: Number(count) }, () => position(reader));
  const message = reader.message((flags & 32n) !== 0n, "UpHeader", schema);
  header.program = checked.text(message?.program ?? "", 64, "program");
  if (message?.enrolment) header.enrolment = { ...keys_of(message.enrolment, "enrolment"), proof: checked.bytes(message.enrolment.proof, 32, "enrolment.proof") };
  if (message?.succession) {
    const claim = message.succession;
    header.succession = {
      ...keys_of(claim, "succession"), previous: checked.incarnation(claim.previous, "succession.previous"),
      head: checked.sequence(claim.headSequence, "succession.headSequence"), head_digest: checked.bytes(claim.headDigest, 32, "succession.headDigest"),
      signature: checked.bytes(claim.signature, 64, "succession.signature"),
    };
  }
  header.returned = read_returned(message?.returned ?? []);
  demand(header.returned.reduce((sum, run) => sum + run.count, header.section.count) <= kEntriesMax, "returned.count");
  if (message?.proof) header.proof = read_proof(message.proof);
  return header;
}

function read_receipt(reader, flags) {
  const receipt = { epoch: reader.hex(8), incarnation: checked.incarnation(reader.small(32, "receipt"), "receipt.incarnation"), sign_key: reader.hex(8) };
  receipt.number = reader.small(32, "receipt.number");
  const held = reader.number();
  receipt.held_through = checked.sequence(held, "receipt.heldThrough");
  receipt.applied_through = checked.sequence(BigInt.asUintN(64, held - reader.signed()), "receipt.appliedThrough");
  receipt.mirrored_through = checked.sequence(reader.number(), "receipt.mirroredThrough");
  receipt.digest = reader.hex(8);
  receipt.hub_time = checked.instant(reader.signed(), "receipt.hubTime");
  if (flags & 32n) {
    const sequence = reader.number();
    demand(sequence > 0n, "receipt.departmentSequence");
    receipt.department = { sequence: checked.sequence(sequence, "receipt.departmentSequence"), digest: reader.hex(8) };
  }
  return receipt;
}

const minute_of = (ms) => (ms - (((ms % 60000n) + 60000n) % 60000n)) / 60000n;

function read_horizon(reader, hub_time) {
  const count = reader.number();
  demand(count <= 256n, "horizon");
  return Array.from({ length: Number(count) }, () => {
    const office = reader.small(8, "horizon.office");
    const told = reader.number();
    if (told === 0n) return { office, held_through: "0" };
    const before = ((told - 1n) >> 1n) ^ -((told - 1n) & 1n);
    const minute = minute_of(BigInt(hub_time)) - before;
    demand(minute > 0n && minute < 1n << 32n, "horizon.heldThrough");
    return { office, held_through: (minute * 60000n).toString() };
  });
}

export function read_down_header(bytes, schema) {
  const reader = new Fixed(bytes);
  const flags = reader.number();
  if (flags >> 7n) throw new Newer("flags");
  const header = { codec: reader.codec(flags), more: (flags & 8n) !== 0n, receipt: read_receipt(reader, flags), refusal: 0 };
  if (flags & 16n) {
    header.refusal = reader.small(8, "refusal");
    demand(header.refusal > 0, "refusal");
    if (header.refusal > kRefusalLast) throw new Newer("refusal");
  }
  const count = reader.number();
  demand(count <= 256n, "sections");
  header.sections = Array.from({ length: Number(count) }, () => {
    const incarnation = checked.incarnation(reader.small(32, "section"), "section.incarnation");
    return reader.section(incarnation, checked.kind(reader.small(8, "section.kind"), "section.kind"));
  });
  demand(header.sections.reduce((sum, section) => sum + section.count, 0) <= kEntriesMax, "sections.count");
  header.horizon = read_horizon(reader, header.receipt.hub_time);
  const message = reader.message((flags & 64n) !== 0n, "DownHeader", schema);
  header.receipt.quarantined = checked.length(message?.quarantined ?? [], 2000, "quarantined").map((each) => checked.sequence(each, "quarantined"));
  header.receipt.epoch_number = message?.epochNumber ?? 0;
  header.program = checked.text(message?.program ?? "", 64, "program");
  header.introduced = checked.length(message?.introduced ?? [], 64, "introduced").map((log) => {
    demand(log.office >= -1 && log.office <= 255, "introduced.office");
    return {
      incarnation: checked.incarnation(log.incarnation, "introduced.incarnation"), kind: checked.kind(log.kind, "introduced.kind"), office: log.office,
      sign_key: checked.bytes(log.signKey, 32, "introduced.signKey"), base: checked.bytes(log.baseDigest, 32, "introduced.baseDigest"),
    };
  });
  if (message?.lost)
    header.lost = {
      receipt_number: message.lost.receiptNumber,
      logs: checked.length(message.lost.logs, 256, "lost.logs").map((log) => ({
        incarnation: checked.incarnation(log.incarnation, "lost.incarnation"), sequence: checked.sequence(log.sequence, "lost.sequence"),
        digest: checked.bytes(log.mark, 4, "lost.mark"),
      })),
    };
  return header;
}

export const is_form_fault = (error) => error instanceof Malformed || error instanceof NotWellFormed;
