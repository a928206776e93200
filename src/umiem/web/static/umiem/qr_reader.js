// The verification page reads QR codes itself: from the camera, or from a picture that was chosen.
// Nothing is sent anywhere before the form is; without this file the box takes text, links and files.

import { readQr } from "./qr_find.js";

const LARGEST_SIDE = 1280; // pixels looked at; more only costs time
const FRAME_PAUSE = 120; // milliseconds between two looks through the camera
const FRAME_WORK = 250;

const place = document.querySelector("[data-qr]");
const form = place?.closest("form");
const box = form?.querySelector("textarea");
const files = form?.querySelector("input[type=file]");
const said = place?.querySelector("[data-qr-said]");

if (place && box && files) {
  watchPictures();
  if (navigator.mediaDevices?.getUserMedia) offerCamera();
}

// A picture with a QR code on it: the code is what is meant, unless a credential is baked into the picture.
function watchPictures() {
  files.addEventListener("change", async () => {
    const file = files.files[0];
    if (!file || !/^image\/(png|jpeg|webp|gif|bmp)$/.test(file.type)) return;
    if (file.type === "image/png" && (await holdsCredential(file))) return;
    const text = await textOf(file);
    if (text) accept(text);
    else if (file.type !== "image/png") say("none");
  });
}

async function holdsCredential(file) {
  const start = new TextDecoder("latin1").decode(await file.slice(0, 4_000_000).arrayBuffer());
  return /openbadge(s|credential)/.test(start);
}

async function textOf(file) {
  try {
    const picture = await createImageBitmap(file);
    return readQr(pixels(picture, picture.width, picture.height));
  } catch {
    return null;
  }
}

function pixels(source, width, height) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function accept(text) {
  box.value = text;
  files.value = "";
  say("found");
  form.requestSubmit();
}

function say(which) {
  said.textContent = said.dataset[which];
}

function offerCamera() {
  const video = place.querySelector("video");
  const start = place.querySelector("[data-qr-start]");
  const stop = place.querySelector("[data-qr-stop]");
  let stream = null;

  const end = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = stop.hidden = true;
    start.hidden = false;
  };

  const look = () => {
    if (!stream) return;
    const text = video.videoWidth
      ? readQr(pixels(video, video.videoWidth, video.videoHeight), FRAME_WORK)
      : null;
    if (text) {
      end();
      accept(text);
    } else setTimeout(look, FRAME_PAUSE);
  };

  start.hidden = false;
  start.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      say("refused");
      return;
    }
    video.srcObject = stream;
    await video.play();
    video.hidden = stop.hidden = false;
    start.hidden = true;
    say("looking");
    stop.focus();
    look();
  });
  stop.addEventListener("click", () => {
    end();
    say("stopped");
    start.focus();
  });
  addEventListener("pagehide", end);
}
