// `@vladmandic/human`: node benchmarks/human.mjs MODULES PHOTO..., see measure.mjs; MODULES is the
// folder that npm installed into.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { measure } from "./measure.mjs";

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

await measure(tf, photos, async (pixels) => {
  const batch = tf.expandDims(pixels);
  const found = await human.detect(batch);
  batch.dispose();
  if (found.error) throw new Error(found.error);
  return found.face;
});
