// Rooms: who includes whom, which library lives where, what every room must have.
import { dirname } from "node:path/posix";
import { libraries, may_use, other_rooms, room_of, rooms, top_folders } from "./rooms.mjs";
import { line_of } from "./source_text.mjs";

export const is_cpp = (path) => /\.(cc|h)$/.test(path);

/** Every #include of a file: [{line, target, quoted}]. */
function includes_of(text) {
  const found = [];
  for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]/gm)) {
    found.push({ line: line_of(text, match.index + match[0].search(/\S/)), target: match[2], quoted: match[1] === '"' });
  }
  return found;
}

function* cpp_includes(tree) {
  for (const [path, text] of tree) if (is_cpp(path) && room_of(path)) for (const include of includes_of(text)) yield { path, ...include };
}

function check_levels(tree) {
  const complaints = [];
  for (const { path, line, target, quoted } of cpp_includes(tree)) {
    if (!quoted || target.endsWith(".capnp.h")) continue;
    // Tests of one folder may share a header that lies beside them.
    if (path.startsWith("tests/") && tree.has(`${dirname(path)}/${target}`)) continue;
    const from = room_of(path), to = room_of(target);
    if (!to) {
      complaints.push({ path, line, what: `"${target}" names no room.`, instead: 'write the path from the root of the repository ("sync/base/clock.h"), and <…> for a library.' });
    } else if (from !== to && !rooms[from].includes(to)) {
      complaints.push({ path, line, what: `${from} may not know ${to}.`,
        instead: `pass what is needed in from above through a constructor, or move the shared part down; ${from} may include ${rooms[from].join(", ") || "no other room"}.` });
    }
  }
  return complaints;
}

/** What CMake links must not be more than what may be included. */
function check_links(tree) {
  const complaints = [];
  const by_name = new Map();
  const calls = [];
  for (const [path, text] of tree) {
    if (!path.endsWith("CMakeLists.txt") || path === "CMakeLists.txt") continue;
    for (const match of text.matchAll(/tirkeu_room\(\s*(\w+)\s+DIR\s+([\w/]+)([^)]*)\)/g)) {
      const list = /\bROOMS\s+([a-z_\s]+)/.exec(match[3])?.[1].trim().split(/\s+/) ?? [];
      by_name.set(match[1], match[2]);
      calls.push({ path, line: line_of(text, match.index), room: match[2], list });
    }
  }
  for (const { path, line, room, list } of calls) {
    for (const name of list) {
      const linked = by_name.get(name) ?? Object.keys(rooms).find((known) => known.endsWith("/" + name));
      if (linked && !(rooms[room] ?? []).includes(linked)) {
        complaints.push({ path, line, what: `${room} links ${linked}, which it may not know.`, instead: "take the name out of ROOMS; if the picture itself is to change, change tests/rules/rooms.mjs and ARCHITECTURE.md with the reason." });
      }
    }
  }
  return complaints;
}

function check_libraries(tree) {
  const complaints = [];
  for (const { path, line, target } of cpp_includes(tree)) {
    for (const library of libraries) {
      if (library.header.test(target) && !may_use(path, library)) {
        complaints.push({ path, line, what: `<${target}> belongs to ${library.room} alone.`, instead: library.instead + "." });
      }
    }
  }
  return complaints;
}

function check_top(tree) {
  const complaints = [];
  for (const path of tree.keys()) {
    const [folder, rest] = path.split(/\/(.*)/s);
    if (rest !== undefined && !folder.startsWith(".") && !top_folders.includes(folder)) {
      complaints.push({ path, line: 1, what: `the folder ${folder}/ does not belong at the top.`, instead: `put it into one of ${top_folders.join(", ")}.` });
    }
  }
  return complaints;
}

function check_readmes(tree) {
  const complaints = [];
  const paths = [...tree.keys()];
  for (const room of [...Object.keys(rooms), ...other_rooms]) {
    // main is the front of its program and is explained there; the data folders of schema may share one page.
    if (room.endsWith("/main") || !paths.some((path) => path.startsWith(room + "/") && !path.endsWith("/CMakeLists.txt"))) continue;
    const pages = [`${room}/README.md`, ...(room.startsWith("schema/") ? ["schema/README.md"] : [])];
    const page = pages.find((candidate) => tree.has(candidate));
    if (!page) {
      complaints.push({ path: pages[0], line: 1, what: "the room has no README.", instead: 'write 8 to 20 lines: what it is, what it may touch, and a last line "Start reading: …".' });
    } else if (!/Start reading:/.test(tree.get(page).trimEnd().split("\n").slice(-3).join("\n"))) {
      complaints.push({ path: page, line: tree.get(page).trimEnd().split("\n").length, what: "the page does not say where to begin.", instead: 'end it with a line "Start reading: FILE".' });
    }
  }
  return complaints;
}

function check_headers(tree) {
  const complaints = [];
  for (const [path, text] of tree) {
    if (!is_cpp(path) || !room_of(path)) continue;
    if (path.endsWith(".h") && !/^#pragma once$/m.test(text)) {
      complaints.push({ path, line: 1, what: "the header can be included twice.", instead: "put `#pragma once` after the opening comment." });
    }
    const own = path.replace(/\.cc$/, ".h");
    const first = includes_of(text)[0];
    if (path.endsWith(".cc") && tree.has(own) && first && first.target !== own) {
      complaints.push({ path, line: first.line, what: "its own header does not come first.", instead: `begin with #include "${own}", which proves that the header stands on its own.` });
    }
  }
  return complaints;
}

export const layout_rules = [
  { name: "levels", says: "a room includes only lower levels", check: check_levels },
  { name: "links", says: "CMake links no more than may be included", check: check_links },
  { name: "libraries", says: "one library, one room", check: check_libraries },
  { name: "top", says: "only the agreed folders at the top", check: check_top },
  { name: "readme", says: "every room explains itself", check: check_readmes, whole_tree: true },
  { name: "headers", says: "headers stand on their own", check: check_headers },
];
