// Keys, links to claims, and the first drawing.
const help = byId("help");
const typing = (target) => target.matches("input:not([type=checkbox]), select, textarea");

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => { controls.query.focus(); controls.query.select(); },
  "?": () => help.showModal(),
  a: () => { if (state.claim >= 0) chooseSentence(bestSentence(), true); },
  m: () => { if (state.claim >= 0) { choose(state.claim, state.outlet, { focus: true }); revealRow(state.claim); } },
};

const step = (by) => (state.view === "articles" ? stepSentence(by) : stepClaim(by));
/** The chosen claim's sentence in the chosen outlet, else its clearest one. */
const bestSentence = () => CLAIMS[state.claim].members.find((member) => outletOf(member) === state.outlet) ?? CLAIMS[state.claim].clearest;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !help.open) leave(event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || typing(event.target) || !byId("keys-on").checked) return;
  const act = /^[1-9]$/.test(event.key) ? () => goToOutlet(Number(event.key) - 1) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function leave(target) {
  if (target === controls.query && target.value) { target.value = ""; applyFilters(); }
  else if (panel.contains(target) || narrow.matches) { if (panel.classList.contains("open")) closePassages(); }
  else if (typing(target)) target.blur();
}

for (const [id, view] of [["claims", "matrix"], ["articles", "articles"]])
  byId(id).addEventListener("focusin", () => { state.view = view; });
byId("help-button").addEventListener("click", () => help.showModal());

/** Follow `#c-…` to the claim and `#outlet@…`-like fragments nowhere: only claims are addressed. */
function followLink() {
  const claim = CLAIMS.findIndex((each) => `#${each.id}` === location.hash);
  if (claim < 0) return;
  choose(claim, tellingOutlet(claim));
  openedFrom = cellOf(claim, state.outlet);
  revealRow(claim);
  openedFrom.focus({ preventScroll: true });
}

addEventListener("hashchange", followLink);
// A link to the claim that the address already names changes nothing there; follow it all the same.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#c-"]');
  if (link && link.hash === location.hash) { event.preventDefault(); followLink(); }
});
// On paper nothing can be opened: the sentences behind the figures and all claims that pass the filters are printed.
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll(".cautions, .topic details")) each.open = true;
  drawMore(listed.length);
});

applyFilters();
followLink();
// Where there is room beside the matrix, show at once what a cell leads to: the first claim that an outlet lacks.
if (state.claim < 0 && matchMedia("(min-width: 1100px)").matches) {
  const first = listed.find((claim) => CLAIMS[claim].verdicts.includes(2)) ?? listed[0];
  if (first !== undefined) choose(first, Math.max(0, tellingOutlet(first)));
}
document.documentElement.dataset.ready = "yes";
