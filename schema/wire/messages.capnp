# Wire schema of Tirkeu: what logs and bundles are made of. Frozen once released: fields are only ever added, with the
# next number; nothing is renumbered, retyped or removed. Read and written by sync/wire alone.
@0xd6c1a7b2f0e94c35;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("tirkeu::capnp_messages");

struct Entry {
  # One transaction of one author, without what its place in the chain implies: the digest of the entry before it is
  # hashed in front of these bytes and never travels, because the receiver holds it.
  incarnation @0 :UInt32;
  sequence @1 :UInt64;      # 1, 2, 3 … without gaps
  recordedAt @2 :Int64;     # milliseconds since 1970, by the author's wall clock
  bootId @3 :Data;          # 16 bytes, random per boot
  bootTime @4 :UInt64;      # milliseconds since boot
  clockFlags @5 :UInt16;    # base::ClockFlag
  lastReceipt @6 :Data;     # first 16 bytes of the digest of the newest receipt (or the grant) that the author held
  schema @7 :Data;          # 8 bytes: fingerprint of the book's SQL schema that the changeset was taken from
  changeset @8 :Data;       # SQLite sessions extension, INSERT only
}

struct LogBase {
  # A log of the hub and what its entry 1 stands on.
  incarnation @0 :UInt32;
  kind @1 :UInt8;           # wire::LogKind
  base @2 :Data;            # 32 bytes
}

struct EnrolmentClaim {
  # Travels until the first receipt: binds the node's keys to the grant in its enrolment file.
  grantId @0 :Data;         # 16 bytes
  signKey @1 :Data;         # 32 bytes, Ed25519
  sealKey @2 :Data;         # 32 bytes, X25519
  proof @3 :Data;           # 32 bytes: keyed digest of both keys under the grant's secret
}

struct SuccessionClaim {
  # Travels until the first receipt of a life that began without an enrolment file: the life before it names its successor.
  grantId @0 :Data;         # 16 bytes; both lives take their numbers from this grant
  signKey @1 :Data;         # 32 bytes, Ed25519, of the new life
  sealKey @2 :Data;         # 32 bytes, X25519, of the new life
  previous @3 :UInt32;      # incarnation of the life that ends
  headSequence @4 :UInt64;  # its last entry on the machine that goes on
  headDigest @5 :Data;      # 32 bytes: digest of that entry, or what entry 1 stands on
  signature @6 :Data;       # 64 bytes by the key of the life that ends
}

struct SignedBytes {
  # Something that the hub signed once, as its receiver kept it.
  bytes @0 :Data;
  signature @1 :Data;       # 64 bytes
}

struct ReturnedRun {
  # Entries of one of the hub's own logs, given back to a hub that was restored from a backup. They follow those of the
  # header's own section, in the order of these runs.
  incarnation @0 :UInt32;
  kind @1 :UInt8;           # wire::LogKind
  firstSequence @2 :UInt64;
  count @3 :UInt32;
  head @4 :Data;            # first 16 bytes of the digest of the run's last entry
  evidence @5 :SignedBytes; # an answer of the hub whose header names that head
}

struct Proof {
  # What shows a hub that was restored from a backup what it has signed since. The first four fields only for a hub that
  # does not know the sender any more.
  grant @0 :Data;           # bytes of the Grant
  grantSignature @1 :Data;
  signKey @2 :Data;
  sealKey @3 :Data;
  receipts @4 :List(SignedBytes);  # answers to this node, ascending by number
}

struct LostLog {
  incarnation @0 :UInt32;
  sequence @1 :UInt64;      # how far the hub has it
  mark @2 :Data;            # first 4 bytes of that entry's digest
}

struct Lost {
  # What a hub that was restored from a backup asks back.
  receiptNumber @0 :UInt32; # of the newest receipt of earlier epochs that it knows to have given this node
  logs @1 :List(LostLog);   # its own logs of earlier epochs of which the node holds more
}

