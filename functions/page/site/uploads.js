// The third view: many images by upload, each with its job.
import {call, Problem} from "./api.js";
import {offerModels} from "./catalogue.js";
import {byId, el, failure, fill, milliseconds, share, size} from "./dom.js";
import {dropped} from "./picture.js";

const AT_ONCE = 3;
const PATIENCE = 120_000; // milliseconds
const DONE = ["done", "failed", "superseded", "cancelled"];
const waiting = [];
const counts = {running: 0, all: 0, answered: 0};

export function startUploads() {
  const input = byId("upload-files");
  byId("upload-choose").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  dropped(byId("upload-drop"), add);
  document.addEventListener("catalogue", () => offerModels(byId("upload-model")));
}

function add(files) {
  for (const file of files) {
    const cells = ["waits", "", ""].map((text) => el("td", {}, text));
    byId("jobs").append(el("tr", {}, el("th", {scope: "row"}, file.name), el("td", {}, size(file.size)), ...cells));
    waiting.push({file, model: byId("upload-model").value, cells});
  }
  counts.all += files.length;
  next();
}

function next() {
  byId("upload-status").textContent = `${counts.answered} of ${counts.all} answered`;
  while (counts.running < AT_ONCE && waiting.length) {
    counts.running += 1;
    follow(waiting.shift()).finally(() => {
      counts.running -= 1;
      counts.answered += 1;
      next();
    });
  }
}

async function follow({file, model, cells: [state, answer, time]}) {
  const started = performance.now();
  try {
    state.textContent = "uploading";
    const body = JSON.stringify({model, ...(file.type.startsWith("image/") ? {content_type: file.type} : {})});
    const {document: offer} = await call("POST", "/v1/uploads", {body, headers: {"Content-Type": "application/json"}});
    await send(offer, file);
    const job = await poll(offer.job, started, state);
    fill(answer, said(job));
  } catch (problem) {
    state.textContent = "failed";
    fill(answer, failure(problem));
  }
  time.textContent = milliseconds(performance.now() - started);
}

async function send({form, max_bytes: most}, file) {
  if (file.size > most) throw new Problem(`The image has ${size(file.size)}; uploads may have ${size(most)}.`);
  const fields = new FormData();
  for (const [name, value] of Object.entries(form.fields)) fields.append(name, value);
  fields.append("file", file);
  let response;
  try {
    response = await fetch(form.url, {method: "POST", body: fields});
  } catch {
    throw new Problem("The upload bucket did not answer. Does the parameter CorsOrigin allow this page's address?");
  }
  if (!response.ok) throw new Problem(`The upload bucket refused the image (${response.status}).`);
}

async function poll(path, started, state) {
  while (performance.now() - started < PATIENCE) {
    const {document: job, headers} = await call("GET", path, {base: false});
    state.textContent = job.status;
    if (DONE.includes(job.status)) return job;
    await new Promise((done) => setTimeout(done, 1000 * (Number(headers.get("retry-after")) || 1)));
  }
  throw new Problem("No answer within two minutes. The job goes on: its address is in the answer to POST /v1/uploads.");
}

function said({status, result, error}) {
  if (status !== "done") return failure(new Problem(error?.message || error || status));
  if (result.predictions) return `${result.label} (${share(result.score)}), version ${result.version}`;
  const {output} = result;
  if (!output) return `answered by version ${result.version}`;
  const text = `${output.width} × ${output.height}, ${size(output.bytes)}, version ${result.version}`;
  return output.location ? el("a", {href: output.location}, text) : text;
}
