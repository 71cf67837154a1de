// Which view is shown, and what is there before anything is asked.
import {loadCatalogue} from "./catalogue.js";
import {byId} from "./dom.js";
import {showFigures, startFigures} from "./figures.js";
import {askForKey, credentials, startKey} from "./key.js";
import {show, startModels} from "./models.js";
import {startTrying} from "./trying.js";
import {startUploads} from "./uploads.js";

const VIEWS = ["try", "models", "uploads", "figures"];

function view() {
  const chosen = VIEWS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "try";
  for (const name of VIEWS) byId(name).hidden = name !== chosen;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${chosen}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (chosen === "models") show(true);
  if (chosen === "figures") showFigures();
}

function notice(text) {
  byId("notice").hidden = !text;
  byId("notice").textContent = text;
}

async function load() {
  if (!("x-api-key" in credentials())) return notice("Enter the API key first: the button is at the top.");
  try {
    await loadCatalogue();
    notice("");
  } catch (problem) {
    notice(problem.message);
    if (problem.status === 403 || problem.status === 401) askForKey();
  }
}

addEventListener("hashchange", () => {
  view();
  byId("main").focus();
  scrollTo(0, 0);
});
startKey(load);
startTrying();
startModels();
startUploads();
startFigures();
view();
load();