struct RootChange {
  # The department's root key hands over to the next one.
  serial @0 :UInt64;        # grows from one change to the next
  rootKey @1 :Data;         # 32 bytes, Ed25519: the next root key
  signature @2 :Data;       # 64 bytes by the root key before it
}

struct HubKeys {
  # The department's root key says which keys speak for its hub from now on.
  serial @0 :UInt64;        # the highest one holds
  signKey @1 :Data;         # 32 bytes, Ed25519
  sealKey @2 :Data;         # 32 bytes, X25519
  validFrom @3 :Int64;      # milliseconds since 1970, by the hub's clock
  rootSignature @4 :Data;   # 64 bytes by the newest root key
  roots @5 :List(RootChange);  # from the department's first root key to the newest, in order
}

struct UpHeader {
  # What a node's header holds now and then, behind its fixed part (sync/PROTOCOL.md section 3).
  enrolment @0 :EnrolmentClaim;
  program @1 :Text;         # version of the sender's program; told until an answer came in
  succession @2 :SuccessionClaim;
  returned @3 :List(ReturnedRun);
  proof @4 :Proof;
  reserved5 @5 :Data;
  hubKeys @6 :List(HubKeys);  # with a proof: by what keys of the hub it was signed, for a hub that never knew or forgot them
}

struct LogIntroduction {
  # A log that the node's grant did not name: an earlier life of its office, or a log of a later epoch of the hub.
  incarnation @0 :UInt32;
  kind @1 :UInt8;           # wire::LogKind
  office @2 :Int16;         # number within the department; -1: of no single office
  signKey @3 :Data;         # 32 bytes
  baseDigest @4 :Data;      # 32 bytes: what its entry 1 stands on
}

struct DownHeader {
  # What a hub's header holds now and then, behind its fixed part.
  quarantined @0 :List(UInt64);    # part of the receipt: entries held without being applied
  program @1 :Text;
  introduced @2 :List(LogIntroduction);  # logs that the node does not know
  epochNumber @3 :UInt16;   # part of the receipt: 0, 1, 2 …: which of two epochs is the later one
  lost @4 :Lost;
  reserved5 @5 :Data;
  reserved6 @6 :Data;
  hubKeys @7 :HubKeys;      # to a node that seals to an earlier key of the hub
}

struct Grant {
  # What an enrolment file says; the hub signs these bytes.
  grantId @0 :Data;         # 16 bytes
  department @1 :UInt8;
  office @2 :UInt8;         # 0: the department's own counter
  firstIncarnation @3 :UInt32;
  incarnations @4 :UInt32;
  epoch @5 :Data;           # 8 bytes
  issuedAt @6 :Int64;
  expiresAt @7 :Int64;
  hubUrl @8 :Text;
  rootKey @9 :Data;         # 32 bytes, Ed25519
  hubSignKey @10 :Data;
  hubSealKey @11 :Data;
  hubKeysSignature @12 :Data;  # 64 bytes: root over both hub keys
  hubTlsFingerprint @13 :Data; # 32 bytes SHA-256 of the hub's browser certificate, or empty
  hubLogs @14 :List(LogBase);  # the logs this node will be sent
  hubKeys @15 :HubKeys;     # of a hub whose keys were changed: the same two keys with their serial
}

struct EnrolmentRequest {
  # A node without a line asks to be enrolled: a file that holds no secret.
  department @0 :UInt8;
  office @1 :UInt8;         # 0: the department's own counter
  signKey @2 :Data;         # 32 bytes, Ed25519
  sealKey @3 :Data;         # 32 bytes, X25519
  signature @4 :Data;       # 64 bytes by signKey
}

struct EnrolmentFile {
  grant @0 :Data;           # the bytes of a Grant message
  signature @1 :Data;       # 64 bytes by hubSignKey over them
  secret @2 :Data;          # 32 bytes, one use
}
