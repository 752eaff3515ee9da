// Reads the data of the page and ties it together. Everything in it is text, never markup.
"use strict";
globalThis.kg = (() => {
  const raw = JSON.parse(document.getElementById("facts").textContent);
  const word = (number) => (number < 0 ? "" : raw.words[number]);

  const articles = raw.articles.map(([title, publisher, day, address, id]) => ({ title, publisher, day, address, id }));
  const nowhere = { title: "", publisher: "", day: "", address: "", id: "" };
  const column = raw.nodes;
  const KINDS = { event: "event", place: "place", artifact: "thing" };
  const nodes = column.label.map((label, number) => {
    const when = column.when[number];
    const at = column.at[number];
    return {
      number, label, cls: word(column.cls[number]), type: word(column.type[number]), x: column.x[number],
      y: column.y[number], id: column.id[number], kind: KINDS[column.id[number].split("/")[0]] || "actor",
      names: column.names[number] || [], same: column.same[number] || [],
      when: when ? { from: when[0], to: when[1], words: when[2] } : null,
      at: at ? { latitude: at[0], longitude: at[1] } : null, claims: [], said: [], roles: [], known: [],
      reviews: [], misread: false,
    };
  });
  for (const node of nodes) node.isEvent = node.kind === "event";

  // What people found who compared something with the article: about itself, a node that it rests on, or what words name.
  const reviews = raw.reviews.map(([verdict, by, why, on, about], number) => ({
    number, wrong: word(verdict) === "wrong", by: word(by), why: word(why), on: word(on), node: about > 0 ? nodes[about - 1] : null,
    words: about < 0 ? word(-1 - about) : "",
  }));
  for (const [number, found] of Object.entries(column.reviews)) nodes[number].reviews = found.map((one) => reviews[one]);
  for (const number of column.misread) nodes[number].misread = true;

  const passages = raw.passages.map(([article, begin, text]) => ({ article: articles[article] || nowhere, begin, text }));
  const places = raw.places.map(([passage, begin, length, ...flat], number) => {
    const marks = [];
    for (let at = 0; at < flat.length; at += 3) {
      marks.push({ begin: flat[at], length: flat[at + 1], node: nodes[flat[at + 2]] });
    }
    return { number, passage: passages[passage], article: passages[passage].article, begin, length, marks };
  });
  const manners = raw.manners.map(([certainty, polarity, temporality, hedge, asserted], number) => ({
    number, certainty: word(certainty), polarity: word(polarity), temporality: word(temporality), hedge: word(hedge),
    asserted: Boolean(asserted),
  }));
  // How a claim stands, in words: only what is positive, certain or probable, past or present is asserted.
  const standing = ({ asserted, polarity, temporality, certainty }) => {
    if (asserted) return "asserted";
    if (polarity === "negative") return "denied";
    if (temporality === "future") return "planned or expected";
    if (temporality === "conditional") return "conditional";
    return certainty === "possible" ? "merely possible" : "left open";
  };
  for (const manner of manners) manner.standing = standing(manner);
  const MISREAD = "found misread";
  const readings = raw.readings.map(([found, confidence]) => ({ found: word(found), confidence: confidence / 1000 }));

  const told = raw.claims;
  const claims = told.subject.map((subject, number) => {
    const [thing, voice] = [told.object[number], told.voice[number]];
    const manner = manners[told.manner[number]];
    const review = reviews[told.review[number]] || null;
    return {
      number, subject: nodes[subject], predicate: word(told.predicate[number]), object: nodes[thing] || null,
      value: thing < 0 ? word(-1 - thing) : "", place: places[told.place[number]],
      others: (told.others[number] || []).map((place) => places[place]), source: nodes[voice] || null,
      by: voice < 0 ? word(-1 - voice) : nodes[voice].label, manner, review,
      standing: review && review.wrong ? MISREAD : manner.standing, reading: readings[told.reading[number]], event: nodes[told.event[number]] || null,
    };
  });
  for (const claim of claims) {
    for (const node of new Set([claim.subject, claim.object, claim.event])) if (node) node.claims.push(claim);
    if (claim.source) claim.source.said.push(claim);
    if (claim.subject.isEvent && claim.object) claim.subject.roles.push(claim);
  }
  const known = raw.known.map(([subject, predicate, object]) => ({ subject: nodes[subject], predicate: word(predicate),
    object: nodes[object] })).filter((fact) => fact.subject !== fact.object);
  for (const fact of known) for (const node of [fact.subject, fact.object]) node.known.push(fact);

  const listeners = new Map();
  const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
  return {
    title: raw.title, view: raw.view, part: raw.part, base: raw.base, articles, nodes, claims, known, types: raw.types,
    colours: raw.colours, state: { selected: null, hovered: null, events: false, moving: false },
    on: (name, act) => listeners.set(name, [...(listeners.get(name) || []), act]),
    emit: (name, value) => (listeners.get(name) || []).forEach((act) => act(value)),
    // Words of a name in camel case: "locatedIn" is "located in".
    phrase: (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase(),
    // Characters that would turn the direction of the text around them are shown, never obeyed.
    visible: (text) => String(text).replace(CONTROLS,
      (control) => `⟦U+${control.codePointAt(0).toString(16).toUpperCase()}⟧`),
    thing: (claim) => (claim.object ? claim.object.label : claim.value),
    kind: (node) => (node.isEvent ? kg.types[node.type] || node.type || "event" : kg.phrase(node.cls)),
    // Why a point is hollow: nothing real stands behind it, in a person's view or in the articles'; "" where it is full.
    doubt: (node) => (node.misread ? MISREAD : node.cls === "UnrealizedEvent" ? "not said to have happened" : ""),
    real: (node) => !kg.doubt(node),
    colour: (node) => raw.colours[node.isEvent ? "Event" : node.cls],
    iri: (node) => `${raw.base}id/${node.id}`,
    // When a claim's event was, or else when its article was published: two days, or two empty texts.
    days: (claim) => {
      const when = claim.event && claim.event.when;
      if (when && (when.from || when.to)) return [when.from || when.to, when.to || when.from];
      return [claim.place.article.day, claim.place.article.day];
    },
    when: (node) => {
      if (!node || !node.when) return "";
      const { from, to } = node.when;
      if (from && to) return from === to ? from : `${from} to ${to}`;
      return from ? `from ${from}` : to ? `until ${to}` : "";
    },
    quote: (place) => Array.from(place.passage.text).slice(place.begin, place.begin + place.length).join(""),
    // A new element. Its text is only ever set as text.
    make: (tag, { text, cls, ...attributes } = {}, ...children) => {
      const made = document.createElement(tag);
      if (text !== undefined) made.textContent = kg.visible(text);
      if (cls) made.className = cls;
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.append(...children);
      return made;
    },
    get: (id) => document.getElementById(id),
    count: (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`,
    say: (text) => { document.getElementById("live").textContent = kg.visible(text); },
  };
})();
