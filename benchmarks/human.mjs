// `@vladmandic/human` on the photos of a folder: JSON lines of {photo, ms, cpu, faces}.
// node benchmarks/human.mjs MODULES RAW...: MODULES is the folder npm installed into; RAW files
// hold width and height as two uint32, then RGB bytes, so that no decoder's time is counted.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...photos] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const tf = require("@tensorflow/tfjs-core");
const wasm = require("@tensorflow/tfjs-backend-wasm");
const inside = `${modules}/node_modules`;
wasm.setWasmPaths(`${inside}/@tensorflow/tfjs-backend-wasm/dist/`);
const { Human } = require(`${inside}/@vladmandic/human/dist/human.node-wasm.js`);

globalThis.fetch = async (url) => new Response(readFileSync(new URL(url))); // models are files

const off = { enabled: false };
const human = new Human({
  backend: "wasm",
  wasmPath: `${inside}/@tensorflow/tfjs-backend-wasm/dist/`,
  modelBasePath: pathToFileURL(`${inside}/@vladmandic/human/models/`).href,
  cacheSensitivity: 0,
  debug: false,
  filter: off,
  face: {
    enabled: true,
    detector: { maxDetected: 50, rotation: false, return: false, skipFrames: 0 },
    description: { enabled: true, skipFrames: 0 },
    mesh: off, iris: off, emotion: off, antispoof: off, liveness: off,
  },
  body: off, hand: off, object: off, gesture: off, segmentation: off,
});
await tf.ready();
await human.load();

for (const photo of [photos[0], ...photos]) {
  const bytes = readFileSync(photo);
  const [width, height] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2);
  const rgb = new Int32Array(new Uint8Array(bytes.buffer, bytes.byteOffset + 8));
  const before = process.cpuUsage();
  const start = performance.now();
  const pixels = tf.tensor(rgb, [1, height, width, 3], "int32");
  const found = await human.detect(pixels);
  const ms = performance.now() - start;
  const used = process.cpuUsage(before);
  pixels.dispose();
  if (found.error) throw new Error(found.error);
  const cpu = (used.user + used.system) / 1000;
  console.log(JSON.stringify({ photo, ms, cpu, faces: found.face.length }));
}
