// The released models, and the paths of their versions and aliases.
import {call} from "./api.js";
import {options, share} from "./dom.js";

export const catalogue = {models: []};

export async function loadCatalogue() {
  catalogue.models = (await call("GET", "/v1/models")).document.models;
  document.dispatchEvent(new Event("catalogue"));
}

export const find = (name) => catalogue.models.find((model) => model.name === name);

export function modelPath(name, which) { // "live", "label:canary", "version:3"
  const [kind, value] = which.split(":");
  const tail = {label: `/labels/${encodeURIComponent(value)}`, version: `/versions/${value}`}[kind] || "";
  return `/v1/models/${encodeURIComponent(name)}${tail}`;
}

const tasks = new Map();

export async function task(path) { // "" where it cannot be found out, which the call itself will say
  try {
    if (!tasks.has(path)) tasks.set(path, (await call("GET", `${path}/metadata`)).document.tintype.task);
    return tasks.get(path);
  } catch {
    return "";
  }
}

export function versions(model) {
  const live = Object.values(model.aliases).flatMap((shares) => Object.keys(shares));
  const all = new Set([...live, ...Object.values(model.shadows || {}).map(String)]);
  return [...all].map(Number).sort((one, two) => two - one);
}

export function choices(model) {
  const said = (shares) => Object.entries(shares)
    .map(([version, part]) => part === 1 ? version : `${version} with ${share(part)}`).join(", ");
  const aliases = Object.entries(model.aliases)
    .map(([alias, shares]) => [alias === "production" ? "live" : `label:${alias}`, `${alias} (${said(shares)})`]);
  return [...aliases, ...versions(model).map((version) => [`version:${version}`, `version ${version}`])];
}

export function offerModels(...selects) {
  const names = catalogue.models.map(({name}) => [name, name]);
  for (const select of selects) options(select, names.length ? names : [["", "none is released"]], select.value);
}
