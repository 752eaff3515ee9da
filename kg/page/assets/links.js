// Lines of the network. A line joins two nodes; it rests on bundles of claims, and a bundle holds while each of its
// sides has a claim: a claim between the two is a bundle of one side, an event in which both take part one of two.
"use strict";
(() => {
  const table = () => {
    const links = new Map();
    return {
      links,
      of: (one, other) => {
        const [low, high] = one.number < other.number ? [one, other] : [other, one];
        const key = `${low.number}-${high.number}`;
        if (!links.has(key)) links.set(key, { key, one: low, other: high, bundles: [], known: [], direct: [] });
        return links.get(key);
      },
    };
  };
  const direct = (made, claim) => {
    const link = made.of(claim.subject, claim.object);
    link.bundles.push([[claim]]);
    link.direct.push(claim);
  };
  const isEdge = (claim) => claim.object && claim.object !== claim.subject;
  const background = (made) => {
    for (const fact of kg.known) made.of(fact.subject, fact.object).known.push(fact);
    return [...made.links.values()];
  };

  // Entities alone: who has to do with whom.
  const between = () => {
    const made = table();
    for (const claim of kg.claims) if (isEdge(claim) && !claim.subject.isEvent && !claim.object.isEvent) direct(made, claim);
    for (const event of kg.nodes) {
      const sides = new Map();
      for (const claim of event.roles) {
        if (!claim.object.isEvent) sides.set(claim.object, [...(sides.get(claim.object) || []), claim]);
      }
      const members = [...sides.keys()];
      members.forEach((one, at) => members.slice(at + 1).forEach((other) => {
        made.of(one, other).bundles.push([sides.get(one), sides.get(other)]);
      }));
    }
    return background(made);
  };

  // Events as points: their roles, and what is claimed between entities apart from any event.
  const among = () => {
    const made = table();
    for (const claim of kg.claims) {
      if (isEdge(claim) && (claim.subject.isEvent || claim.object.isEvent || !claim.event)) direct(made, claim);
    }
    return background(made);
  };

  const done = new Map();
  // All lines, with events as points or without.
  kg.links = (events) => {
    if (!done.has(events)) {
      const links = (events ? among : between)();
      const byNode = new Map();
      for (const link of links) {
        for (const node of [link.one, link.other]) {
          if (!byNode.has(node)) byNode.set(node, []);
          byNode.get(node).push(link);
        }
      }
      done.set(events, { links, byNode, byKey: new Map(links.map((link) => [link.key, link])) });
    }
    return done.get(events);
  };
  kg.linksOf = (node) => kg.links(kg.state.events || node.isEvent).byNode.get(node) || [];
  kg.end = (link, node) => (link.one === node ? link.other : link.one);
  kg.claimsOf = (link) => [...new Set(link.bundles.flat(2))].sort((one, other) => one.number - other.number);
  kg.shown = (link) => link.bundles.some((bundle) => bundle.every((side) => side.some(kg.passes)));
  // Whether something in it is asserted; a line that is not is dashed.
  kg.firm = (link) => link.bundles.some((bundle) => bundle.every((side) =>
    side.some((claim) => claim.manner.asserted && kg.passes(claim))));
  // What stands on a line: what most claims between the two say, and how that stands.
  kg.gist = (link) => {
    const passing = link.direct.filter(kg.passes);
    const best = passing.filter((claim) => claim.manner.asserted);
    const counts = new Map();
    for (const claim of best.length ? best : passing) {
      const told = best.length ? kg.phrase(claim.predicate) : `${kg.phrase(claim.predicate)} (${claim.standing})`;
      counts.set(told, (counts.get(told) || 0) + 1);
    }
    const order = [...counts].sort((one, other) => other[1] - one[1]);
    return order.length > 1 ? `${order[0][0]} +${order.length - 1}` : order.length ? order[0][0] : "";
  };
})();
