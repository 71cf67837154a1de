// Learning curves and the confusion matrix of a training job.
import {el, part, scrolled} from "./dom.js";

const WIDTH = 440;
const HEIGHT = 220;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 12, 26, 26];

function shape(tag, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

export function curves(epochs) {
  const figures = ["loss", "accuracy"].filter((figure) => epochs.some((epoch) => figure in epoch));
  return el("div", {className: "charts"}, ...figures.map((figure) => chart(figure, epochs)));
}

function chart(figure, epochs) {
  const all = [["one", "training", figure], ["two", "validation", `validation_${figure}`]];
  const lines = all
    .map(([kind, name, key]) => ({kind, name, values: epochs.map((epoch) => epoch[key])}))
    .filter(({values}) => values.every((value) => typeof value === "number"));
  const values = lines.flatMap((line) => line.values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (index) => LEFT + (WIDTH - LEFT - RIGHT) * (epochs.length > 1 ? index / (epochs.length - 1) : 0.5);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (high > low ? (high - value) / (high - low) : 0.5);
  const name = `${figure} over ${epochs.length} epochs: ` + lines
    .map((line) => `${line.name} from ${line.values[0].toPrecision(3)} to ${line.values.at(-1).toPrecision(3)}`).join(", ");
  const svg = shape("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": name});
  for (const value of new Set([low, (low + high) / 2, high])) {
    svg.append(shape("line", {class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value)}),
      shape("text", {x: LEFT - 6, y: y(value) + 4, "text-anchor": "end"}, value.toPrecision(3)));
  }
  lines.forEach((line, index) => {
    const points = line.values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`);
    svg.append(shape("polyline", {class: line.kind, points: points.join(" ")}),
      shape("text", {class: line.kind, x: LEFT + 100 * index, y: 14}, line.name));
    const [cx, cy] = points.at(-1).split(",");
    svg.append(shape("circle", {class: line.kind, cx, cy, r: 3}));
  });
  return el("figure", {}, el("figcaption", {}, `${figure}, ${epochs.length} epochs`), svg);
}

export function confusion({labels, counts}) {
  const rows = counts.map((row, truth) => {
    const sum = row.reduce((all, count) => all + count, 0) || 1;
    const cells = row.map((count, said) => part(
      el("td", {className: said === truth ? "" : "wrong"}, String(count)), count ? 0.15 + 0.85 * count / sum : 0));
    return el("tr", {}, el("th", {scope: "row"}, labels[truth]), ...cells);
  });
  const heads = labels.map((label) => el("th", {scope: "col"}, label));
  return scrolled("Confusion matrix", el("table", {className: "confusion"},
    el("caption", {className: "hidden"}, "Confusion matrix: rows are the true labels, columns the answers"),
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "truth"), ...heads)), el("tbody", {}, ...rows)));
}
