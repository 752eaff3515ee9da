// The page itself: what is selected, which view is shown, light or dark.
"use strict";
(() => {
  const { get } = kg;
  const root = document.documentElement;

  const named = ({ node, link, claim }) => {
    if (node) return `${node.label}${kg.doubt(node) && `, ${kg.doubt(node)}`}: ${kg.count(node.claims.length, "claim")}`;
    if (link) return `${link.one.label} and ${link.other.label}: ${kg.count(kg.claimsOf(link).length, "claim")}`;
    return `${claim.subject.label} ${kg.phrase(claim.predicate)} ${kg.thing(claim)}, ${claim.standing}`;
  };
  let before = null;
  // Choose a node, a line or a claim, or null; `reading` moves the focus to what is shown of it.
  kg.select = (selected, reading) => {
    const inside = get("details").contains(document.activeElement);
    if (!inside && reading) before = document.activeElement;
    kg.state.selected = selected;
    document.body.classList.toggle("chosen", Boolean(selected));
    kg.emit("select", selected);
    if (selected && (reading || inside)) get("details").focus();
    if (!selected && inside) (before && before.isConnected && before !== document.body ? before : get("canvas")).focus();
    kg.say(selected ? `Selected ${named(selected)}` : "Nothing selected");
  };
  kg.show = (view) => {
    const table = view === "table";
    get("network").hidden = table;
    get("claims").hidden = !table;
    get("show-network").setAttribute("aria-pressed", String(!table));
    get("show-table").setAttribute("aria-pressed", String(table));
    get("drawn").hidden = table;
    if (table) kg.showTable(); else kg.resizeNetwork();
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const themed = () => {
    get("theme").setAttribute("aria-pressed", String(isDark()));
    kg.emit("theme");
  };
  get("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    themed();
  });
  dark.addEventListener("change", themed);

  get("show-network").addEventListener("click", () => kg.show("network"));
  get("show-table").addEventListener("click", () => kg.show("table"));
  const skip = (id, view) => get(`skip-${id}`).addEventListener("click", (event) => {
    event.preventDefault();
    kg.show(view);
    get(id).focus();
  });
  skip("canvas", "network");
  skip("claims", "table");
  const narrow = matchMedia("(max-width: 820px)");
  const filters = (shown) => {
    document.body.classList.toggle("no-filters", !shown);
    get("show-filters").setAttribute("aria-expanded", String(shown));
    kg.resizeNetwork();
  };
  get("show-filters").addEventListener("click", () => filters(document.body.classList.contains("no-filters")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (kg.state.selected) kg.select(null);
    else if (narrow.matches && !document.body.classList.contains("no-filters")) filters(false);
  });
  kg.on("filter", () => kg.say(`${kg.count(kg.passing().size, "claim")} shown`));
  new ResizeObserver(() => kg.resizeNetwork()).observe(get("network"));

  get("title").textContent = kg.visible(kg.title);
  get("size").textContent = `${kg.count(kg.articles.length, "article")}, ${kg.count(kg.claims.length, "claim")}${kg.part && ", a part of the graph"}`;
  if (kg.view !== "claims") get("legend-dashed").remove();
  else if (kg.claims.some((claim) => claim.review && claim.review.wrong)) get("legend-dashed").append(", found misread");
  get("details").replaceChildren(...kg.details(null));
  const drawn = kg.startNetwork();
  filters(!narrow.matches);
  themed();
  if (!drawn) {
    get("show-network").disabled = true;
    get("show-network").title = "This browser cannot draw with WebGL";
    kg.show("table");
    kg.say("This browser cannot draw with WebGL; the table has all claims");
  }
  root.dataset.ready = drawn ? "network" : "table";
})();
