// The call that was made, as a line for the shell and as Python's own library makes it.
import {address} from "./api.js";
import {byId, el, fill} from "./dom.js";
import {hasToken} from "./key.js";

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

export function curl({path, file, accept, output}) {
  const headers = [`Content-Type: ${file.type || "application/octet-stream"}`, ...(accept ? [`Accept: ${accept}`] : [])];
  return [
    "curl", `--data-binary ${quoted(`@${file.name}`)}`, ...headers.map((header) => `-H ${quoted(header)}`),
    `-H "x-api-key: $KEY"`, ...(hasToken() ? [`-H "Authorization: Bearer $TOKEN"`] : []),
    ...(output ? [`-o ${quoted(output)}`] : []), quoted(address(path)),
  ].join(" ");
}

export function python({path, file, accept, output}) {
  const lines = [
    `"Content-Type": ${JSON.stringify(file.type || "application/octet-stream")}`,
    ...(accept ? [`"Accept": ${JSON.stringify(accept)}`] : []), `"x-api-key": os.environ["KEY"]`,
    ...(hasToken() ? [`"Authorization": "Bearer " + os.environ["TOKEN"]`] : []),
  ];
  const read = output ? `open(${JSON.stringify(output)}, "wb").write(answer.read())` : "print(json.load(answer))";
  return `import json, os, urllib.request

call = urllib.request.Request(
    ${JSON.stringify(address(path))},
    open(${JSON.stringify(file.name)}, "rb").read(),
    {${lines.join(", ")}},
)
with urllib.request.urlopen(call) as answer:
    ${read}`;
}

export function showSnippets(made) {
  byId("snippets").hidden = false;
  fill(byId("snippet-list"), ...block("Shell", curl(made)), ...block("Python", python(made)));
}

function block(name, text) {
  const copy = el("button", {type: "button", textContent: `Copy for ${name}`});
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Select the text to copy it";
    }
    setTimeout(() => { copy.textContent = `Copy for ${name}`; }, 2000);
  });
  return [el("h4", {}, name), el("pre", {tabIndex: 0, role: "region", ariaLabel: `${name}: the same call`}, text), copy];
}
