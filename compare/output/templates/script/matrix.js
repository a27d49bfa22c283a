// The claims × outlets matrix: a grid that is drawn a hundred claims at a time, with one tab stop and arrow keys.
const place = byId("matrix"), more = byId("more");
const narrow = matchMedia("(max-width: 719px)");
let listed = [];
let drawn = 0;

function drawMatrix(claims) {
  listed = claims;
  drawn = 0;
  const table = make("table", { class: OUTLETS.length > 7 ? "matrix many" : "matrix", role: "grid", "aria-labelledby": "claims-title",
    "aria-rowcount": String(claims.length + 1), "aria-colcount": String(OUTLETS.length + 2) });
  table.append(make("thead", { role: "rowgroup" }, headRow()), make("tbody", { role: "rowgroup" }));
  place.replaceChildren(claims.length ? table : make("p", { class: "nothing" }, "No claim passes these filters."));
  drawMore();
}

function headRow() {
  const row = make("tr", { role: "row", "aria-rowindex": "1" }, make("th", { role: "columnheader", scope: "col", class: "claim-head" }, "Claim"));
  OUTLETS.forEach((name, outlet) => row.append(make("th", { role: "columnheader", scope: "col", class: "outlet-head" },
    badge(outlet), make("bdi", { class: "name", title: name }, name))));
  row.append(make("th", { role: "columnheader", scope: "col", class: "sure-head",
    title: "Probability of the least sure verdict of the row" }, "Sure of verdicts"));
  return row;
}

function drawMore(upTo = drawn + pageSize()) {
  const body = place.querySelector("tbody");
  if (!body) { more.hidden = true; return; }
  const rows = [];
  for (; drawn < Math.min(upTo, listed.length); drawn += 1) {
    const claim = CLAIMS[listed[drawn]], before = CLAIMS[listed[drawn - 1]];
    if (!before || group(before) !== group(claim)) rows.push(groupRow(claim));
    rows.push(claimRow(claim, drawn));
  }
  body.append(...rows);
  more.hidden = drawn >= listed.length;
  more.textContent = `Show ${Math.min(pageSize(), listed.length - drawn)} more of ${listed.length}`;
  if (!place.querySelector('.cell[tabindex="0"]')) place.querySelector(".cell")?.setAttribute("tabindex", "0");
}

const pageSize = () => (narrow.matches ? 25 : Math.max(30, Math.min(100, Math.floor(1500 / OUTLETS.length))));
const group = (claim) => claim.verdicts.filter((verdict) => verdict === 0).length;

function groupRow(claim) {
  const number = group(claim);
  const text = number === OUTLETS.length ? `Stated by all ${number}` : number === 1 ? "Stated by one" : `Stated by ${number}`;
  return make("tr", { class: "group", role: "row" },
    make("th", { role: "rowheader", colspan: String(OUTLETS.length + 2), "aria-colspan": String(OUTLETS.length + 2) }, text));
}

function claimRow(claim, index) {
  const row = make("tr", { role: "row", class: "claim", "data-claim": String(claim.number), "aria-rowindex": String(index + 2) });
  row.id = claim.id;
  const remark = claim.origins < group(claim) ? make("span", { class: "soft remark" }, texts(claim)) : null;
  row.append(make("th", { role: "rowheader", scope: "row", class: "claim-text" },
    make("span", { dir: "auto" }, textOf(claim.clearest)), remark));
  claim.verdicts.forEach((verdict, outlet) => row.append(make("td", { role: "gridcell" },
    make("button", { type: "button", class: `cell c${verdict}${claim.alone === outlet ? " alone" : ""}`, tabindex: "-1",
      "data-outlet": String(outlet), "data-n": String(outlet + 1), "aria-label": `${OUTLETS[outlet]}: ${LABELS[verdict]}` }, icon(verdict)))));
  row.append(make("td", { role: "gridcell", class: "sure" }, probability(claim.confidence)));
  if (claim.number === state.claim) row.classList.add("current");
  return row;
}

const texts = ({ origins }) => `${origins} independent text${origins === 1 ? "" : "s"}`;

const rowOf = (claim) => place.querySelector(`tr[data-claim="${claim}"]`);
const cellOf = (claim, outlet) => rowOf(claim)?.querySelector(`[data-outlet="${outlet}"]`);

