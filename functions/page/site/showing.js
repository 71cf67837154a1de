// One answer: bars for labels, a slider for images, and what answered in which time.
import {el, milliseconds, pairs, part, share} from "./dom.js";

export function answer(found, sent) {
  const body = found.document ? labels(found.document) : compared(sent, found.data);
  return [body, provenance(found)];
}

function labels(document) {
  if (!document.predictions) return el("pre", {tabIndex: 0}, JSON.stringify(document, null, 1));
  const bars = document.predictions.map(({label, score}) => part(
    el("li", {}, el("span", {}, label), el("span", {}, share(score))), Math.min(1, Math.max(0, score))));
  return el("div", {},
    el("p", {className: "headline"}, document.label),
    el("ol", {className: "bars"}, ...bars));
}

export function picture(blob, alt) {
  const made = el("img", {alt, src: URL.createObjectURL(blob)});
  made.addEventListener("load", () => {
    made.classList.toggle("pixels", made.naturalWidth < 100);
    URL.revokeObjectURL(made.src);
  });
  return made;
}

function compared(before, after) {
  const stack = part(el("div", {className: "stack slider"}, picture(before, "Before"), picture(after, "After")), 0.5);
  const extension = after.type.split("/")[1];
  return el("div", {}, stack, slider("Before and after", 0.5, (value) => part(stack, value)),
    el("p", {}, el("a", {href: URL.createObjectURL(after), download: `better.${extension}`}, "Save the answer")));
}

export function laid(under, over, alt) {
  const stack = part(el("div", {className: "stack"}, picture(under, "The image"), picture(over, alt)), 0.7);
  return el("div", {}, stack, slider("Strength of the heat map", 0.7, (value) => part(stack, value)));
}

function slider(label, value, moved) {
  const input = el("input", {type: "range", min: 0, max: 1, step: 0.01, ariaLabel: label});
  input.value = value;
  input.addEventListener("input", () => moved(input.value));
  return el("p", {className: "strength"}, input);
}

export function provenance({headers, total, steps}) {
  const model = headers.get("x-tintype-model");
  const timing = steps.map(([name, duration]) => `${name} ${milliseconds(duration)}`).join(", ");
  return pairs([
    ...(model ? [["answered by", `${model}, version ${headers.get("x-tintype-version")}`]] : []),
    ...(headers.get("x-tintype-stale") ? [["note", "an older version stood in for the newest"]] : []),
    ...(headers.get("x-tintype-digest") ? [["file", headers.get("x-tintype-digest").slice(0, 19)]] : []),
    ["time", `${milliseconds(total)} in all${headers.get("x-tintype-start") === "cold" ? ", by a new container" : ""}`],
    ["of it", timing || "not said"],
  ]);
}
