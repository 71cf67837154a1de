// One answer: bars for labels, a slider for images, and what answered in which time.
import {el, milliseconds, number, pairs, part, share, size} from "./dom.js";

const CODED = "image/vnd.tintype";

export function answer(found, sent) {
  return [body(found, sent), provenance(found)];
}

function body({document, data}, sent) {
  if (!document) return compared(sent, data);
  const {areas, label, output, predictions} = document;
  if (areas) return el("div", {}, laid(sent, decoded(output), "The mask"), bars(areas.map((each) => [each.label, each.share])));
  if (output?.b64) return kept(document);
  if (!predictions) return el("pre", {tabIndex: 0}, JSON.stringify(document, null, 1));
  return el("div", {}, el("p", {className: "headline"}, label), bars(predictions.map((each) => [each.label, each.score])));
}

function bars(pairs) {
  return el("ol", {className: "bars"}, ...pairs.map(([name, value]) => part(
    el("li", {}, el("span", {}, name), el("span", {}, share(value))), Math.min(1, Math.max(0, value)))));
}

export const decoded = ({b64, media_type: type}) =>
  new Blob([Uint8Array.from(atob(b64), (letter) => letter.charCodeAt(0))], {type});

export function picture(blob, alt) {
  const made = el("img", {alt, src: URL.createObjectURL(blob)});
  made.addEventListener("load", () => {
    made.classList.toggle("pixels", made.naturalWidth < 100);
    URL.revokeObjectURL(made.src);
  });
  return made;
}

export const isCoded = (document) => document?.output?.media_type === CODED;

// A file that a codec wrote, with what it costs; or the picture that such a file gave.
function kept({image, output}) {
  const file = decoded(output);
  const shown = output.media_type === CODED ? [] : [picture(file, "The picture that the file gave")];
  return el("div", {}, ...shown, pairs([
    ["received", size(image.bytes)],
    ["made", size(output.bytes)],
    ...(output.bits_per_pixel ? [["bits a pixel", number(output.bits_per_pixel)]] : []),
    ...(output.psnr ? [["PSNR", `${number(output.psnr)} dB`]] : []),
    ...(output.ssim ? [["SSIM", number(output.ssim)]] : []),
  ]), saved(file));
}

export function compared(before, after) {
  const stack = part(el("div", {className: "stack slider"}, picture(before, "Before"), picture(after, "After")), 0.5);
  return el("div", {}, stack, slider("Before and after", 0.5, (value) => part(stack, value)), saved(after));
}

function saved(file) {
  const name = file.type === CODED ? "image.tint" : `better.${file.type.split("/")[1]}`;
  return el("p", {}, el("a", {href: URL.createObjectURL(file), download: name}, "Save the answer"));
}

export function laid(under, over, alt) {
  const stack = part(el("div", {className: "stack"}, picture(under, "The image"), picture(over, alt)), 0.7);
  return el("div", {}, stack, slider(`Strength: ${alt}`, 0.7, (value) => part(stack, value)));
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
