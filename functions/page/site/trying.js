// The first view: one image, one answer, or two versions' answers side by side; and why.
import {call, Problem} from "./api.js";
import {choices, find, modelPath, offerModels, task} from "./catalogue.js";
import {byId, el, failure, fill, options} from "./dom.js";
import {image, startPicture} from "./picture.js";
import {answer, compared, decoded, isCoded, laid, provenance} from "./showing.js";
import {showSnippets} from "./snippets.js";

const WAYS = { // what is asked of each task
  segmentation: {query: "?view=overlay", accept: "application/json"},
  enhancement: {query: "", accept: "image/png"},
};
const USUAL = {query: "", accept: "application/json"};
const asked = {file: null, number: 0};

export function startTrying() {
  startPicture(ask);
  byId("ask").addEventListener("click", ask);
  byId("explain").addEventListener("click", explain);
  byId("model").addEventListener("change", offerVersions);
  for (const id of ["which", "other"]) byId(id).addEventListener("change", () => asked.file && ask());
  document.addEventListener("catalogue", () => {
    offerModels(byId("model"));
    offerVersions();
  });
}

function offerVersions() {
  const model = find(byId("model").value);
  options(byId("which"), model ? choices(model) : [["live", "none"]], byId("which").value || "live");
  options(byId("other"), [["none", "nothing"], ...(model ? choices(model) : [])], byId("other").value || "none");
}

async function ask() {
  const file = await image();
  const place = byId("answers");
  if (!file) return fill(place, el("h3", {}, "Answer"), failure(new Problem("Choose, drop or draw an image first.")));
  const sides = [byId("which"), byId("other")].filter((select) => select.value !== "none");
  place.ariaBusy = "true";
  byId("ask").disabled = true;
  asked.file = file;
  const number = asked.number += 1;
  const shown = await Promise.all(sides.map((select) => side(select, file)));
  if (number !== asked.number) return; // something newer was asked meanwhile
  fill(place, el("h3", {}, "Answer"), el("div", {className: "sides"}, ...shown.map(({element}) => element)));
  place.ariaBusy = "false";
  byId("ask").disabled = false;
  afterwards(shown[0], file);
}

async function side(select, file) {
  const title = el("h4", {}, select.selectedOptions[0].textContent);
  const model = modelPath(byId("model").value, select.value);
  const way = WAYS[await task(model)] || USUAL;
  const path = `${model}:predict${way.query}`;
  try {
    const found = await predict(path, way.accept, file);
    const [shown, ...said] = answer(found, file);
    return {path, found, element: el("div", {}, title, shown, ...await restored(path, found, file), ...said)};
  } catch (problem) {
    return {path, element: el("div", {}, title, failure(problem))};
  }
}

// What a codec's file gives back, beside the image that was sent.
async function restored(path, {document}, file) {
  if (!isCoded(document)) return [];
  const {data} = await predict(path, "image/png", decoded(document.output));
  return [compared(file, data)];
}

function predict(path, accept, file) {
  if (!byId("model").value) throw new Problem("No model is released yet, or the API key is missing.");
  const headers = {Accept: accept, "Content-Type": file.type || "application/octet-stream"};
  return call("POST", path, {body: file, headers});
}

function afterwards({path, found}, file) {
  const document = found?.document;
  byId("explaining").hidden = !document?.predictions;
  fill(byId("explanation"));
  if (document?.predictions) {
    options(byId("about"), document.predictions.map(({label}) => [label, label]), document.label);
  }
  const coded = isCoded(document);
  const output = coded ? "image.tint" : document?.areas ? "overlay.png" : found && (!document || document.output) ? "better.png" : "";
  showSnippets({path, file, accept: output && !coded ? "image/png" : "", output});
}

async function explain() {
  const place = byId("explanation");
  const {file} = asked;
  const query = new URLSearchParams({view: "heat", label: byId("about").value, faithfulness: "false"});
  if (byId("method").value) query.set("method", byId("method").value);
  const path = `${modelPath(byId("model").value, byId("which").value)}:explain?${query}`;
  byId("explain").disabled = true;
  try {
    const headers = {Accept: "image/png", "Content-Type": file.type || "application/octet-stream"};
    const found = await call("POST", path, {body: file, headers});
    fill(place, laid(file, found.data, `Heat map for ${byId("about").value}`), provenance(found));
    showSnippets({path, file, accept: "image/png", output: "why.png"});
  } catch (problem) {
    fill(place, failure(problem));
  }
  byId("explain").disabled = false;
}
