// The table of claims: the same as in the network, for eyes, keyboards and screen readers alike.
"use strict";
(() => {
  const { make, get, phrase } = kg;
  const PAGE = 100;
  const COLUMNS = [
    ["Stands", (claim) => claim.standing],
    ["Who or what", (claim) => claim.subject.label],
    ["Claim", (claim) => phrase(claim.predicate)],
    ["Whom or what", kg.thing],
    ["Words", (claim) => kg.quote(claim.place)],
    ...(kg.claims.some((claim) => claim.review) ? [["A person found", kg.finding]] : []),
    ["Who says so", (claim) => claim.by],
    ["When", (claim) => kg.when(claim.event)],
    ["Article", (claim) => claim.place.article.title],
    ["Published", (claim) => claim.place.article.day],
    ["Certainty", (claim) => claim.manner.certainty],
    ["Confidence", (claim) => claim.reading.confidence.toFixed(2)],
  ];
  const CLASSES = { Words: "words", "A person found": "found-by" };
  const HEAD = 1;
  let sorted = { column: -1, up: true };
  let at = 0;
  let claims = [];

  const order = () => {
    claims = [...kg.passing()];
    if (sorted.column < 0) return;
    const { compare } = new Intl.Collator("en", { numeric: true });
    const keys = new Map(claims.map((claim) => [claim, COLUMNS[sorted.column][1](claim)]));
    const sign = sorted.up ? 1 : -1;
    // What has no value comes last, whichever way.
    claims.sort((one, other) => {
      const [left, right] = [keys.get(one), keys.get(other)];
      if (!left || !right) return Number(!left) - Number(!right) || one.number - other.number;
      return sign * compare(left, right) || one.number - other.number;
    });
  };

  const cell = (claim, [title, value], number) => {
    const text = value(claim);
    if (number === HEAD) {
      const open = make("button", { type: "button", cls: "name", text, dir: "auto" });
      open.setAttribute("aria-label", kg.visible(`${text} ${phrase(claim.predicate)} ${kg.thing(claim)}, ${claim.standing}: read the evidence`));
      return make("th", { scope: "row" }, make("div", {}, open));
    }
    if (number === 0) return make("td", {}, make("span", { cls: "standing", text }));
    return make("td", { cls: CLASSES[title] || "", dir: "auto" }, make("div", { text }));
  };
  const row = (claim) => {
    const made = make("tr", { "data-claim": claim.number, cls: claim.manner.asserted ? "" : "unasserted" });
    made.append(...COLUMNS.map((column, number) => cell(claim, column, number)));
    made.addEventListener("click", () => {
      if (!String(getSelection())) kg.select({ claim }, true);
    });
    return made;
  };
  const chosen = () => {
    const { claim } = kg.state.selected || {};
    for (const one of get("rows").children) {
      if (claim && Number(one.dataset.claim) === claim.number) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  };

  const show = () => {
    if (get("claims").hidden) return;
    const page = claims.slice(at, at + PAGE);
    get("rows").replaceChildren(...page.map(row));
    get("empty").hidden = page.length > 0;
    get("empty").textContent = kg.claims.length ? "Nothing passes the filters." : "There are no claims in this graph.";
    get("count").textContent = claims.length === kg.claims.length ? kg.count(claims.length, "claim")
      : `${claims.length.toLocaleString("en")} of ${kg.count(kg.claims.length, "claim")}`;
    get("which").textContent = page.length ? `${(at + 1).toLocaleString("en")}–${(at + page.length).toLocaleString("en")}` : "";
    get("before").disabled = at === 0;
    get("after").disabled = at + PAGE >= claims.length;
    chosen();
  };
  const turn = (to) => {
    at = to;
    show();
    get("scroll").scrollTop = 0;
  };
  const anew = () => {
    if (get("claims").hidden) return;
    order();
    turn(0);
  };

  COLUMNS.forEach(([title], number) => {
    const button = make("button", { type: "button", text: title });
    const head = make("th", { scope: "col", "aria-sort": "none" }, button);
    button.addEventListener("click", () => {
      sorted = { column: number, up: sorted.column === number ? !sorted.up : true };
      for (const other of get("columns").children) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
      anew();
      kg.say(`Sorted by ${title}, ${sorted.up ? "ascending" : "descending"}`);
    });
    get("columns").append(head);
  });
  get("before").addEventListener("click", () => turn(Math.max(0, at - PAGE)));
  get("after").addEventListener("click", () => turn(at + PAGE));
  kg.on("filter", anew);
  kg.on("select", chosen);
  kg.showTable = anew;
})();
