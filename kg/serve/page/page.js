"use strict";
// Puts the editor (Yasqe) and the table of results (Yasr) together. Nothing is kept in the browser.
(async () => {
  const [settings, examples] = await Promise.all(
    ["settings.json", "examples.json"].map(async (file) => (await fetch(file)).json()),
  );
  const endpoint = new URL(settings.endpoint, location.href).href;
  document.getElementById("graph").textContent = settings.graph;
  document.getElementById("endpoint").textContent = endpoint;

  // The prefixes that a query uses are written above it, so that it also runs elsewhere.
  const complete = (query) => {
    const used = Object.entries(settings.prefixes).filter(([name]) => query.includes(`${name}:`));
    return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query;
  };

  const editor = new Yasqe(document.getElementById("yasqe"), {
    value: complete(examples[0].query.join("\n")),
    requestConfig: { endpoint, method: "POST" },
    persistenceId: null,
    autocompleters: ["variables"], // the others ask prefix.cc and lov.linkeddata.es
    prefixCcApi: null,
    createShareableLink: undefined,
    consumeShareLink: null,
    resizeable: true,
  });
  const results = new Yasr(document.getElementById("yasr"), {
    persistenceId: null,
    prefixes: () => ({ ...settings.prefixes, ...editor.getPrefixesFromQuery() }),
  });
  editor.on("queryResponse", (_, response, duration) => results.setResponse(response, duration));

  const choice = document.getElementById("examples");
  for (const example of examples) choice.add(new Option(example.title));
  choice.addEventListener("change", () => {
    editor.setValue(complete(examples[choice.selectedIndex].query.join("\n")));
    editor.query().catch(() => {}); // the table shows what went wrong
  });
  editor.query().catch(() => {});
})();
