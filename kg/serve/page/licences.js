// Prints the licences of all packages below a node_modules folder: node licences.js FOLDER
"use strict";
const fs = require("fs");
const path = require("path");

const root = process.argv[2];
const folders = fs.readdirSync(root).filter((name) => !name.startsWith("."));
const names = folders
  .flatMap((name) => (name.startsWith("@") ? fs.readdirSync(path.join(root, name)).map((sub) => `${name}/${sub}`) : [name]))
  .filter((name) => !name.startsWith("@types/") && fs.existsSync(path.join(root, name, "package.json")))
  .sort();
const mit = fs.readFileSync(path.join(root, "events", "LICENSE"), "utf8").replace(/^[^]*?(?=Permission is hereby)/, "").trim();

process.stdout.write("yasqe.min.* and yasr.min.* in this folder are unchanged copies of builds of @zazuko/yasqe and @zazuko/yasr,\n");
process.stdout.write("but for the line that names a source map. They contain code of these packages, or may.\n");
for (const name of names) {
  const folder = path.join(root, name);
  const about = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const author = typeof about.author === "string" ? about.author : about.author?.name;
  const people = [author, ...(about.contributors ?? []).map((one) => one.name ?? one)].filter(Boolean).join(", ");
  let text = file && fs.readFileSync(path.join(folder, file), "utf8").trim();
  if (!text && about.license === "MIT") text = `MIT licence (the package has no file of it). Copyright ${people}\n\n${mit}`;
  text ??= `${about.license} (the package has no file of it)`;
  process.stdout.write(`\n${"=".repeat(78)}\n${name} ${about.version}: ${about.license}\n\n${text.replace(/\r\n/g, "\n").replace(/[ \t]+$/gm, "")}\n`);
}
