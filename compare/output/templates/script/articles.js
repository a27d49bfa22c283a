// The articles: choosing a sentence lights up its evidence in the others and brings it into view in their columns.
const columns = [...document.querySelectorAll(".column")];
const columnOf = (number) => columns[outletOf(number)];
const EVIDENCE = ["ev0", "ev1", "ev2", "ev3"];
const passes = new Uint8Array(SENTENCES).fill(1);

function clearEvidence() {
  for (const lit of document.querySelectorAll(".column .lit")) lit.classList.remove("lit", "here", ...EVIDENCE);
  for (const pressed of document.querySelectorAll('.s[aria-pressed="true"]')) pressed.setAttribute("aria-pressed", "false");
  for (const verdict of document.querySelectorAll("[data-verdict]")) verdict.replaceChildren();
}

/** Choose a sentence; `reveal` brings the articles themselves into view. */
function chooseSentence(number, reveal = false) {
  clearEvidence();
  const own = outletOf(number), element = sentence(number);
  Object.assign(state, { sentence: number, outlet: own, claim: DATA.claimOf[number], view: "articles" });
  element.classList.add("lit", "here");
  element.setAttribute("aria-pressed", "true");
  makeTabStop(element);
  OUTLETS.forEach((_, outlet) => { if (outlet !== own) lightUp(number, outlet); });
  const claim = CLAIMS[state.claim];
  byId("chosen").replaceChildren(...(claim ? [isolated(OUTLETS[own]), `: ${summary(claim)} `,
    make("a", { href: `#${claim.id}` }, "in the matrix")] : []));
  announce(`${OUTLETS[own]}: ${claim ? summary(claim) : ""}`);
  if (reveal) byId("articles").scrollIntoView({ block: "start", behavior: "auto" });
  showColumn(own);
  scrollColumn(element);
}

const PREPOSITION = { stated: "by", "in part": "by", absent: "from", unclear: "for" };
function summary(claim) {
  return LABELS.map((label, value) => [label, claim.verdicts.filter((verdict) => verdict === value).length])
    .filter(([, count]) => count).map(([label, count]) => `${label} ${PREPOSITION[label]} ${count}`).join(", ");
}

function lightUp(number, outlet) {
  const found = judgement(number, outlet);
  if (!found) return;
  const evidence = sentence(found.evidence);
  evidence.classList.add("lit", EVIDENCE[found.label]);
  columns[outlet].querySelector("[data-verdict]").replaceChildren(icon(found.label),
    `${LABELS[found.label]}, all ${probability(found.stated)}, part ${probability(found.present)}`);
  scrollColumn(evidence);
}

/** Scroll a column, not the page, so that the sentence stands a third down. */
function scrollColumn(element) {
  const box = element.closest(".text");
  const offset = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTo({ top: box.scrollTop + offset - box.clientHeight / 3, behavior: motion() });
}

function showColumn(outlet) {
  const row = byId("columns"), column = columns[outlet];
  const left = column.offsetLeft - row.offsetLeft;
  if (left < row.scrollLeft || left + column.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollTo({ left, behavior: motion() });
}

function makeTabStop(element) {
  const column = element.closest(".column");
  column.querySelector('.s[tabindex="0"]')?.setAttribute("tabindex", "-1");
  element.setAttribute("tabindex", "0");
}

/** The next sentence of the article that passes the filters, from the chosen one on. */
function stepSentence(by) {
  const own = state.outlet < 0 ? 0 : state.outlet;
  const [first, end] = [DATA.firsts[own], DATA.firsts[own + 1]];
  const inside = state.sentence >= first && state.sentence < end;
  let next = inside ? state.sentence + by : by > 0 ? first : end - 1;
  while (next >= first && next < end && (DATA.claimOf[next] < 0 || !passes[next])) next += by;
  if (next < first || next >= end) return;
  chooseSentence(next);
  sentence(next).focus({ preventScroll: true });
}

function goToOutlet(outlet) {
  if (outlet >= OUTLETS.length) return;
  if (state.view === "matrix" && state.claim >= 0) {
    choose(state.claim, outlet, { focus: true });
    return;
  }
  const lit = [...columns[outlet].querySelectorAll(".s.lit")][0];
  const first = lit ?? [...columns[outlet].querySelectorAll(".s")].find((element) => passes[Number(element.id.slice(1))]);
  state.outlet = outlet;
  state.view = "articles";
  byId("articles").scrollIntoView({ block: "start" });
  showColumn(outlet);
  if (first) { makeTabStop(first); first.focus({ preventScroll: true }); scrollColumn(first); }
}

byId("columns").addEventListener("click", (event) => {
  const element = event.target.closest(".s");
  if (!element || String(getSelection())) return;   // a reader who marks text to copy it is not choosing
  chooseSentence(Number(element.id.slice(1)));
  element.focus({ preventScroll: true });
});

byId("columns").addEventListener("keydown", (event) => {
  const element = event.target.closest(".s");
  if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") chooseSentence(Number(element.id.slice(1)));
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    state.outlet = outletOf(Number(element.id.slice(1)));
    if (state.sentence < 0) state.sentence = Number(element.id.slice(1));
    stepSentence(event.key === "ArrowDown" ? 1 : -1);
  } else return;
  event.preventDefault();
});

for (const column of columns) column.querySelector(".s")?.setAttribute("tabindex", "0");
