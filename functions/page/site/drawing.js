// Drawing with mouse, finger or keyboard: white on black, as handwritten digits are.
import {byId} from "./dom.js";

const WIDTH = 22;
const STEP = 14;
const pen = {x: 140, y: 140, down: false};

export function startDrawing(drawn) {
  const canvas = byId("canvas");
  const at = (event) => {
    const place = canvas.getBoundingClientRect();
    return [(event.clientX - place.left) * canvas.width / place.width,
      (event.clientY - place.top) * canvas.height / place.height];
  };
  let drawing = false;
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    [pen.x, pen.y] = at(event);
    line(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => drawing && line(...at(event)));
  canvas.addEventListener("pointerup", () => {
    drawing = false;
    drawn();
  });
  canvas.addEventListener("keydown", (event) => key(event, drawn));
  wipe();
}

export function wipe() {
  const context = byId("canvas").getContext("2d");
  context.fillStyle = "#000";
  context.fillRect(0, 0, 280, 280);
  Object.assign(pen, {x: 140, y: 140, down: false});
}

export const drawing = () => new Promise((done) => byId("canvas").toBlob(done, "image/png"));

function line(x, y) {
  const context = byId("canvas").getContext("2d");
  Object.assign(context, {strokeStyle: "#fff", lineWidth: WIDTH, lineCap: "round", lineJoin: "round"});
  context.beginPath();
  context.moveTo(pen.x, pen.y);
  context.lineTo(x, y);
  context.stroke();
  Object.assign(pen, {x, y});
}

function key(event, drawn) {
  const move = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]}[event.key];
  if (!move && event.key !== " ") return;
  event.preventDefault();
  if (!move) {
    pen.down = !pen.down;
    if (pen.down) line(pen.x, pen.y);
  } else {
    const [x, y] = [pen.x + move[0], pen.y + move[1]].map((place) => Math.min(270, Math.max(10, place)));
    if (pen.down) line(x, y);
    else Object.assign(pen, {x, y});
  }
  if (pen.down) drawn();
}
