// The panel of evidence: every claim about what is selected, with its words, its voice, its time and its place.
"use strict";
(() => {
  const { make, get, phrase } = kg;
  const MOST = 40;
  const AROUND = 400;
  const ROLES = { s: "who or what this says something of", o: "whom or what it says it of", t: "what tells the event" };

  const name = (node, cls = "name") => {
    const button = make("button", { type: "button", cls, text: node.label, dir: "auto" });
    button.addEventListener("click", () => kg.select({ node }));
    return button;
  };
  kg.name = name;

  // Which words of a place to mark for some claims: the longest first, none inside another.
  const marks = (place, claims) => {
    const role = new Map();
    for (const claim of claims) {
      if (claim.event) role.set(claim.event, "t");
      if (!claim.subject.isEvent) role.set(claim.subject, "s");
      if (claim.object && !claim.object.isEvent) role.set(claim.object, claim.predicate === "actor" ? "s" : "o");
    }
    const kept = [];
    for (const mark of place.marks.filter(({ node }) => role.has(node)).sort((one, other) => other.length - one.length)) {
      const end = mark.begin + mark.length;
      if (kept.every((other) => end <= other.begin || other.begin + other.length <= mark.begin)) {
        kept.push({ ...mark, role: role.get(mark.node) });
      }
    }
    return kept.sort((one, other) => one.begin - other.begin);
  };

  // A place in the passage around it, with the words in it that matter marked. Offsets count code points.
  const quote = (place, claims, cls) => {
    const points = Array.from(place.passage.text);
    const end = place.begin + place.length;
    const text = (from, to) => kg.visible(points.slice(from, to).join(""));
    const clause = make("mark", { cls: "clause" });
    let at = place.begin;
    for (const { begin, length, role } of marks(place, claims)) {
      clause.append(text(at, place.begin + begin));
      at = place.begin + begin + length;
      clause.append(make("mark", { cls: `role-${role}`, title: ROLES[role], text: text(place.begin + begin, at) }));
    }
    clause.append(text(at, end));
    const [first, last] = [Math.max(0, place.begin - AROUND), Math.min(points.length, end + AROUND)];
    return make("blockquote", { dir: "auto", ...(cls ? { cls } : {}) }, first ? "…" : "", text(first, place.begin), clause,
      text(end, last), last < points.length ? "…" : "");
  };

  // Only addresses of the web become links; any other is shown as the text that it is.
  const address = (text) => {
    let url = null;
    try { url = new URL(text); } catch { url = null; }
    if (!url || !/^https?:$/.test(url.protocol)) return make("span", { cls: "address", text });
    return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", cls: "address", text,
      title: "Opens the web site in a new tab" });
  };
  const sure = ({ certainty, polarity, temporality, hedge }) =>
    [certainty, polarity, temporality].join(", ") + (hedge ? `, by the words “${hedge}”` : "");
  const rows = function* ({ place, source, by, manner, event, reading }) {
    const { article } = place;
    yield ["Who says so", [source ? name(source) : by]];
    yield ["How surely", [sure(manner)]];
    const told = event && event.when && event.when.words;
    const when = kg.when(event);
    if (when || told) yield ["When", [[when, told && `“${told}”`].filter(Boolean).join(", ")]];
    yield ["Where from", [make("span", { cls: "title", text: article.title, dir: "auto" }), make("br"),
      kg.visible([article.publisher, article.day || "no date"].filter(Boolean).join(", "))]];
    if (article.address) yield ["Address", [address(article.address)]];
    const begin = place.passage.begin + place.begin;
    yield ["Place in it", [`${article.id}, characters ${begin.toLocaleString("en")} to ${(begin + place.length).toLocaleString("en")}`]];
    yield ["Read by", [[...new Set([reading].flat().map(({ found, confidence }) => `${found} (${confidence.toFixed(2)})`))].join("; ")]];
  };
  const listOf = (found) => {
    const list = make("dl");
    for (const [term, told] of found) {
      list.append(make("dt", { text: term }), make("dd", { dir: "auto" }, ...told.map((one) =>
        (typeof one === "string" ? kg.visible(one) : one))));
    }
    return list;
  };

  const told = (claim) => (claim.object ? name(claim.object) : make("span", { cls: "value", text: claim.value, dir: "auto" }));
  const predicate = (claim) => make("span", { cls: "predicate", text: phrase(claim.predicate) });
  const item = (claim, ...parts) => make("li", { "data-claim": claim.number }, ...parts);
  // What claims say: those between entities each on a line of its own, what is said of one event below its name.
  const statements = (claims) => {
    const list = make("ul", { cls: "statements", "aria-label": "Read as" });
    const events = new Map();
    for (const claim of claims) {
      if (!claim.subject.isEvent) list.append(item(claim, name(claim.subject), " ", predicate(claim), " ", told(claim)));
      else events.set(claim.subject, [...(events.get(claim.subject) || []), claim]);
    }
    for (const [event, roles] of events) {
      list.append(make("li", {}, name(event), ...(kg.real(event) ? [] : [make("span", { cls: "unreal", text: ` ${kg.doubt(event)}` })]),
        make("ul", { cls: "roles" }, ...roles.map((claim) => item(claim, predicate(claim), " ", told(claim))))));
    }
    return list;
  };

  // What one voice says in one place in one manner is one card, however many claims were read from it; what a person found
  // about some of them alone stands on a card of its own.
  const key = (claim) => [claim.place.number, claim.by, claim.manner.number, claim.event ? claim.event.number : "",
    claim.review ? claim.review.number : ""].join("/");
  const cards = (claims) => {
    const groups = new Map();
    for (const claim of claims) groups.set(key(claim), [...(groups.get(key(claim)) || []), claim]);
    return [...groups.values()];
  };
  // What a person found, in a word and in a sentence; who, when and why are that person's own words.
  const VERDICT = {
    true: { word: "Found misread", claim: "the article does not say ", event: "the article does not tell of ",
      thing: "the articles do not speak of " },
    false: { word: "Confirmed", claim: "the article does say ", event: "the article does tell of ",
      thing: "the articles do speak of " },
  };
  const own = (text) => make("span", { cls: "own", text, dir: "auto" });
  const meant = ({ wrong, node, words }, noun) => {
    if (node) return [VERDICT[wrong][node.isEvent ? "event" : "thing"], name(node)];
    if (!words) return [`${VERDICT[wrong][noun]}${noun === "event" ? "this event" : "this"}`];
    return [VERDICT[wrong][noun], own(words), ...(noun === "claim" ? [", which this follows from"] : [])];
  };
  kg.found = (review, noun) => make("div", { cls: review.wrong ? "found misread" : "found" }, make("p", {},
    make("b", { text: VERDICT[review.wrong].word }), " by ", own(review.by || "a person"), review.on ? ` on ${review.on}` : "",
    ": ", ...meant(review, noun), "."), make("p", {}, make("b", { text: "Why " }), own(review.why)));
  kg.finding = ({ review }) => (review ? [review.wrong ? "misread" : "confirmed", review.node ? ` (${review.node.label})`
    : review.words && ` (${review.words})`, review.by && `, ${review.by}`, review.on && `, ${review.on}`, `: ${review.why}`].join("") : "");

  const BADGE = { asserted: "Asserted" };
  const card = (claims) => {
    const [first] = claims;
    const { standing, review, manner: { asserted } } = first;
    const made = make("article", { cls: asserted ? "claim" : "claim unasserted" });
    made.append(make("p", { cls: "standing", text: BADGE[standing] || `Not asserted: ${standing}` }),
      ...(review ? [kg.found(review, "claim")] : []), quote(first.place, claims));
    for (const other of new Set(claims.flatMap((claim) => claim.others))) {
      const inside = other.passage === first.place.passage && other.begin <= first.place.begin &&
        first.place.begin + first.place.length <= other.begin + other.length;
      if (!inside) made.append(quote(other, [], "more"));
    }
    made.append(statements(claims));
    made.append(listOf(rows({ ...first, reading: claims.map((claim) => claim.reading) })));
    return made;
  };

  const listed = (title, claims) => {
    if (!claims.length) return [];
    const groups = cards(claims);
    const section = make("section", {}, make("h3", { cls: "group" }, title,
      make("span", { cls: "number", text: kg.count(claims.length, "claim") })));
    let shown = 0;
    const more = make("button", { type: "button", cls: "wide" });
    const grow = () => {
      const next = groups.slice(shown, shown + MOST).map(card);
      shown += next.length;
      more.before(...next);
      more.hidden = shown >= groups.length;
      more.textContent = `Show more (${(groups.length - shown).toLocaleString("en")} left)`;
      return next[0];
    };
    more.addEventListener("click", () => { const first = grow(); first.tabIndex = -1; first.focus(); });
    section.append(more);
    grow();
    return [section];
  };
  const misread = ({ review }) => Boolean(review && review.wrong);
  kg.byStanding = (claims) => {
    const passing = claims.filter(kg.passes);
    const left = claims.length - passing.length;
    return [...listed("Asserted", passing.filter((claim) => claim.manner.asserted)),
      ...listed("Claimed, not asserted", passing.filter((claim) => !claim.manner.asserted && !misread(claim))),
      ...listed("Found misread by people", passing.filter(misread)),
      ...(left ? [make("p", { cls: "aside", text: `${kg.count(left, "more claim")} hidden by the filters.` })] : [])];
  };
  kg.listed = listed;
  kg.card = card;
  kg.ownLink = address;
})();
