// Prints the licences of some packages: node licences.js PACKAGE…
import fs from "node:fs";
import path from "node:path";

for (const name of process.argv.slice(2)) {
  const folder = path.join("node_modules", name);
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = fs.readFileSync(path.join(folder, file), "utf8").replace(/\r\n/g, "\n").replace(/[ \t]+$/gm, "").trim();
  process.stdout.write(`== ${name} ${version}\n\n${text}\n\n`);
}
