// The fourth view: how the calls of this page went.
import {byId, el, fill, milliseconds, pairs, table} from "./dom.js";
import {percentile, records} from "./records.js";

const SHOWN = 50;

export function startFigures() {
  document.addEventListener("recorded", () => byId("figures").hidden || showFigures());
}

export function showFigures() {
  const answered = records.filter(({status}) => status);
  const totals = answered.map(({total}) => total);
  const ranks = [50, 95, 99].map((rank) => [`p${rank}`, totals.length ? milliseconds(percentile(totals, rank)) : "none"]);
  fill(byId("figures-all"),
    el("div", {className: "card"}, el("h3", {}, "All calls"), pairs([
      ["calls", String(records.length)],
      ...ranks,
      ["cold starts", String(answered.filter(({start}) => start === "cold").length)],
      ["errors of the caller (4xx)", String(answered.filter(({status}) => status >= 400 && status < 500).length)],
      ["errors of the API (5xx)", String(answered.filter(({status}) => status >= 500).length)],
      ["without an answer", String(records.length - answered.length)],
    ])),
    el("div", {className: "card"}, el("h3", {}, "By version"), byVersion(answered)),
    el("div", {className: "card"}, el("h3", {}, `The last ${SHOWN} calls`), latest()));
}

function byVersion(answered) {
  const groups = new Map();
  for (const each of answered.filter(({version}) => version)) {
    groups.set(each.version, [...(groups.get(each.version) || []), each]);
  }
  const run = (calls) => calls.flatMap(({steps}) => steps.filter(([name]) => name === "run").map(([, took]) => took));
  const rows = [...groups].map(([version, calls]) => [
    version, String(calls.length), milliseconds(percentile(calls.map(({total}) => total), 50)),
    run(calls).length ? milliseconds(percentile(run(calls), 50)) : ""]);
  return table("Calls by version", ["Version", "Calls", "Median in all", "Median of the run"], rows, [1, 2, 3]);
}

function latest() {
  const rows = records.slice(-SHOWN).reverse().map(({kind, status, total, start}) => [
    kind, status ? String(status) : "no answer", milliseconds(total), start || ""]);
  return table("The last calls", ["Call", "Status", "Time", "Container"], rows, [2]);
}
