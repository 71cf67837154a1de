// The API key: kept in this browser for this API's address alone.
import {byId} from "./dom.js";

const PLACE = `tintype ${document.documentElement.dataset.base}`;

function kept() {
  try { return JSON.parse(localStorage.getItem(PLACE)) || {}; } catch { return {}; }
}

export function credentials() {
  const {key, token} = kept();
  return {...(key ? {"x-api-key": key} : {}), ...(token ? {Authorization: `Bearer ${token}`} : {})};
}

export const hasToken = () => Boolean(kept().token);

export function askForKey() {
  const {key = "", token = ""} = kept();
  byId("key").value = key;
  byId("token").value = token;
  if (!byId("key-dialog").open) byId("key-dialog").showModal();
}

export function startKey(changed) {
  const close = () => byId("key-dialog").close();
  const keep = (values) => {
    if (values) localStorage.setItem(PLACE, JSON.stringify(values));
    else localStorage.removeItem(PLACE);
    close();
    changed();
  };
  byId("key-open").addEventListener("click", askForKey);
  byId("key-close").addEventListener("click", close);
  byId("key-remove").addEventListener("click", () => keep(null));
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    keep({key: byId("key").value.trim(), token: byId("token").value.trim()});
  });
}
