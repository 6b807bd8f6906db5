// Who may include whom, and which library belongs to which room. ARCHITECTURE.md has the picture and the reasons.

const data = ["schema/sql", "schema/rules", "schema/offices", "schema/messages", "schema/wire"];
const below_level_3 = ["sync/base", "sync/crypto", "schema/registry", "sync/wire", "sync/service", ...data];
const below_level_4 = [...below_level_3, "sync/store", "sync/protocol", "sync/http", "sync/daemon"];

/** Room -> rooms that its files may include besides their own. Order of levels: lower first. */
export const rooms = {
  "schema/sql": [], "schema/rules": [], "schema/offices": [], "schema/messages": [], "schema/wire": [],
  "sync/base": [],
  "sync/crypto": ["sync/base"],
  "schema/registry": ["sync/base", "schema/rules", "schema/offices", "schema/messages"],
  "sync/wire": ["sync/base", "sync/crypto", "schema/wire"],
  "sync/service": ["sync/base", "sync/crypto", "schema/registry"],
  "sync/store": ["sync/base", "sync/crypto", "sync/wire", "schema/registry", "schema/sql"],
  "sync/protocol": ["sync/base", "sync/crypto", "sync/wire"],
  "sync/http": ["sync/base"],
  // Joins three rooms of level 3 for both programs, which may not include each other.
  "sync/daemon": ["sync/base", "sync/crypto", "schema/registry", "sync/service", "sync/store", "sync/http"],
  "node": below_level_4,
  "hub": below_level_4,
  "node/main": ["node", ...below_level_4],
  "hub/main": ["hub", ...below_level_4],
  "tests": ["node", "hub", ...below_level_4],
};

/** Rooms without C++ that must still explain themselves. */
export const other_rooms = ["ui-web", "packaging"];

/** The only top-level folders (beside dot folders). */
export const top_folders = ["node", "hub", "sync", "schema", "ui-web", "tests", "packaging"];

/** The room that a path lies in; undefined for files at the root, ui-web and packaging. */
export function room_of(path) {
  return Object.keys(rooms).filter((room) => path.startsWith(room + "/")).sort((a, b) => b.length - a.length)[0];
}

/** Library headers -> the one room that knows the library, and what others do instead. Tests of that room may too. */
export const libraries = [
  { header: /^sqlite3/, room: "sync/store", instead: "use the classes of sync/store" },
  { header: /^sodium/, room: "sync/crypto", instead: "use the functions of sync/crypto" },
  { header: /^(capnp|kj)\/|\.capnp\.h$/, room: "sync/wire", instead: "use the structs of sync/wire, which hide the encoding" },
  { header: /^(zstd|zdict)/, room: "sync/wire", instead: "let sync/wire compress" },
  { header: /^boost\/(beast|asio)|^openssl\//, room: "sync/http", instead: "use the server and client of sync/http" },
  { header: /^unicode\//, room: "schema/registry", instead: "use schema/registry/names.h" },
  { header: /^date\//, room: "sync/base", instead: "use sync/base/civil_time.h" },
  { header: /^(spdlog|toml\+\+|systemd)\//, room: "sync/service", instead: "use the logging, configuration and readiness of sync/service" },
  { header: /^CLI\//, room: "node/main", also: ["hub/main", "tests"], instead: "read the command line in main and hand values down" },
];

/** May a file use the library of `owner`? Its room may, and the tests that test that room, fuzz it or measure against it. */
export function may_use(path, library) {
  const room = room_of(path);
  if (room === library.room || (library.also ?? []).includes(room)) return true;
  return path.startsWith(`tests/unit/${library.room.split("/").pop()}/`) || path.startsWith("tests/bench/") || path.startsWith("tests/fuzz/");
}
