// The panel beside the matrix: a claim's sentence and the other article's passage, with what they share and what lacks.
const panel = byId("passages");
let openedFrom = null;

/** The sentence of the claim to set against an outlet, with the outlet whose passage is shown beside it. */
function pairFor(claim, outlet, chosen) {
  const left = chosen ?? claim.clearest;
  if (outletOf(left) !== outlet) return { left, outlet };
  const others = OUTLETS.map((_, other) => other).filter((other) => judgement(left, other));
  const strength = (other) => judgement(left, other).present;
  return { left, outlet: others.sort((one, other) => strength(other) - strength(one))[0] ?? -1 };
}

function showPassages(claimNumber, outlet, chosen) {
  const claim = CLAIMS[claimNumber];
  const pair = pairFor(claim, outlet, chosen);
  const found = pair.outlet < 0 ? null : judgement(pair.left, pair.outlet);
  const passages = [quotation(OUTLETS[outletOf(pair.left)], outletOf(pair.left), pair.left, found, true),
    found && quotation(beside(claim, outlet, pair.outlet, found), pair.outlet, found.evidence, { left: pair.left }, false)];
  const shared = passages.some((passage) => passage?.querySelector("mark.shared"));
  const content = make("div", { id: "passages-content" },
    heading(claim, outlet),
    behind(claim),
    strip(claim, outlet),
    ...passages,
    found && measures(found, shared),
    wordings(claim, outlet, pair.left),
    actions(claim, pair));
  byId("passages-content").replaceWith(content);
  panel.classList.add("open");
  document.body.classList.add("panel-open");
}

function heading(claim, outlet) {
  const verdict = claim.verdicts[outlet];
  const words = [LABELS[verdict], claim.alone === outlet ? "by this outlet alone" : ""].filter(Boolean).join(", ");
  return make("header", {},
    make("h3", { id: "passages-title" }, icon(verdict), make("span", {}, isolated(OUTLETS[outlet]), `: ${words}`)),
    make("button", { type: "button", class: "quiet close", "aria-label": "Close passages", onclick: closePassages }, "✕"));
}

/** How many texts and publishers stand behind the outlets that state the claim, where those are fewer than the outlets. */
function behind(claim) {
  const number = group(claim);
  const fewer = [claim.origins < number ? texts(claim) : "",
    claim.owners < number ? `${claim.owners} owner${claim.owners === 1 ? "" : "s"}` : ""].filter(Boolean);
  return fewer.length ? make("p", { class: "behind" }, `Stated by ${number} outlets: ${fewer.join(", ")}`) : null;
}

function strip(claim, outlet) {
  const list = make("div", { class: "strip", role: "group", "aria-label": "This claim in the other outlets" });
  claim.verdicts.forEach((verdict, other) => list.append(make("button", {
    type: "button", class: "verdict-button", "aria-pressed": String(other === outlet), title: `${OUTLETS[other]}: ${LABELS[verdict]}`,
    "aria-label": `${other + 1} ${OUTLETS[other]}: ${LABELS[verdict]}`,
    onclick: (event) => {
      choose(claim.number, other);
      if (event.detail === 0) byId("passages").querySelector('.strip [aria-pressed="true"]').focus();
    },
  }, badge(other), icon(verdict))));
  return list;
}

function beside(claim, outlet, other, found) {
  if (outlet !== other) return `Nearest elsewhere: ${OUTLETS[other]}`;
  return found.label === 2 ? `Nearest passage in ${OUTLETS[other]}` : OUTLETS[other];
}

function quotation(title, outlet, number, found, isClaim) {
  const here = textOf(number);
  const there = found ? textOf(isClaim ? found.evidence : found.left) : "";
  const near = (next) => next >= DATA.firsts[outlet] && next < DATA.firsts[outlet + 1] ? textOf(next) : "";
  const passage = marked(here, wordsOf(there), isClaim && found ? found.missing : []);
  return make("figure", { class: isClaim ? "passage claim" : "passage" },
    make("figcaption", {}, badge(outlet), " ", isolated(title)),
    make("blockquote", {},
      isClaim ? null : make("span", { class: "around", dir: "auto" }, near(number - 1), " "),
      passage,
      isClaim ? null : make("span", { class: "around", dir: "auto" }, " ", near(number + 1))));
}

function measures(found, shared) {
  const line = (name, value) => {
    const bar = document.createElementNS(SVG, "svg");
    const rule = document.createElementNS(SVG, "rect");
    bar.setAttribute("class", "meter");
    bar.setAttribute("aria-hidden", "true");
    rule.setAttribute("width", `${value / 100}%`);
    rule.setAttribute("height", "100%");
    bar.append(rule);
    return make("div", {}, make("dt", {}, name), make("dd", {}, bar, make("span", { class: "number" }, probability(value))));
  };
  return make("div", { class: "measures" },
    make("p", {}, icon(found.label), ` This sentence: ${LABELS[found.label]}${found.note ? `, ${found.note}` : ""}`),
    make("dl", {}, line("All of it is there", found.stated), line("At least part is", found.present)),
    shared || found.missing.length ? make("p", { class: "soft key" },
      shared ? make("mark", { class: "shared" }, "words in both") : null,
      found.missing.length ? make("em", { class: "missing" }, "not found there") : null) : null);
}

function wordings(claim, outlet, current) {
  if (claim.members.length < 2) return null;
  const list = make("ul");
  for (const member of claim.members) {
    const own = outletOf(member), found = judgement(member, outlet);
    list.append(make("li", {}, make("button", {
      type: "button", class: "wording", "aria-pressed": String(member === current),
      onclick: () => showPassages(claim.number, outlet, member),
    }, badge(own), make("span", { dir: "auto" }, textOf(member)),
    found ? make("span", { class: "soft number", title: "probability that all of it is there" }, probability(found.stated)) : null)));
  }
  return make("details", { class: "wordings" },
    make("summary", {}, `${claim.members.length} sentences are grouped as this claim`), list);
}

function actions(claim, pair) {
  return make("p", { class: "actions" },
    make("button", { type: "button", class: "plain", onclick: () => chooseSentence(pair.left, true) }, "Show in the articles"),
    make("a", { href: `#${claim.id}` }, claim.id),
    make("span", { class: "soft" }, `its least sure verdict ${probability(claim.confidence)}`));
}

function closePassages() {
  panel.classList.remove("open");
  document.body.classList.remove("panel-open");
  (openedFrom?.isConnected ? openedFrom : byId("query")).focus({ preventScroll: true });
}
