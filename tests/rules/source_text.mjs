// Reading C++ without a compiler: enough to tell code from comments and texts, and to find where a function begins and ends.

/** Replaces by blanks what is not code, keeping every line break, so that line numbers stay right.
 *  keep "code": comments and the insides of literals are blanked; keep "texts": only the insides of string literals remain. */
export function only(keep, source) {
  const out = source.split("");
  const blank = (from, to) => { for (let i = from; i < to; i++) if (out[i] !== "\n") out[i] = " "; };
  let position = 0, code_from = 0;
  const literal = (begin, inside, end, after) => {
    if (keep === "texts") { blank(code_from, inside); code_from = end; } else blank(inside, end);
    position = after;
  };
  while (position < source.length) {
    const two = source.slice(position, position + 2);
    if (two === "//" || two === "/*") {
      const closing = two === "//" ? "\n" : "*/";
      let end = source.indexOf(closing, position + 2);
      end = end < 0 ? source.length : end + (two === "//" ? 0 : 2);
      blank(position, end);
      position = end;
    } else if (source[position] === '"') {
      const raw = /(?:^|[^\w])(?:u8|u|U|L)?R$/.test(source.slice(Math.max(0, position - 4), position));
      if (raw) {
        const open = source.indexOf("(", position);
        const closing = ")" + source.slice(position + 1, open) + '"';
        let end = source.indexOf(closing, open);
        if (end < 0) end = source.length;
        literal(position, open + 1, end, end + closing.length);
      } else {
        let end = position + 1;
        while (end < source.length && source[end] !== '"' && source[end] !== "\n") end += source[end] === "\\" ? 2 : 1;
        literal(position, position + 1, end, end + 1);
      }
    } else if (source[position] === "'" && !/[0-9a-fA-F]/.test(source[position - 1] ?? " ")) {
      let end = position + 1;
      while (end < source.length && source[end] !== "'" && source[end] !== "\n") end += source[end] === "\\" ? 2 : 1;
      if (keep === "code") blank(position + 1, end);
      position = end + 1;
    } else {
      position++;
    }
  }
  if (keep === "texts") blank(code_from, source.length);
  return out.join("");
}

export function line_of(text, position) {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < position; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Position of the bracket that closes the one at `open`; the end of the text when none does. */
export function closing_of(code, open) {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if ("({[".includes(code[i])) depth++;
    if (")}]".includes(code[i]) && --depth === 0) return i;
  }
  return code.length;
}

/** Function bodies of a blanked source: [{line, lines, name}]. Lambdas count with the function that they stand in. */
export function functions_of(code) {
  const found = [];
  let start = 0;  // of the declaration that is being read
  for (let i = 0; i < code.length; i++) {
    const c = code[i];
    if (c === "(" || c === "[") { i = closing_of(code, i); continue; }
    if (c === ";" || c === "}") { start = i + 1; continue; }
    if (c !== "{") continue;
    const header = code.slice(start, i).replace(/^\s*#.*$/gm, "").replace(/^\s*(?:public|private|protected)\s*:/, "").trim();
    const is_scope = /^(?:export\s+|inline\s+)?(?:namespace|extern)\b/.test(header) ||
                     (/^(?:template\s*<.*>\s*)?(?:class|struct|union|enum)\b/s.test(header) && !header.includes("("));
    const end = closing_of(code, i);
    if (is_scope) { start = i + 1; continue; }  // look inside
    if (/\)\s*:\s*[^;]*[\w>]$/s.test(header) && !/\b(?:const|noexcept|override|final)$/.test(header)) { i = end; continue; }  // member{value}
    if (header.includes("(") && !/=\s*$/.test(header)) {
      const name = /([~\w:]+)\s*\(/.exec(header)?.[1] ?? "?";
      const line = line_of(code, start + code.slice(start).search(/\S/));
      found.push({ name, line, lines: line_of(code, end) - line + 1 });
    }
    i = end;
    start = end + 1;
  }
  return found;
}
