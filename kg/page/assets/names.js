// Names on the network: the largest nodes first, none over another; and what lines of a chosen node say.
"use strict";
(() => {
  const MOST = 90;
  const ROOM = 9000; // square pixels for each name
  const FIRST = 10; // so many of the largest nodes have their name, even over other nodes
  const SOLID = 300; // so many of the largest nodes are not written over
  const LEAST = 3.4; // pixels: a node smaller than this goes without a name
  const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
  const LONG = { event: 30, other: 34 };
  const widths = new Map();
  let boxes = [];

  const cut = (text, most) => {
    const points = Array.from(kg.visible(text).replace(/\s+/g, " "));
    return points.length > most ? `${points.slice(0, most - 1).join("").trim()}…` : points.join("");
  };
  const width = (context, font, text) => {
    const key = font + text;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  };
  const free = ([left, top, right, bottom]) => boxes.every(([l, t, r, b]) => right < l || r < left || bottom < t || b < top);
  const write = (context, { font, text, left, base, look, colour, halo }) => {
    context.font = font;
    context.lineJoin = "round";
    context.lineWidth = halo;
    context.strokeStyle = look.ground;
    context.strokeText(text, left, base);
    context.fillStyle = colour;
    context.fillText(text, left, base);
  };

  // Right of the node, or left, below, above: the first place that is free.
  const places = ({ x, y, radius, wide, high }) => [[x + radius + 4, y - high / 2], [x - radius - 4 - wide, y - high / 2],
    [x - wide / 2, y + radius + 3], [x - wide / 2, y - radius - 3 - high]];
  const nameOf = (context, spot, { forced, look, size }) => {
    const { node, x, y, radius } = spot;
    const high = Math.round(Math.min(15, 11 + radius / 5));
    const font = `${forced === 2 ? 650 : 500} ${high}px ${FONT}`;
    const text = cut(node.label, forced === 2 ? 70 : LONG[node.kind] || LONG.other);
    const wide = width(context, font, text);
    const fits = ([left, top]) => left > 2 && left + wide < size.width - 2;
    const all = places({ x, y, radius, wide, high }).map(([left, top]) => [left, top, left + wide, top + high]);
    const box = all.find((one) => fits(one) && free(one)) || (forced === 2 ? all.find(fits) || all[0] : null);
    if (!box) return false;
    boxes.push(box);
    write(context, { font, text, left: box[0], base: box[1] + high * 0.82, look, colour: look.text, halo: forced === 2 ? 5 : 3.5 });
    return true;
  };
  const ring = (context, { x, y, radius }, colour, dashed) => {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash(dashed ? [3, 3] : []);
    context.beginPath();
    context.arc(x, y, radius + 3.5, 0, Math.PI * 2);
    context.stroke();
    context.setLineDash([]);
  };

  const gists = (context, lines, look) => {
    const font = `italic 500 11px ${FONT}`;
    for (const { one, other, text } of lines) {
      const [x, y] = [(one.x + other.x) / 2, (one.y + other.y) / 2];
      const short = cut(text, 28);
      const wide = width(context, font, short);
      const box = [x - wide / 2, y - 6, x + wide / 2, y + 6];
      if (short && Math.hypot(one.x - other.x, one.y - other.y) > 60 && free(box)) {
        boxes.push(box);
        write(context, { font, text: short, left: box[0], base: y + 4, look, colour: look.accent, halo: 4 });
      }
    }
  };

  // Draws all names. `spots` are the nodes, largest first, `chosen` and `near` those that must have theirs.
  kg.leastNamed = LEAST;
  kg.drawNames = (context, { spots, chosen, near, cursor, lines, look, size }) => {
    boxes = [];
    for (const spot of chosen) ring(context, spot, look.accent, false);
    if (cursor) ring(context, cursor, look.text, true);
    for (const spot of [...chosen, ...(cursor ? [cursor] : [])]) {
      boxes.push([spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius]);
      nameOf(context, spot, { forced: 2, look, size });
    }
    for (const spot of near) nameOf(context, spot, { forced: 1, look, size });
    gists(context, lines, look);
    const seen = spots.filter((spot) => spot.seen);
    for (const spot of seen.slice(0, FIRST)) nameOf(context, spot, { forced: 0, look, size });
    for (const { x, y, radius } of seen.slice(0, SOLID)) {
      const [wide, high] = [radius * 0.8, radius * 0.6];
      boxes.push([x - wide, y - high, x + wide, y + high]);
    }
    let count = FIRST;
    for (const spot of seen.slice(FIRST)) {
      if (count >= Math.min(MOST, (size.width * size.height) / ROOM)) break;
      if (nameOf(context, spot, { forced: 0, look, size })) count += 1;
    }
  };
})();
