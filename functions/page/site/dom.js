// Making elements. Text is always text: nothing from outside becomes markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function fill(place, ...children) {
  place.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

export function options(select, pairs, chosen) {
  fill(select, ...pairs.map(([value, text]) => el("option", {value, textContent: text})));
  if (pairs.some(([value]) => value === chosen)) select.value = chosen;
}

export function part(element, share) {
  element.style.setProperty("--part", share);
  return element;
}

export function pairs(entries) {
  return el("dl", {}, ...entries.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export function table(caption, heads, rows, numbers = []) {
  const cell = (value, index) => el("td", numbers.includes(index) ? {className: "number"} : {}, value);
  const head = (text, index) => el("th", {scope: "col", ...(numbers.includes(index) ? {className: "number"} : {})}, text);
  return scrolled(caption, el("table", {},
    el("caption", {className: "hidden"}, caption),
    el("thead", {}, el("tr", {}, ...heads.map(head))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell))))));
}

export function scrolled(name, content) {
  return el("div", {className: "scroll", tabIndex: 0, role: "region", ariaLabel: name}, content);
}

export const failure = (problem) => el("p", {className: "error", role: "alert"}, problem.message);

export const share = (value) => `${(value * 100).toFixed(value === 1 ? 0 : 1)} %`;

export const milliseconds = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function size(bytes) {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export const number = (value) => Number.isInteger(value) ? value.toLocaleString("en") : String(+value.toPrecision(4));
