// The verdicts and the texts. Texts are read from the articles on the page, never written as HTML.
const DATA = JSON.parse(document.getElementById("verdicts").textContent);
const LABELS = ["stated", "in part", "absent", "unclear"];
const OUTLETS = DATA.outlets;
const SENTENCES = DATA.claimOf.length;
const CLAIMS = DATA.claims.map(([id, clearest, members, verdicts, confidence, position, origins, owners, alone], number) =>
  ({ id, number, clearest, members, verdicts: [...verdicts].map(Number), confidence, position, origins, owners, alone }));
const FLAGS = { figures: 1, quotes: 2, wire: 4 };

const byId = (id) => document.getElementById(id);
const sentence = (number) => byId(`s${number}`);
const textOf = (number) => sentence(number).textContent;
const outletOf = (number) => DATA.firsts.findIndex((first) => first > number) - 1;
const probability = (tenThousandths) => (tenThousandths / 10000).toFixed(2);

/** The judgement of a sentence in another outlet's article, or null where there is none. */
function judgement(number, outlet) {
  const cells = DATA.coverage[number];
  if (!cells) return null;
  let at = 0;
  for (let other = 0; other < outlet; other += 1) at += cells[at] < 0 ? 1 : 4;
  if (cells[at] < 0) return null;
  const [label, stated, present, evidence] = cells.slice(at, at + 4);
  const note = DATA.remarks[number]?.[outlet];
  return {
    label, stated, present,
    evidence: DATA.firsts[outlet] + evidence,
    note: note === undefined ? "" : DATA.notes[note],
    missing: DATA.missing[number]?.[outlet] ?? [],
  };
}

/** An element with attributes and children; text children become text nodes, so no text is ever read as markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
// Copies of the drawings, not references to them: a reference costs a browser a shadow tree, and a matrix has thousands.
const ICONS = LABELS.map((_, label) => {
  const symbol = byId(`v${label}`), drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", `icon i${label}`);
  drawing.setAttribute("viewBox", symbol.getAttribute("viewBox"));
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(...[...symbol.children].map((child) => child.cloneNode()));
  return drawing;
});
const icon = (label) => ICONS[label].cloneNode(true);

const isolated = (text) => make("bdi", {}, text);
const badge = (outlet) => make("span", { class: "badge", "aria-hidden": "true" }, String(outlet + 1));
const still = matchMedia("(prefers-reduced-motion: reduce)");
const motion = () => (still.matches ? "auto" : "smooth");
const announce = (message) => { byId("status").textContent = message; };
// What is chosen: a claim, an outlet, the sentence whose evidence is shown, and the part of the page that keys act on.
const state = { claim: -1, outlet: -1, sentence: -1, view: "matrix" };
