// Filters and search act on the matrix and on the articles at once.
const controls = Object.fromEntries(["query", "kind", "outlet", "only-figures", "only-quotes", "only-wire"].map((id) => [id, byId(id)]));
const folded = [];
const foldedText = (number) => (folded[number] ??= fold(textOf(number)));

function filters() {
  const flags = Object.entries(FLAGS).reduce((sum, [name, flag]) => sum + (controls[`only-${name}`].checked ? flag : 0), 0);
  return { words: fold(controls.query.value).split(/\s+/).filter(Boolean), kind: controls.kind.value,
    outlet: Number(controls.outlet.value), flags };
}

const WANTED = { absent: 2, partly: 1, unclear: 3 };
function claimHasKind({ verdicts, alone }, { kind, outlet }) {
  if (kind === "shared") return verdicts.every((verdict) => verdict === 0);
  if (kind === "exclusive") return outlet < 0 ? alone >= 0 : alone === outlet;
  if (kind in WANTED) return outlet < 0 ? verdicts.includes(WANTED[kind]) : verdicts[outlet] === WANTED[kind];
  return outlet < 0 || verdicts[outlet] === 0;
}

const sentencePasses = (number, { words, flags }) =>
  (DATA.flags[number] & flags) === flags && words.every((word) => foldedText(number).includes(word));

function applyFilters() {
  const wanted = filters();
  const active = wanted.words.length || wanted.kind !== "all" || wanted.outlet >= 0 || wanted.flags;
  const chosen = CLAIMS.map((claim) => claimHasKind(claim, wanted));
  for (let number = 0; number < SENTENCES; number += 1) {
    const claim = DATA.claimOf[number];
    passes[number] = Number(claim >= 0 && chosen[claim] && sentencePasses(number, wanted));
    sentence(number).classList.toggle("off", Boolean(active && !passes[number]));
  }
  const shown = CLAIMS.filter((claim) => chosen[claim.number] && claim.members.some((member) => passes[member]));
  drawMatrix(shown.map((claim) => claim.number));
  byId("count").textContent = active ? `${shown.length} of ${CLAIMS.length} claims` : `${CLAIMS.length} claims`;
  byId("reset").hidden = !active;
  highlight(wanted.words);
  if (active) announce(byId("count").textContent);
}

function clearFilters() {
  controls.query.value = "";
  controls.kind.value = "all";
  controls.outlet.value = "-1";
  for (const name of Object.keys(FLAGS)) controls[`only-${name}`].checked = false;
  applyFilters();
}

/** Mark the search words where the browser can do so without touching the text. */
function highlight(words) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("found");
  const ranges = [];
  for (let number = 0; words.length && number < SENTENCES && ranges.length < 2000; number += 1) {
    if (passes[number]) ranges.push(...rangesIn(sentence(number), words));
  }
  if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
}

function rangesIn(element, words) {
  const node = element.firstChild, text = fold(node.data);
  if (text.length !== node.data.length) return [];   // folding moved the letters: better no mark than a wrong one
  return words.filter((word) => text.includes(word)).map((word) => {
    const range = new Range();
    range.setStart(node, text.indexOf(word));
    range.setEnd(node, text.indexOf(word) + word.length);
    return range;
  });
}

let waiting = 0;
controls.query.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(applyFilters, 120);
});
for (const [name, control] of Object.entries(controls)) if (name !== "query") control.addEventListener("change", applyFilters);
byId("reset").addEventListener("click", () => { clearFilters(); controls.query.focus(); });
