// The second view: a model's versions, what was measured of them, where they come from, and what was live when.
import {call} from "./api.js";
import {find, modelPath, offerModels, versions} from "./catalogue.js";
import {confusion, curves} from "./charts.js";
import {byId, el, failure, fill, number, options, pairs, share, table} from "./dom.js";

export function startModels() {
  byId("shown-model").addEventListener("change", () => show(true));
  byId("shown-version").addEventListener("change", () => show(false));
  document.addEventListener("catalogue", () => {
    offerModels(byId("shown-model"));
    if (!byId("models").hidden) show(true);
  });
}

export async function show(anew = true) {
  const model = find(byId("shown-model").value);
  const place = byId("model-details");
  if (!model) return fill(place, el("p", {}, "No model is released yet, or the API key is missing."));
  const chosen = anew ? `version:${model.version}` : byId("shown-version").value;
  const history = await attempt(`/v1/models/${model.name}/history`);
  const known = new Set([...versions(model), ...released(history.document)]);
  const list = [...known].sort((one, two) => two - one).map((each) => [`version:${each}`, `version ${each}`]);
  options(byId("shown-version"), list, chosen);
  const path = modelPath(model.name, byId("shown-version").value);
  const [metadata, report] = await Promise.all([attempt(`${path}/metadata`), attempt(`${path}/report`)]);
  fill(place,
    card("Traffic", traffic(model)),
    metadata.problem ? failure(metadata.problem) : el("div", {}, ...described(metadata.document)),
    report.problem ? failure(report.problem) : el("div", {}, ...measured(report.document)),
    card("Releases", history.problem ? failure(history.problem) : releases(history.document)));
}

async function attempt(path) {
  try {
    return {document: (await call("GET", path)).document};
  } catch (problem) {
    return {problem};
  }
}

const released = (history) => (history?.releases || [])
  .flatMap(({aliases}) => Object.values(aliases).flatMap((shares) => Object.keys(shares).map(Number)));

const card = (title, ...content) => el("div", {className: "card"}, el("h3", {}, title), ...content);

function traffic({aliases, shadows = {}, released: since}) {
  const rows = Object.entries(aliases).flatMap(([alias, shares]) => Object.entries(shares)
    .map(([version, part]) => [alias, version, share(part), alias in shadows ? `version ${shadows[alias]}` : ""]));
  return el("div", {}, table("Traffic", ["Alias", "Version", "Share", "Shadow"], rows, [1, 2]),
    el("p", {className: "faint"}, `since ${since}`));
}

function described({model_spec: spec, metadata, tintype}) {
  const signature = metadata.signature_def.signature_def.serving_default;
  const tensor = ({dtype, name, tensor_shape: {dim}}) => `${name} ${dtype} ${dim.map(({size}) => size).join(" × ")}`;
  const tensors = (side) => Object.values(signature[side]).map(tensor).join(", ");
  return [
    card(`Version ${spec.version}`, pairs([
      ["task", tintype.task], ["runtime", tintype.runtime], ["file", tintype.digest],
      ["inputs", tensors("inputs")], ["outputs", tensors("outputs")],
      ...(tintype.labels.length ? [["labels", tintype.labels.join(", ")]] : []),
      ["preprocessing", nested(tintype.preprocessing)],
    ])),
    card("Figures", Object.keys(tintype.metrics).length ? nested(tintype.metrics) : "None were published."),
    card("Lineage", Object.keys(tintype.lineage).length ? nested(tintype.lineage) : "None was published."),
  ];
}

function nested(value) {
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) {
    const plain = value.every((each) => typeof each !== "object");
    return plain ? value.slice(0, 20).map((each) => nested(each)).join(", ") : `${value.length} entries`;
  }
  if (value === null || typeof value !== "object") return String(value ?? "none");
  return pairs(Object.entries(value).map(([name, each]) => [name, nested(each)]));
}

function measured({metrics, confusion: matrix}) {
  const labels = Object.entries(metrics?.labels || {});
  const rows = labels.map(([label, each]) => [
    label, number(each.precision), number(each.recall), number(each.f1), number(each.images)]);
  return [
    metrics?.epochs?.length ? card("Learning curves", curves(metrics.epochs)) : null,
    labels.length ? card("Labels", table("Labels", ["Label", "Precision", "Recall", "F1", "Images"], rows, [1, 2, 3, 4])) : null,
    matrix?.counts ? card("Confusion matrix", el("p", {className: "faint"}, "Rows: the truth; columns: the answer."),
      confusion(matrix)) : null,
  ].filter(Boolean);
}

function releases({releases: all}) {
  const said = (shares) => Object.entries(shares).map(([version, part]) => `${version}: ${share(part)}`).join(", ");
  const rows = all.map((each) => [
    String(each.sequence), each.when.slice(0, 19).replace("T", " "), `${each.action} ${each.alias}`,
    said(each.aliases[each.alias] || {}), each.why]);
  return table("Releases, the newest first", ["Number", "When (UTC)", "What", "Shares", "Why"], rows, [0]);
}
