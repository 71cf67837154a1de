// Where the image at hand comes from: a file, the camera, the clipboard, a drop, or the drawing.
import {byId, size} from "./dom.js";
import {drawing, startDrawing, wipe} from "./drawing.js";

const state = {file: null, url: "", drawn: false};

export async function image() { // a File, or null where there is none
  if (state.file) return state.file;
  return state.drawn ? new File([await drawing()], "drawing.png", {type: "image/png"}) : null;
}

export function dropped(place, take) {
  const over = (event, on) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  place.addEventListener("dragover", (event) => over(event, true));
  place.addEventListener("dragleave", (event) => over(event, false));
  place.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  });
}

export function startPicture(changed) {
  const take = ([file]) => {
    show(file);
    changed();
  };
  for (const [button, input] of [["choose", "file"], ["photograph", "camera"]]) {
    byId(button).addEventListener("click", () => byId(input).click());
    byId(input).addEventListener("change", ({target}) => {
      if (target.files.length) take(target.files);
      target.value = "";
    });
  }
  byId("clear").addEventListener("click", () => show(null));
  dropped(byId("drop"), take);
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length && !byId("try").hidden) take(files);
  });
  startDrawing(() => {
    state.drawn = true;
    byId("image-name").textContent = "Your drawing";
  });
}

function show(file) {
  URL.revokeObjectURL(state.url);
  Object.assign(state, {file, url: file ? URL.createObjectURL(file) : "", drawn: false});
  wipe();
  const preview = byId("preview");
  byId("canvas").hidden = byId("canvas-help").hidden = Boolean(file);
  preview.hidden = !file;
  preview.onerror = () => { preview.alt = "This browser cannot show the image; the model may well read it."; };
  preview.alt = file ? `The image ${file.name}` : "";
  if (file) preview.src = state.url;
  else preview.removeAttribute("src");
  byId("image-name").textContent = file ? `${file.name || "pasted"}, ${size(file.size)}` : "";
}
