/**
 * Makes two photos with the functions' images, the first cold, the second warm, lets objects find a person, and prints the
 * results as one line of JSON. image-test.ts starts it as a process whose network has only the loopback interface. Its argument is the path of
 * a file that lists the images.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import sharp from 'sharp';
import { objectResultKey, objectsPrefix } from '../../core/keys.ts';
import { objectResultSchema } from '../../core/object-result.ts';
import type { Enforcement, InvocationReport } from '../../local/lambda/host.ts';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { type ImageStudio, type MountedImages, startImageStudio } from './image-studio.ts';

export interface PhotoRun {
  readonly enforcement: Enforcement;
  readonly photos: readonly { readonly waitedMs: number; readonly widthPx: number; readonly heightPx: number }[];
  readonly reports: readonly InvocationReport[];
}

const portraits = ['demo', 'glasses'] as const;

async function run(images: MountedImages): Promise<PhotoRun> {
  refuseNetwork();
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-image-run-'));
  const reports: InvocationReport[] = [];
  const deaths: string[] = [];
  const studio = await startImageStudio(images, dataDir, {
    onReport: (report) => reports.push(report),
    onLog: (name, line) => stderr.write(`${name}: ${line}\n`),
    onDeath: (why) => deaths.push(why),
  });
  const client = connect(studio);
  try {
    const photos = [];
    for (const name of portraits) {
      photos.push(await takePhoto(client, `cn-1-inch+blue/${name}.jpg`, name, deaths));
      await studio.host.idle();
    }
    const settled = studio.events.length;
    if (settled !== portraits.length) throw new Error(`${settled} of ${portraits.length} photos were announced`);
    await findPerson(studio, client, deaths);
    return { enforcement: studio.host.enforcement, photos, reports };
  } finally {
    client.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function refuseNetwork(): void {
  const others = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  if (others.length > 0) throw new Error(`there is a network: ${others.join(', ')}`);
}

async function takePhoto(client: StudioClient, photoId: string, name: string, deaths: readonly string[]) {
  const jpeg = await encodeJpeg((await renderPortrait(catalogue[name])).photo);
  const begun = performance.now();
  await client.upload(photoId, jpeg);
  const record = await client.waitForRecord(photoId, () => deaths.length > 0);
  const waitedMs = performance.now() - begun;
  if (record?.status !== 'done') throw new Error(`no photo: ${JSON.stringify(record?.rejection ?? deaths)}`);
  const { data, info } = await sharp(await client.fetchResult(record.outputs[0].key))
    .raw()
    .toBuffer({ resolveWithObject: true });
  // The corner must have the ordered backdrop: blue (67, 142, 219).
  const [red, green, blue] = data;
  if (Math.abs(red - 67) + Math.abs(green - 142) + Math.abs(blue - 219) > 12) {
    throw new Error(`the backdrop is (${red}, ${green}, ${blue})`);
  }
  return { waitedMs, widthPx: info.width, heightPx: info.height };
}

/** Uploads a portrait for the objects function. @throws Error unless it finds a person. */
async function findPerson({ host }: ImageStudio, client: StudioClient, deaths: readonly string[]): Promise<void> {
  const pictureId = 'demo.jpg';
  await client.uploadPicture(
    `${objectsPrefix}${pictureId}`,
    await encodeJpeg((await renderPortrait(catalogue.demo)).photo),
  );
  await host.idle();
  if (deaths.length > 0) throw new Error(`objects: ${deaths.join(', ')}`);
  const json = Buffer.from(await client.fetchResult(objectResultKey(pictureId))).toString();
  const { objects } = objectResultSchema.parse(JSON.parse(json));
  if (!objects.some(({ label }) => label === 'person')) throw new Error(`objects found no person: ${json}`);
}

stdout.write(`${JSON.stringify(await run(JSON.parse(await readFile(argv[2], 'utf8'))))}\n`);
