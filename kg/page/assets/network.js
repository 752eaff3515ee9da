// The network, drawn with WebGL: one line between two nodes for all claims between them, places computed beforehand.
"use strict";
(() => {
  const { get } = kg;
  const { Graph, Sigma } = kgDrawing;
  const canvas = get("canvas");
  const STEPS = [50, 100, 200, 400, 700, 1000, 1500, 2000, 3000, 5000, 7500, 10000, 15000, 20000, 30000, 50000, 100000];
  const FIRST = 1000;
  const NEIGHBOURS = 300;
  const narrow = matchMedia("(max-width: 820px)");
  let graph = null;
  let drawing = null;
  let look = {};
  let shown = [];
  let sizes = new Map();
  let limit = FIRST;
  let near = null;
  let cursor = null;

  const readLook = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    look = { line: colour("--line"), doubt: colour("--doubt"), text: colour("--ink"), faint: colour("--faint"),
      accent: colour("--accent"), ground: colour("--ground") };
    kg.setGround(look.ground);
  };

  // What passes the filters: lines, and nodes by how many of these they have.
  const passing = () => {
    const links = kg.links(kg.state.events).links.filter((link) => kg.shown(link) || kg.showsKnown(link));
    const degree = new Map();
    for (const { one, other } of links) {
      degree.set(one, (degree.get(one) || 0) + 1);
      degree.set(other, (degree.get(other) || 0) + 1);
    }
    const nodes = [...degree.keys()].sort((one, other) => degree.get(other) - degree.get(one) ||
      other.claims.length - one.claims.length || one.number - other.number);
    return { links, nodes };
  };
  // What is selected is shown whatever the limit, and so are its neighbours.
  const wanted = () => {
    const { node, link, claim } = kg.state.selected || {};
    const ends = node ? [node] : link ? [link.one, link.other] : claim ? [claim.subject, claim.object] : [];
    const around = node ? kg.linksOf(node).slice(0, NEIGHBOURS).map((one) => kg.end(one, node)) : [];
    return [...ends, ...around].filter((one) => one && (kg.state.events || !one.isEvent));
  };
  const sizeOf = (node, scale) => {
    const lines = (kg.links(kg.state.events).byNode.get(node) || []).length;
    return Math.max(1.6, scale * (node.isEvent ? 4.6 : Math.min(22, 3 + 2 * Math.sqrt(lines))));
  };
  const ends = ({ one, other, direct, known }) => {
    const all = [...direct, ...known];
    if (!all.length) return [one, other, "line"];
    if (all.every((claim) => claim.subject === one)) return [one, other, "arrow"];
    return all.every((claim) => claim.subject === other) ? [other, one, "arrow"] : [one, other, "line"];
  };

  const build = () => {
    const { links, nodes } = passing();
    const kept = new Set(nodes.slice(0, limit));
    const passed = new Set(nodes);
    for (const node of wanted()) if (passed.has(node) || kg.state.selected.node === node) kept.add(node);
    const drawn = links.filter((link) => kept.has(link.one) && kept.has(link.other));
    const linked = new Set(drawn.flatMap((link) => [link.one, link.other]));
    if (kg.state.selected && kg.state.selected.node && kept.has(kg.state.selected.node)) linked.add(kg.state.selected.node);
    const room = Math.min(1, Math.max(0.55, Math.min(canvas.offsetWidth, canvas.offsetHeight) / 600));
    const scale = room * Math.min(1.15, Math.max(0.42, Math.sqrt(260 / Math.max(1, linked.size))));
    shown = [...linked].map((node) => ({ node, size: sizeOf(node, scale) })).sort((one, other) => other.size - one.size ||
      one.node.isEvent - other.node.isEvent || other.node.claims.length - one.node.claims.length || one.node.number - other.node.number);
    sizes = new Map(shown.map((entry) => [entry.node, entry]));
    graph = new Graph({ multi: false, type: "directed" });
    for (const { node, size } of [...shown].reverse()) {
      graph.addNode(node.number, { x: node.x, y: node.y, size, color: kg.colour(node), shape: kg.shapeOf(node) });
    }
    for (const link of drawn) {
      const [source, target, type] = ends(link);
      const firm = kg.firm(link) || (link.known.length > 0 && kg.open.known);
      graph.addDirectedEdgeWithKey(link.key, source.number, target.number,
        { type, firm, size: Math.min(5, 0.9 + 0.6 * Math.sqrt(link.bundles.length)) * Math.max(0.7, scale) });
    }
    tell(nodes.length, drawn.length);
  };

  const tell = (passed, lines) => {
    const steps = [...STEPS.filter((step) => step < passed), Math.max(passed, 1)];
    const slider = get("detail");
    slider.max = String(steps.length - 1);
    const at = steps.findIndex((step) => step >= Math.min(limit, passed));
    slider.value = String(at < 0 ? steps.length - 1 : at);
    slider.disabled = steps.length < 2;
    const words = passed > shown.length ? `${shown.length.toLocaleString("en")} most linked of ${passed.toLocaleString("en")}`
      : `all ${passed.toLocaleString("en")}`;
    get("detail-words").textContent = words;
    slider.setAttribute("aria-valuetext", `${words} points`);
    get("nothing").hidden = shown.length > 0;
    get("nothing").textContent = kg.links(false).links.length + kg.links(true).links.length
      ? "Nothing here passes the filters." : "Nothing in this graph is linked. The table has all claims.";
    canvas.setAttribute("aria-label", `Network of ${kg.count(shown.length, "point")} and ${kg.count(lines, "line")}`);
    kg.detailSteps = steps;
  };

  // What is pointed at or selected, with its neighbours; all else steps back.
  const focus = () => {
    const { hovered, selected } = kg.state;
    const { node, link, claim } = hovered ? { node: hovered } : selected || {};
    if (node) return { node, nodes: new Set([node, ...kg.linksOf(node).map((one) => kg.end(one, node))]) };
    if (link) return { link, nodes: new Set([link.one, link.other]) };
    if (!claim) return null;
    const pair = [claim.subject, claim.object, claim.event].filter((one) => one && graph.hasNode(one.number));
    return pair.length ? { nodes: new Set(pair) } : null;
  };
  const inFocus = ({ key, one, other }) => !near || (near.node ? one === near.node || other === near.node
    : near.link ? near.link.key === key : near.nodes.has(one) && near.nodes.has(other));
  const drawNode = (key, data) => (near && !near.nodes.has(kg.nodes[Number(key)])
    ? { ...data, color: look.faint, shape: data.shape + kg.FAINT, zIndex: 0 } : { ...data, zIndex: 1 });
  const drawLink = (key, data) => {
    const link = kg.links(kg.state.events).byKey.get(key);
    const shape = { ...data, dashed: !data.firm };
    if (!inFocus(link)) return { ...shape, color: look.faint, zIndex: 0 };
    const colour = data.firm ? (near ? look.accent : look.line) : look.doubt;
    return { ...shape, color: colour, zIndex: near ? 2 : 1, size: near ? data.size + 0.8 : data.size };
  };

  const spotOf = ({ node, size }) => {
    const data = drawing.getNodeDisplayData(node.number);
    const { x, y } = drawing.framedGraphToViewport(data);
    const { width, height } = drawing.getDimensions();
    return { node, x, y, radius: drawing.scaleSize(size), seen: x > -20 && y > -20 && x < width + 20 && y < height + 20 };
  };
  const selectedNodes = () => {
    const { node, link } = kg.state.selected || {};
    return new Set([kg.state.hovered, node, ...(link ? [link.one, link.other] : [])].filter(Boolean));
  };
  const names = () => {
    if (!drawing || !graph.order) return;
    const at = new Map();
    const spot = (node) => {
      if (!at.has(node) && graph.hasNode(node.number)) at.set(node, spotOf(sizes.get(node)));
      return at.get(node);
    };
    const spotsOf = (nodes) => nodes.map(spot).filter(Boolean);
    const chosen = selectedNodes();
    const around = near ? shown.filter(({ node }) => near.nodes.has(node) && !chosen.has(node)).slice(0, 60) : [];
    const large = near ? [] : shown.slice(0, shown.findIndex(({ size }) => drawing.scaleSize(size) < kg.leastNamed) >>> 0);
    kg.drawNames(drawing.getCanvases().labels.getContext("2d"), {
      spots: spotsOf(large.map(({ node }) => node)), chosen: spotsOf([...chosen]), look, lines: gists(spot),
      near: spotsOf(around.map(({ node }) => node)).filter(({ seen }) => seen),
      cursor: cursor && document.activeElement === canvas ? spot(cursor) : null, size: drawing.getDimensions(),
    });
  };
  // What the lines in focus say, where they are few.
  const gists = (spot) => {
    if (!near || !(near.node || near.link)) return [];
    const links = near.link ? [near.link] : kg.linksOf(near.node).filter((link) => graph.hasEdge(link.key));
    return links.length > 24 ? [] : links.map((link) => ({ one: spot(link.one), other: spot(link.other), text: kg.gist(link) }));
  };

  const repaint = (whole) => {
    near = focus();
    if (drawing) drawing.refresh({ skipIndexation: !whole });
  };
  const rebuild = () => {
    build();
    near = focus();
    if (drawing) drawing.setGraph(graph);
  };
  const hover = (node) => {
    kg.state.hovered = node;
    canvas.classList.toggle("pointing", Boolean(node));
    repaint(false);
  };
  let rest = 0;
  const moved = () => {
    kg.state.moving = true;
    clearTimeout(rest);
    rest = setTimeout(() => { kg.state.moving = false; drawing.scheduleRender(); }, 120);
  };
  const byKey = (key) => kg.links(kg.state.events).byKey.get(key);
  const start = () => {
    drawing = new Sigma(graph, canvas, {
      allowInvalidContainer: true, enableEdgeEvents: true, zIndex: true, minCameraRatio: 0.005, maxCameraRatio: 3,
      hideEdgesOnMove: false, renderLabels: false, stagePadding: narrow.matches ? 26 : 48, minEdgeThickness: 0.9, defaultNodeType: "shape",
      defaultEdgeType: "line", nodeProgramClasses: { shape: kg.NodeProgram }, nodeReducer: drawNode, edgeReducer: drawLink,
      edgeProgramClasses: { line: kg.LineProgram, arrow: kg.ArrowProgram }, defaultDrawNodeHover: () => {},
    });
    drawing.on("afterRender", names);
    drawing.getCamera().on("updated", moved);
    drawing.on("clickNode", ({ node }) => kg.select({ node: kg.nodes[Number(node)] }));
    drawing.on("clickEdge", ({ edge }) => kg.select({ link: byKey(edge) }));
    drawing.on("clickStage", () => { if (kg.state.selected) kg.select(null); });
    drawing.on("enterNode", ({ node }) => hover(kg.nodes[Number(node)]));
    drawing.on("leaveNode", () => hover(null));
    drawing.on("enterEdge", () => canvas.classList.add("pointing"));
    drawing.on("leaveEdge", () => canvas.classList.remove("pointing"));
    fit(false);
  };

  // The camera: all that is shown, a node, nearer, farther, aside.
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const move = (to) => {
    if (!drawing) return;
    const camera = drawing.getCamera();
    const state = { ...camera.getState(), ...to };
    if (still.matches) camera.setState(state); else camera.animate(state, { duration: 220 });
  };
  const fit = (moving) => {
    if (!drawing) return;
    const reach = (key) => shown.reduce(([low, high], { node }) => [Math.min(low, node[key]), Math.max(high, node[key])], [Infinity, -Infinity]);
    const [x, y] = [reach("x"), reach("y")];
    const wide = Math.max(x[1] - x[0], y[1] - y[0], 60);
    const around = ([low, high]) => (high - low < wide / 50 ? [(low + high - wide) / 2, (low + high + wide) / 2] : [low, high]);
    drawing.setCustomBBox(shown.length ? { x: around(x), y: around(y) } : null);
    drawing.refresh();
    const home = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
    if (moving) move(home); else drawing.getCamera().setState(home);
  };
  const zoom = (factor) => move({ ratio: drawing ? drawing.getCamera().getBoundedRatio(drawing.getCamera().ratio * factor) : 1 });
  const pan = (x, y) => {
    if (!drawing) return;
    const { x: left, y: top, ratio } = drawing.getCamera().getState();
    move({ x: left + x * ratio * 0.15, y: top + y * ratio * 0.15 });
  };
  // On a narrow screen the panel covers the lower part.
  kg.lookAt = (node) => {
    const at = drawing && graph.hasNode(node.number) && drawing.getNodeDisplayData(node.number);
    const ratio = drawing && Math.min(drawing.getCamera().ratio, 0.5);
    if (at) move({ x: at.x, y: at.y - (narrow.matches ? 0.4 * ratio : 0), ratio });
  };

  // The keyboard walks from point to point: the nearest one that way.
  const walk = (x, y) => {
    if (!drawing || !shown.length) return;
    const spots = shown.map(spotOf);
    const here = cursor && spots.find((spot) => spot.node === cursor);
    const from = here || spots.find((spot) => spot.seen) || spots[0];
    const cost = (spot) => {
      const [right, down] = [spot.x - from.x, spot.y - from.y];
      const ahead = right * x + down * y;
      return ahead > 0.5 ? Math.hypot(right, down) * (1 + 2 * Math.abs(right * y - down * x) / ahead) : Infinity;
    };
    const next = here ? spots.reduce((best, spot) => (cost(spot) < cost(best) ? spot : best), from) : from;
    cursor = next.node;
    if (!next.seen) kg.lookAt(cursor);
    const lines = kg.linksOf(cursor).filter(kg.shown).length;
    const unreal = kg.doubt(cursor) && `, ${kg.doubt(cursor)}`;
    kg.say(`${cursor.label}, ${kg.kind(cursor)}${unreal}, ${kg.count(cursor.claims.length, "claim")}, ${kg.count(lines, "line")}`);
    drawing.scheduleRender();
  };
  const open = () => { if (cursor) kg.select({ node: cursor }, true); };
  const KEYS = { "+": () => zoom(0.67), "=": () => zoom(0.67), "-": () => zoom(1.5), 0: () => fit(true), Enter: open, " ": open,
    ArrowLeft: () => walk(-1, 0), ArrowRight: () => walk(1, 0), ArrowUp: () => walk(0, -1), ArrowDown: () => walk(0, 1),
    Home: () => { cursor = null; walk(0, 0); } };
  const PAN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey && PAN[event.key]) pan(...PAN[event.key]); else KEYS[event.key]();
  });
  canvas.addEventListener("focus", () => drawing && drawing.scheduleRender());
  canvas.addEventListener("blur", () => drawing && drawing.scheduleRender());
  get("zoom-in").addEventListener("click", () => zoom(0.67));
  get("zoom-out").addEventListener("click", () => zoom(1.5));
  get("zoom-all").addEventListener("click", () => fit(true));

  get("detail").addEventListener("input", () => {
    const { value, max } = get("detail");
    limit = value === max ? Infinity : kg.detailSteps[Number(value)];
    rebuild();
    fit(false);
  });
  get("events").addEventListener("change", () => {
    kg.state.events = get("events").checked;
    limit = Math.max(limit, FIRST);
    rebuild();
    fit(false);
    kg.emit("mode");
  });
  get("known").addEventListener("change", () => { kg.open.known = get("known").checked; kg.filter(); });
  kg.on("reset", () => { get("known").checked = false; });

  kg.on("select", (selected) => {
    const missing = wanted().some((node) => !graph.hasNode(node.number));
    if (selected && selected.node) cursor = selected.node;
    if (missing) rebuild();
    repaint(true);
    if (narrow.matches && selected && selected.node) kg.lookAt(selected.node);
  });
  kg.on("filter", rebuild);
  kg.on("theme", () => { readLook(); repaint(true); });
  // Where things are on the screen, for whoever drives the page.
  kg.onScreen = (node) => (drawing && graph.hasNode(node.number) ? spotOf(sizes.get(node)) : null);
  kg.shownNodes = () => shown.map(({ node }) => node);
  kg.drawnLinks = () => graph.edges();
  kg.startNetwork = () => {
    readLook();
    build();
    try {
      start();
    } catch {
      drawing = null;
    }
    return drawing !== null;
  };
  kg.resizeNetwork = () => drawing && drawing.resize(true).refresh();
  kg.drawing = () => drawing;
})();
