// The filter by time: bars of claims by month or year, two handles, two fields for days.
"use strict";
(() => {
  const { make, get, open } = kg;
  const BARS = 40;
  const days = kg.claims.map((claim) => kg.days(claim)[0]).filter(Boolean);
  const undated = kg.claims.length - days.length;
  const least = days.reduce((one, other) => (one < other ? one : other), "9999");
  const most = kg.claims.reduce((one, claim) => { const day = kg.days(claim)[1]; return day > one ? day : one; }, "");

  // Steps of months or years; as few years in a step as give no more than some bars.
  const months = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const SIZES = [1, 3, 12, 24, 60, 120, 240, 600, 1200];
  const span = days.length ? months(most) - months(least) + 1 : 1;
  const size = SIZES.find((one) => span / one <= BARS) || 2400;
  const first = days.length ? Math.floor(months(least) / size) : 0;
  const steps = days.length ? Math.floor(months(most) / size) - first + 1 : 0;
  const pad = (number, width) => String(number).padStart(width, "0");
  const begin = (step) => { const at = (first + step) * size; return `${pad(Math.floor(at / 12), 4)}-${pad((at % 12) + 1, 2)}-01`; };
  const end = (step) => {
    const after = (first + step + 1) * size;
    const last = new Date(0);
    last.setUTCFullYear(Math.floor(after / 12), after % 12, 0); // the day before the first of the month after
    return `${pad(last.getUTCFullYear(), 4)}-${pad(last.getUTCMonth() + 1, 2)}-${pad(last.getUTCDate(), 2)}`;
  };
  const stepOf = (day) => Math.min(steps - 1, Math.max(0, Math.floor(months(day) / size) - first));

  const box = get("time");
  if (!days.length) {
    box.remove();
    return;
  }
  const counts = new Array(steps).fill(0);
  for (const day of days) counts[stepOf(day)] += 1;
  const highest = Math.max(...counts);
  const bars = counts.map((count) => {
    const bar = make("i");
    bar.style.height = `${count ? Math.max(6, (100 * Math.sqrt(count)) / Math.sqrt(highest)) : 0}%`;
    return bar;
  });
  const slider = (label, value) => {
    const made = make("input", { type: "range", min: "0", max: String(steps - 1), step: "1", "aria-label": label });
    made.value = String(value);
    return made;
  };
  const [low, high] = [slider("From", 0), slider("Until", steps - 1)];
  const field = (label, id) => {
    const input = make("input", { type: "date", id, min: begin(0), max: end(steps - 1) });
    return [input, make("label", { cls: "field" }, make("span", { text: label }), input)];
  };
  const [from, fromField] = field("From", "from");
  const [to, toField] = field("Until", "to");
  const shade = () => {
    const [left, right] = [Number(low.value), Number(high.value)];
    bars.forEach((bar, step) => bar.classList.toggle("out", step < left || step > right));
    low.setAttribute("aria-valuetext", begin(left));
    high.setAttribute("aria-valuetext", end(right));
  };
  const slid = (mine) => {
    if (Number(low.value) > Number(high.value)) mine.value = mine === low ? high.value : low.value;
    open.from = from.value = Number(low.value) > 0 ? begin(Number(low.value)) : "";
    open.to = to.value = Number(high.value) < steps - 1 ? end(Number(high.value)) : "";
    shade();
    kg.filterSoon();
  };
  const typed = () => {
    [open.from, open.to] = [from.value, to.value];
    low.value = String(open.from ? stepOf(open.from) : 0);
    high.value = String(open.to ? stepOf(open.to) : steps - 1);
    shade();
    kg.filterSoon();
  };
  low.addEventListener("input", () => slid(low));
  high.addEventListener("input", () => slid(high));
  from.addEventListener("input", typed);
  to.addEventListener("input", typed);
  const without = make("input", { type: "checkbox", id: "undated" });
  without.checked = true;
  without.addEventListener("change", () => { open.undated = without.checked; kg.filter(); });
  kg.on("reset", () => {
    [low.value, high.value, from.value, to.value] = ["0", String(steps - 1), "", ""];
    without.checked = true;
    shade();
  });
  const made = make("details", {}, make("summary", { text: "Time" }), make("fieldset", {},
    make("legend", { cls: "hidden", text: "Time" }),
    make("p", { cls: "aside", text: "When it happened; where that is not said, when it was published." }),
    ...(steps > 1 ? [make("div", { cls: "bars", "aria-hidden": "true" }, ...bars), make("div", { cls: "handles" }, low, high)] : []),
    make("div", { cls: "two" }, fromField, toField),
    ...(undated ? [make("label", { cls: "choice" }, without, make("span", { cls: "text", text: "also what has no date" }),
      make("span", { cls: "number", text: undated.toLocaleString("en") }))] : [])));
  made.open = true;
  box.replaceWith(made);
  shade();
})();
