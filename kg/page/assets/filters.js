// Filters by class, event, standing, certainty, time and words; which claims pass them.
"use strict";
(() => {
  const { make, get } = kg;
  const NONE = "";
  const off = { cls: new Set(), type: new Set(), real: new Set(), standing: new Set(), found: new Set(), certainty: new Set() };
  const FIRST = { from: "", to: "", undated: true, known: false, words: "" };
  const open = { ...FIRST };

  const eventOf = (claim) => claim.event || (claim.subject.isEvent ? claim.subject : null);
  const typeOf = (claim) => { const event = eventOf(claim); return event ? event.type : NONE; };
  const realOf = (claim) => { const event = eventOf(claim); return event ? (event.misread ? "misread" : kg.real(event) ? "real" : "unreal") : NONE; };
  const foundOf = ({ review }) => (review ? (review.wrong ? "wrong" : "confirmed") : NONE);
  const facets = kg.claims.map((claim) => ({ type: typeOf(claim), real: realOf(claim), found: foundOf(claim) }));

  const inTime = (claim) => {
    if (!open.from && !open.to) return true;
    const [from, to] = kg.days(claim);
    if (!from) return open.undated;
    return (!open.to || from <= open.to) && (!open.from || to >= open.from);
  };
  const hay = [];
  const said = (claim) => {
    if (!open.words) return true;
    hay[claim.number] = hay[claim.number] || [claim.subject.label, kg.phrase(claim.predicate), kg.thing(claim), claim.by,
      claim.event ? claim.event.label : "", kg.quote(claim.place), claim.place.article.title].join("\n").toLowerCase();
    return hay[claim.number].includes(open.words);
  };
  const classed = (node) => !node || node.isEvent || !off.cls.has(node.cls);
  const passes = (claim) => {
    const { type, real, found } = facets[claim.number];
    return !off.certainty.has(claim.manner.certainty) && !off.standing.has(claim.standing) && !off.type.has(type) &&
      !off.real.has(real) && !off.found.has(found) && classed(claim.subject) && classed(claim.object) && inTime(claim) && said(claim);
  };

  let passing = new Set(kg.claims);
  kg.passes = (claim) => passing.has(claim);
  kg.passing = () => passing;
  kg.open = open;
  kg.showsKnown = (link) => open.known && link.known.length > 0 && classed(link.one) && classed(link.other);
  kg.filter = () => {
    passing = new Set(kg.claims.filter(passes));
    const whole = Object.values(off).every((set) => !set.size) && Object.keys(FIRST).every((key) => open[key] === FIRST[key]);
    get("reset").disabled = whole;
    kg.emit("filter");
  };
  let soon = 0;
  kg.filterSoon = () => { clearTimeout(soon); soon = setTimeout(kg.filter, 120); };
  kg.searchWords = (words) => {
    open.words = words.toLowerCase();
    get("words").value = words;
    kg.filter();
  };

  const swatch = (kind, colour) => {
    const made = make("span", { cls: `swatch ${kind}`, "aria-hidden": "true" });
    made.style.setProperty("--colour", colour);
    return made;
  };
  kg.swatch = (node) => swatch(`${node.kind}${kg.real(node) ? "" : " hollow"}`, kg.colour(node));

  const box = (set, { key, label, count, mark }) => {
    const input = make("input", { type: "checkbox" });
    input.checked = true;
    input.addEventListener("change", () => {
      if (input.checked) set.delete(key); else set.add(key);
      kg.filter();
    });
    kg.on("reset", () => { set.clear(); input.checked = true; });
    return make("label", { cls: "choice" }, input, ...(mark ? [mark] : []), make("span", { cls: "text", text: label }),
      make("span", { cls: "number", text: count.toLocaleString("en") }));
  };
  const whole = (title, set, entries, boxes, on) => {
    const made = make("button", { type: "button", text: on ? "all" : "none", "aria-label": `${title}: ${on ? "all" : "none"}` });
    made.addEventListener("click", () => {
      set.clear();
      if (!on) entries.forEach(({ key }) => set.add(key));
      boxes.forEach((one) => { one.querySelector("input").checked = on; });
      kg.filter();
    });
    return made;
  };
  const group = (title, set, entries, opened) => {
    if (!entries.length) return [];
    const boxes = entries.map((entry) => box(set, entry));
    const made = make("details", {}, make("summary", { text: title }),
      make("div", { cls: "both" }, whole(title, set, entries, boxes, true), whole(title, set, entries, boxes, false)),
      make("fieldset", {}, make("legend", { cls: "hidden", text: title }), ...boxes));
    made.open = opened;
    return [made];
  };

  const tally = (keys) => {
    const counts = new Map();
    for (const key of keys) counts.set(key, (counts.get(key) || 0) + 1);
    return counts;
  };
  // Entries for what there is, in a given order or, without one, by number.
  const entries = (keys, name, order) => {
    const counts = tally(keys);
    const made = (order || [...counts.keys()]).filter((key) => counts.has(key)).map((key) => ({ key, count: counts.get(key),
      ...name(key) }));
    return order ? made : made.sort((one, other) => other.count - one.count || (one.label < other.label ? -1 : 1));
  };
  const things = kg.nodes.filter((node) => !node.isEvent && (node.claims.length || node.said.length));
  const kinds = new Map(things.map((node) => [node.cls, node.kind]));
  const classes = entries(things.map((node) => node.cls), (cls) => ({ label: kg.phrase(cls),
    mark: swatch(kinds.get(cls), kg.colours[cls]) }));
  const types = entries(facets.map(({ type }) => type), (type) => ({ label: type === NONE ? "no event" : kg.types[type] || type }));
  const REAL = { real: "said to have happened", unreal: "not said to have happened", misread: "found misread", [NONE]: "no event" };
  const reals = entries(facets.map(({ real }) => real), (real) => ({ label: REAL[real],
    mark: real === NONE ? null : swatch(`event${real === "real" ? "" : " hollow"}`, kg.colours.Event) }), ["real", "unreal", "misread", NONE]);
  const STANDINGS = ["asserted", "denied", "planned or expected", "conditional", "merely possible", "left open", "found misread"];
  const standings = entries(kg.claims.map((claim) => claim.standing), (standing) => ({ label: standing,
    mark: make("span", { cls: standing === "asserted" ? "stroke" : "stroke dashed", "aria-hidden": "true" }) }), STANDINGS);
  const FOUND = { wrong: "found misread", confirmed: "confirmed", [NONE]: "not compared" };
  const checked = kg.claims.some((claim) => claim.review)
    ? entries(facets.map(({ found }) => found), (found) => ({ label: FOUND[found] }), ["wrong", "confirmed", NONE]) : [];
  const certainties = entries(kg.claims.map((claim) => claim.manner.certainty), (certainty) => ({ label: certainty }),
    ["certain", "probable", "possible", "underspecified"]);

  const reset = make("button", { type: "button", id: "reset", text: "Reset" });
  reset.disabled = true;
  reset.addEventListener("click", () => {
    Object.assign(open, FIRST);
    kg.emit("reset");
    kg.filter();
    get("words").focus();
  });
  const words = make("input", { id: "words", type: "search", autocomplete: "off", placeholder: "Words in claims" });
  words.addEventListener("input", () => { open.words = words.value.trim().toLowerCase(); kg.filterSoon(); });
  kg.on("reset", () => { words.value = ""; });
  get("drawn").before(make("div", { cls: "top" }, make("h2", { text: "Filters" }), reset),
    make("label", { cls: "field" }, make("span", { cls: "hidden", text: "Words in claims" }), words));
  get("filters").append(...group("How it stands", off.standing, standings, true), ...group("Compared", off.found, checked, true),
    ...group("Events", off.real, reals, true),
    make("div", { id: "time" }), ...group("Who and what", off.cls, classes, true),
    ...group("Event type", off.type, types, false), ...group("Certainty", off.certainty, certainties, false));
})();
