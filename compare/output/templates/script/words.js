// Words that two passages share, and the stretches that the other article does not support.
const WORD = /[\p{L}\p{N}]+(?:['’.,][\p{L}\p{N}]+)*/gu;
// Words that any two English sentences share say nothing about these two.
const COMMON = new Set(("a an and are as at be been but by for from had has have he her his in is it its not of on or she that the " +
  "their them they this to was were which who will with would").split(" "));

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const stem = (word) => fold(word).replace(/['’]s$/, "").replace(/(?<=\w{3})s$/, "");
const wordsOf = (text) => new Set([...text.matchAll(WORD)].map((match) => fold(match[0]))
  .filter((word) => !COMMON.has(word)).map(stem));

/** UTF-16 offsets of code point offsets: the tables count code points. */
function inUnits(text, offsets) {
  if (!/[\ud800-\udbff]/.test(text)) return offsets;
  const starts = [0];
  for (const point of text) starts.push(starts.at(-1) + point.length);
  return offsets.map((offset) => starts[Math.min(offset, starts.length - 1)]);
}

/** The text as nodes: words of `shared` marked, stretches of `missing` (flat pairs of offsets) marked otherwise. */
function marked(text, shared, missing = []) {
  const spans = [];
  const ends = inUnits(text, missing);
  for (let at = 0; at + 1 < ends.length; at += 2) spans.push({ start: ends[at], end: ends[at + 1], kind: "missing" });
  for (const match of text.matchAll(WORD)) {
    const start = match.index, end = start + match[0].length;
    const known = shared.has(stem(match[0])) && !COMMON.has(fold(match[0]));
    if (known && !spans.some((span) => span.start < end && start < span.end)) spans.push({ start, end, kind: "shared" });
  }
  spans.sort((one, other) => one.start - other.start);
  const passage = make("span", { dir: "auto" });
  let done = 0;
  for (const { start, end, kind } of spans) {
    if (start < done) continue;
    passage.append(text.slice(done, start), make(kind === "shared" ? "mark" : "em", { class: kind }, text.slice(start, end)));
    done = end;
  }
  passage.append(text.slice(done));
  return passage;
}
