// `./dev demo`: a department with invented people in ./demo, until Ctrl-C. `--story`: the main job without a person.
import { Department, Person, kPassword, kept_ports } from "./department.mjs";
import { inderbor, kulsary } from "./people.mjs";
import { tell_story } from "./story.mjs";
import { table, word } from "./words.mjs";

const bin = process.env.TIRKEU_BIN ?? "build/release/bin";
const ui = process.env.TIRKEU_UI ?? "ui-web/dist";
const kInterval = 60;

async function accept_everybody(node, people) {
  const clerk = await new Person(node, "aigul").login();
  for (const body of people) {
    const answer = await clerk.call("POST", "/api/v1/applications", body, { key: `demo-${body.migration_card.number}` });
    if (answer.status !== 201) throw new Error(`${node.name}: ${body.applicant.surname} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    if (Number(body.migration_card.number) % 2 === 0 && answer.body.missing.length === 0)
      await clerk.call("POST", `/api/v1/applications/${answer.body.id}/decision`, { decision: "registered" });
  }
}

async function demo() {
  const department = new Department({ folder: "demo", bin, ui, ports: await kept_ports("demo", 3), interval: kInterval });
  const fresh = !department.made;
  if (fresh) department.make();
  const stop = async () => {
    await department.stop();
    console.log(`\n${word.stopped}`);
    process.exit(0);
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
  await department.start();
  if (fresh) {
    console.log(`${word.people} …`);
    await accept_everybody(department.nodes[0], kulsary);
    await accept_everybody(department.nodes[1], inderbor);
    for (const node of department.nodes) node.run(["sync", "--once", "--data", node.data]);
  }
  console.log(`\n${table([
    [word.place, word.address, word.login, word.password],
    [`KZ-06 ${word.hub}`, department.hub.url, "admin", kPassword],
    ...department.nodes.map((node) => [`${node.code} ${word.node}`, node.url, "aigul / serik", kPassword]),
  ])}\n\n${word.ready}`);
}

/** Prints each telling as a table; true when every step came out right. */
async function story() {
  const rows = [];
  let wrong = 0;
  const print = () => rows.length > 0 && console.log(table([[word.step, "", word.happened, word.expected], ...rows.splice(0)]));
  await tell_story({ bin, ui }, {
    begins: (title) => {
      print();
      console.log(`\n${title}`);
    },
    step: ({ happened, expected, right }) => {
      if (!right) ++wrong;
      rows.push([String(rows.length + 1), right ? word.right : word.wrong, happened, expected]);
    },
  });
  print();
  console.log(wrong === 0 ? `\n${word.all_right}` : `\n${wrong} ${word.some_wrong}`);
  return wrong === 0;
}

try {
  if (process.argv.includes("--story")) process.exitCode = (await story()) ? 0 : 1;
  else await demo();
} catch (error) {
  console.error(String(error.stderr ?? error.stack ?? error));
  process.exit(1);
}
