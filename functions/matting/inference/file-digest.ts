/** sha256 of a file that is too large to be read at once, in a thread of its own: two cores start a function sooner. */
import { Worker } from 'node:worker_threads';

/** What the thread runs. Text, because a bundle of one file has no second one to start a thread from. */
const script = `
const { createHash } = require('node:crypto');
const { openSync, readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const file = openSync(workerData);
const hash = createHash('sha256');
const piece = Buffer.alloc(1 << 20);
for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) hash.update(piece.subarray(0, count));
parentPort.postMessage(hash.digest('hex'));
`;

/** @returns hexadecimal. @throws the system's error when the file cannot be read. */
export function digestOfFile(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { eval: true, workerData: path });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}
