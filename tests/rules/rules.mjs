// The list of rules. A rule looks at a tree (path -> text) and returns complaints {path, line, what, instead}.
// whole_tree: it judges what is there and what is missing, so a single planted file is shown to it only when it is meant.
import { layout_rules } from "./layout_rules.mjs";
import { determinism_rules } from "./determinism_rules.mjs";
import { tidiness_rules, notes } from "./tidiness_rules.mjs";
import { standard_rules } from "./standard_rules.mjs";

export const rules = [...layout_rules, ...determinism_rules, ...tidiness_rules, ...standard_rules];
export { notes };
