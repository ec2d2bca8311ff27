/** Computes the sha256 of a large file in a thread of its own, so that a function with two cores starts sooner. */
import { Worker } from 'node:worker_threads';

/** The code of the thread. It is text, because the function's bundle is one file and has no second file for a thread. */
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

/** @returns the digest in hexadecimal. @throws the system's error when the file cannot be read. */
export function digestOfFile(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { eval: true, workerData: path });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}
