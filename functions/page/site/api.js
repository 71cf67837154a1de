// Calls of the API: every failure becomes an Error whose message a person can read.
import {credentials} from "./key.js";
import {record} from "./records.js";

const BASE = document.documentElement.dataset.base;

export const address = (path) => new URL(BASE + path, location.href).href;

export class Problem extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

export async function call(method, path, {body, headers = {}, base = true} = {}) {
  const started = performance.now();
  const kind = `${method} ${path.split("?")[0]}`;
  let response, data;
  try {
    response = await fetch(base ? address(path) : new URL(path, location.href), {
      method, body, headers: {...credentials(), ...headers}, cache: "no-store",
    });
    data = await response.blob();
  } catch {
    record({kind, status: 0, total: performance.now() - started});
    throw new Problem("No answer came from the API. Is it running, and is this machine online? Try again in a moment.");
  }
  const total = performance.now() - started;
  const found = {status: response.status, headers: response.headers, total, steps: steps(response.headers), data};
  const {headers: said} = response;
  record({
    kind, status: found.status, total, steps: found.steps, start: said.get("x-tintype-start"),
    version: said.get("x-tintype-model") ? `${said.get("x-tintype-model")} ${said.get("x-tintype-version")}` : "",
  });
  const media = said.get("content-type") || "";
  if (media.startsWith("application/json")) found.document = await read(data, response.status);
  if (!response.ok) throw new Problem(reason(found), response.status);
  return found;
}

async function read(data, status) {
  try {
    return JSON.parse(await data.text());
  } catch {
    throw new Problem(`The API answered ${status} with a document that cannot be read.`, status);
  }
}

function reason({status, document}) {
  const said = document?.error || document?.message;
  return said ? `${said} (${status})` : `The API answered ${status} without saying why. Try again in a moment.`;
}

function steps(headers) {
  const found = [...(headers.get("server-timing") || "").matchAll(/([\w-]+);dur=([\d.]+)/g)];
  return found.map(([, name, duration]) => [name, Number(duration)]);
}