/** Choose a cell: mark its row, show its passages; `focus` moves the keyboard there too. */
function choose(claim, outlet, { focus = false, chosen } = {}) {
  if (!listed.includes(claim)) clearFilters();
  const index = listed.indexOf(claim);
  if (index >= drawn) drawMore(index + 1);
  Object.assign(state, { claim, outlet, view: "matrix" });
  place.querySelector("tr.current")?.classList.remove("current");
  place.querySelector(".cell[aria-current]")?.removeAttribute("aria-current");
  place.querySelectorAll('.cell[tabindex="0"]').forEach((cell) => cell.setAttribute("tabindex", "-1"));
  rowOf(claim).classList.add("current");
  const cell = cellOf(claim, outlet);
  cell.setAttribute("tabindex", "0");
  cell.setAttribute("aria-current", "true");
  if (focus) cell.focus({ preventScroll: true });
  showPassages(claim, outlet, chosen);
}

/** Bring a claim's row into view inside the matrix, and the matrix into view on the page. */
function revealRow(claim, page = true) {
  const row = rowOf(claim);
  const box = place.getBoundingClientRect(), line = row.getBoundingClientRect();
  const head = place.querySelector("thead").offsetHeight;
  if (line.top < box.top + head || line.bottom > box.bottom) place.scrollTop += line.top - box.top - head - 24;
  if (page) row.scrollIntoView({ block: "center", behavior: "auto" });
}

/** The outlet to show first for a claim: one that does not state it, since that is the question; else another one. */
function tellingOutlet(claim) {
  const { verdicts, clearest } = CLAIMS[claim];
  const own = outletOf(clearest);
  for (const wanted of [2, 1, 3]) if (verdicts.includes(wanted)) return verdicts.indexOf(wanted);
  return verdicts.findIndex((_, outlet) => outlet !== own);
}

function stepClaim(by) {
  const at = listed.indexOf(state.claim);
  const next = listed[at < 0 ? 0 : Math.max(0, Math.min(listed.length - 1, at + by))];
  if (next === undefined) return;
  choose(next, state.outlet < 0 ? tellingOutlet(next) : state.outlet, { focus: true });
  revealRow(next, narrow.matches || place.scrollHeight <= place.clientHeight);
  const [top, bottom] = [place.getBoundingClientRect().top, innerHeight];
  if (top > bottom - 120 || top < -place.clientHeight + 120) place.scrollIntoView({ block: "start" });
}

place.addEventListener("click", (event) => {
  const cell = event.target.closest(".cell");
  const row = event.target.closest("tr.claim");
  if (!row) return;
  const claim = Number(row.dataset.claim);
  openedFrom = cell ?? cellOf(claim, Math.max(0, tellingOutlet(claim)));
  choose(claim, cell ? Number(cell.dataset.outlet) : tellingOutlet(claim));
  openedFrom.focus({ preventScroll: true });
  if (event.detail === 0) panel.focus();
  keepAbove(row);
  history.replaceState(null, "", `#${CLAIMS[claim].id}`);
});

place.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".cell");
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1e4], End: [0, 1e4] };
  const move = moves[event.key];
  if (!cell || !move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const claim = Number(cell.closest("tr").dataset.claim);
  const at = Math.max(0, Math.min(listed.length - 1, listed.indexOf(claim) + move[0]));
  const outlet = Math.max(0, Math.min(OUTLETS.length - 1, Number(cell.dataset.outlet) + move[1]));
  choose(listed[at], outlet, { focus: true });
  revealRow(listed[at], false);
  cellOf(listed[at], outlet).scrollIntoView({ block: "nearest", inline: "nearest" });
});

/** On a small screen the passages cover the lower part: move the row out from under them. */
function keepAbove(row) {
  if (getComputedStyle(panel).position !== "fixed") return;
  const hidden = row.getBoundingClientRect().bottom - panel.getBoundingClientRect().top + 12;
  if (hidden > 0) scrollBy({ top: hidden, behavior: motion() });
}

more.addEventListener("click", () => {
  const first = drawn;
  drawMore();
  cellOf(listed[first], 0)?.focus();
});
