// `@vladmandic/face-api`: node benchmarks/faceapi.mjs MODULES PHOTO..., see measure.mjs; MODULES is
// the folder that npm installed into. Its strong detector (SSD MobileNet v1) as it is by default,
// then landmarks, age, gender and the descriptor of each face.
import { createRequire } from "node:module";

import { measure } from "./measure.mjs";

const [modules, ...photos] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");
const inside = `${modules}/node_modules`;
wasm.setWasmPaths(`${inside}/@tensorflow/tfjs-backend-wasm/dist/`);
const faceapi = require(`${inside}/@vladmandic/face-api/dist/face-api.node-wasm.js`);

await tf.setBackend("wasm");
await tf.ready();
const { ssdMobilenetv1, faceLandmark68Net, ageGenderNet, faceRecognitionNet } = faceapi.nets;
for (const net of [ssdMobilenetv1, faceLandmark68Net, ageGenderNet, faceRecognitionNet]) {
  await net.loadFromDisk(`${inside}/@vladmandic/face-api/model`);
}
const options = new faceapi.SsdMobilenetv1Options();

await measure(tf, photos, (pixels) =>
  faceapi.detectAllFaces(pixels, options).withFaceLandmarks().withAgeAndGender().withFaceDescriptors(),
);
