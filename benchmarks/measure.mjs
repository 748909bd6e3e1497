// Photos through one package: a JSON line of {photo, ms, cpu, faces} for each, the first twice.
// Photos are files with width and height as two uint32, then RGB bytes: no decoder's time counts.
import { readFileSync } from "node:fs";

export async function measure(tf, photos, findFaces) {
  for (const photo of [photos[0], ...photos]) {
    const bytes = readFileSync(photo);
    const [width, height] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2);
    const rgb = new Int32Array(new Uint8Array(bytes.buffer, bytes.byteOffset + 8));
    const before = process.cpuUsage();
    const start = performance.now();
    const pixels = tf.tensor(rgb, [height, width, 3], "int32");
    const faces = await findFaces(pixels);
    const ms = performance.now() - start;
    const used = process.cpuUsage(before);
    pixels.dispose();
    const cpu = (used.user + used.system) / 1000;
    console.log(JSON.stringify({ photo, ms, cpu, faces: faces.length }));
  }
}
