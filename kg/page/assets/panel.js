// What the panel shows of a node, of a line, of one claim, and before anything is chosen.
"use strict";
(() => {
  const { make, get, phrase, name } = kg;
  const NEAR = 12;
  const TOP = 8;

  const head = (title, kind, mark) => {
    const close = make("button", { type: "button", cls: "close", "aria-label": "Close", text: "×" });
    close.addEventListener("click", () => kg.select(null));
    return make("div", { cls: "head" }, make("div", { cls: "kind" }, ...(mark ? [mark] : []), make("span", { text: kind }), close),
      make("h2", { text: title, dir: "auto" }));
  };
  const aside = (...parts) => make("p", { cls: "aside", dir: "auto" }, ...parts);
  const fact = ({ subject, predicate, object }) => aside(name(subject, "name plain"), ` ${phrase(predicate)} `,
    name(object, "name plain"), ", known beforehand");

  // The lines of a node: its neighbours, those with most claims first; each opens the line.
  const near = (node) => {
    const links = kg.linksOf(node).filter(kg.shown).map((link) => ({ link, size: link.bundles.length }))
      .sort((one, other) => other.size - one.size || one.link.key.localeCompare(other.link.key));
    if (!links.length) return [];
    const row = ({ link, size }) => {
      const other = kg.end(link, node);
      const gist = kg.gist(link);
      const firm = kg.firm(link);
      const button = make("button", { type: "button", cls: "row" }, kg.swatch(other), make("span", { cls: "text", text: other.label,
        dir: "auto" }), make("span", { cls: "gist", text: gist }), make("span", { cls: firm ? "stroke" : "stroke dashed",
        role: "img", "aria-label": firm ? "asserted" : "not asserted" }), make("span", { cls: "number", text: size }));
      button.addEventListener("click", () => kg.select({ link }));
      return make("li", {}, button);
    };
    const list = make("ul", { cls: "rows" }, ...links.slice(0, NEAR).map(row));
    const more = make("button", { type: "button", cls: "wide", text: `Show all ${links.length.toLocaleString("en")}` });
    more.addEventListener("click", () => { more.remove(); list.append(...links.slice(NEAR).map(row)); });
    const made = make("details", { cls: "near" }, make("summary", {}, "Lines to ", kg.count(links.length, "other")), list,
      ...(links.length > NEAR ? [more] : []));
    made.open = links.length <= NEAR;
    return [made];
  };

  const about = function* (node) {
    yield head(node.label, kg.kind(node) + (kg.doubt(node) && `: ${kg.doubt(node)}`), kg.swatch(node));
    yield* node.reviews.map((review) => kg.found(review, node.isEvent ? "event" : "thing"));
    if (node.names.length) yield aside(make("b", { text: "Also " }), kg.visible(node.names.join("; ")));
    if (kg.when(node) || node.when) yield aside(make("b", { text: "When " }), kg.visible([kg.when(node), `“${node.when.words}”`].filter(Boolean).join(", ")));
    if (node.at) yield aside(make("b", { text: "Where " }), `${node.at.latitude}°, ${node.at.longitude}°`);
    yield* node.known.map(fact);
    if (node.same.length) yield aside(make("b", { text: "Judged the same as " }), node.same.join(", "));
    yield aside(make("code", { text: kg.iri(node) }));
    yield* near(node);
    if (!node.claims.length && !node.said.length) yield aside("Named in the articles; no claim is about it.");
    yield* kg.byStanding(node.claims);
    yield* kg.listed("What it says", node.said.filter(kg.passes));
  };

  const ranking = (title, nodes, count, noun) => {
    const top = nodes.filter(count).sort((one, other) => count(other) - count(one) || one.number - other.number).slice(0, TOP);
    if (!top.length) return [];
    const most = count(top[0]);
    const rows = top.map((node) => {
      const bar = make("span", { cls: "bar", "aria-hidden": "true" });
      bar.style.width = `${(100 * count(node)) / most}%`;
      const button = make("button", { type: "button", cls: "row" }, bar, kg.swatch(node), make("span", { cls: "text", text: node.label,
        dir: "auto" }), make("span", { cls: "number", text: count(node).toLocaleString("en"), "aria-label": kg.count(count(node), noun) }));
      button.addEventListener("click", () => { kg.select({ node }); kg.lookAt(node); });
      return make("li", {}, button);
    });
    return [make("h3", { cls: "group", text: title }), make("ul", { cls: "rows" }, ...rows)];
  };
  // What this page leaves out of the graph that it was made of.
  const VIEWS = { full: "Only what is asserted is in this page.", actors: "Only asserted facts between entities are in this page." };
  const without = () => [kg.part && `This page holds a part of the graph alone: ${kg.part}. What is not here may be in the rest.`,
    VIEWS[kg.view]].filter(Boolean).map((text) => make("p", { text, dir: "auto" }));
  // How much people have compared with the articles, where they have.
  const compared = () => {
    const [wrong, right] = [true, false].map((one) => kg.claims.filter(({ review }) => review && review.wrong === one).length);
    const told = [wrong && `${kg.count(wrong, "claim")} found misread, which ${wrong === 1 ? "is" : "are"} not asserted`,
      right && `${kg.count(right, "claim")} confirmed`].filter(Boolean);
    return told.length ? [make("p", { text: `People compared some of them with the articles: ${told.join("; ")}.` })] : [];
  };
  const welcome = () => {
    const asserted = kg.claims.filter((claim) => claim.manner.asserted).length;
    const parts = [make("h2", { text: "Who says what" })];
    if (kg.claims.length) {
      parts.push(make("p", {}, make("b", { text: kg.count(kg.claims.length, "claim") }), ` in ${kg.count(kg.articles.length, "article")}. `,
        make("b", { text: asserted.toLocaleString("en") }), " are asserted: some article or its source says that it is so. The others " +
        "are denied, planned, feared or merely possible; they are dashed, hollow, and marked in words."), ...compared());
      parts.push(make("p", { text: "Choose a point or a line, a row of the table, or something you searched for, to read every " +
        "claim about it in the words of the article." }));
    } else {
      parts.push(make("p", { text: "There are no claims in this graph." }));
    }
    parts.push(...without(), make("p", { cls: "caution", text: "Asserted does not mean true. A machine read these articles, and some readings are " +
      "wrong: read the words before you repeat anything." }));
    const entities = kg.nodes.filter((node) => !node.isEvent);
    return [make("div", { cls: "welcome" }, ...parts), ...ranking("Spoken of most", entities, (node) => node.claims.length, "claim"),
      ...ranking("Speak most", entities, (node) => node.said.length, "claim")];
  };

  kg.details = (selected) => {
    if (!selected) return welcome();
    const { node, link, claim } = selected;
    if (node) return [...about(node)];
    if (claim) {
      const kind = claim.manner.asserted ? "One claim" : `One claim, not asserted: ${claim.standing}`;
      return [head(`${claim.subject.label} ${phrase(claim.predicate)} ${kg.thing(claim)}`, kind), kg.card([claim])];
    }
    const claims = kg.claimsOf(link);
    const shared = link.direct.length < claims.length ? "what is claimed between the two, and the events in which both take part"
      : "what is claimed between the two";
    const asserted = claims.some((claim) => claim.manner.asserted);
    return [head(`${link.one.label} – ${link.other.label}`, kg.count(claims.length, "claim") + (asserted ? "" : ", none asserted")),
      aside(name(link.one, "name plain"), " and ", name(link.other, "name plain"), `: ${shared}.`), ...link.known.map(fact),
      ...kg.byStanding(claims)];
  };
  const show = (selected) => {
    get("details").replaceChildren(...kg.details(selected));
    get("details").scrollTop = 0;
  };
  kg.on("select", show);
  kg.on("filter", () => { if (kg.state.selected) show(kg.state.selected); });
})();
