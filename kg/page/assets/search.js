// Search: names of nodes as one types, and the words of claims; arrows choose, Enter opens, Escape closes.
"use strict";
(() => {
  const { make, get } = kg;
  const MOST = 9;
  const input = get("search");
  const list = get("found");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let names = null;
  let choices = [];
  let chosen = -1;

  // Least is best: whole name, beginning of a name, beginning of a word, anywhere; then what is spoken of most.
  const rank = (keys, wanted) => keys.reduce((best, key) => {
    const at = key.indexOf(wanted);
    if (at < 0) return best;
    const here = key === wanted ? 0 : at === 0 ? 1 : /[\p{L}\p{N}]/u.test(key[at - 1]) ? 3 : 2;
    return Math.min(best, here);
  }, 9);
  const matches = (wanted) => {
    names = names || kg.nodes.map((node) => ({ node, keys: [node.label, ...node.names].map(plain) }));
    return names.map(({ node, keys }) => ({ node, rank: rank(keys, wanted) })).filter((match) => match.rank < 9)
      .sort((one, other) => one.node.isEvent - other.node.isEvent || one.rank - other.rank ||
        other.node.claims.length + other.node.said.length - one.node.claims.length - one.node.said.length)
      .map(({ node }) => node);
  };

  const choose = (number) => {
    chosen = number;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
    if (number >= 0) {
      input.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const take = (number) => {
    const choice = choices[number];
    if (!choice) return;
    close();
    choice();
  };
  const item = (number, parts, act) => {
    const made = make("li", { role: "option", id: `found-${number}`, "aria-selected": "false" }, ...parts);
    made.addEventListener("mousedown", (event) => { event.preventDefault(); take(number); });
    choices.push(act);
    return made;
  };
  const nodeItem = (node, number) => {
    const about = node.claims.length || !node.said.length ? kg.count(node.claims.length, "claim") : `says ${node.said.length}`;
    const unreal = kg.doubt(node) && `, ${kg.doubt(node)}`;
    return item(number, [kg.swatch(node), make("span", { cls: "text", text: node.label, dir: "auto" }),
      make("span", { cls: "number", text: `${kg.kind(node)}${unreal}, ${about}` })], () => {
      kg.select({ node }, true);
      kg.lookAt(node);
    });
  };

  const search = () => {
    const typed = input.value.trim();
    choices = [];
    list.replaceChildren();
    if (!typed) return close();
    const found = matches(plain(typed));
    list.append(...found.slice(0, MOST).map(nodeItem));
    list.append(item(choices.length, [make("span", { cls: "text", text: `All claims with “${typed}” in their words` }),
      make("span", { cls: "number", text: "table" })], () => {
      kg.searchWords(typed);
      kg.show("table");
      get("claims").focus();
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(0);
    kg.say(`${kg.count(found.length, "name")} found`);
    return undefined;
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value.trim()) search(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
      event.stopPropagation();
    }
    if (list.hidden) return;
    const last = choices.length - 1;
    if (event.key === "ArrowDown") choose(chosen === last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Enter") take(chosen);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
