/**
 * `npm run gallery`: makes a page with what the functions beside the ID photo do: comics of twelve people in three looks, things
 * with their boxes, and tags. The people are drawn, or the photos of a folder. Real functions of a studio make everything.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { type StudioRun, sendPictures, withStudio } from '../bench/performance/studio-run.ts';
import { distinctPlaces } from '../cli/input/places.ts';
import { readyModels } from '../cli/models.ts';
import { runCommand } from '../cli/run-command.ts';
import { readArguments, UsageError } from '../cli/usage.ts';
import { type ComicLook, comicLooks } from '../core/comic-looks.ts';
import { drawnKey, objectResultKey, objectsPrefix, tagResultKey, tagsPrefix } from '../core/keys.ts';
import { objectResultSchema } from '../core/object-result.ts';
import { tagResultSchema } from '../core/tag-result.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';

const usage = `Usage: npm run gallery [-- --photos DIR] [--out DIR] [--count N]
  --photos DIR   photos of people instead of drawn ones
  --out DIR      where page and pictures go (default out/gallery)
  --count N      people at most (default 12)\n`;

const usualCount = 12;
const drawnPeople = [
  ...['demo', 'short', 'bob', 'afro', 'beard', 'hat'],
  ...['glasses', 'bun-strands', 'dark-on-dark', 'bald-on-bright', 'blond-on-white', 'earrings'],
];
/** The ground behind each look. */
const grounds: Readonly<Record<ComicLook, string>> = { clean: '#E6EDF5', ink: '#FFFFFF', pop: '#FFD84D' };
/** The names of files that are taken as photos. */
const isPhoto = /\.(jpe?g|png|webp|heic|avif)$/i;
/** The longer side of a picture on the page, px. */
const shownPx = 480;

interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the functions made of one picture. */
interface Shown {
  readonly name: string;
  /** The names of the files with the comics. */
  readonly comics: readonly string[];
  /** The file with the boxes. */
  readonly boxes: string;
  readonly things: readonly string[];
  readonly tags: readonly string[];
}

/** @param args as in the usage. @returns 0. @throws UsageError. */
export async function runGallery(args: string[]): Promise<number> {
  const options = { photos: { type: 'string' }, out: { type: 'string' }, count: { type: 'string' } } as const;
  const {
    photos,
    out = join('out', 'gallery'),
    count = `${usualCount}`,
  } = readArguments({ args, options }, usage).values;
  if (!(Number(count) >= 1)) throw new UsageError(`--count must be a number from 1, not ${count}.`);
  const pictures = await (photos ? picturesIn(photos) : drawnPictures()).then((all) => all.slice(0, Number(count)));
  await mkdir(out, { recursive: true });
  const shown: Shown[] = [];
  await withStudio({ modelDir: await readyModels(), concurrency: 1 }, async (run) => {
    for (const picture of pictures) {
      const made = await showOne(run, picture, out);
      if (typeof made !== 'string') shown.push(made);
      stdout.write(`${picture.name}${typeof made === 'string' ? `: ${made}` : ''}\n`);
    }
  });
  const page = join(out, 'index.html');
  await writeFile(page, pageOf(shown));
  stdout.write(`${shown.length} people: ${pathToFileURL(resolve(page))}\n`);
  return 0;
}

async function drawnPictures(): Promise<readonly Picture[]> {
  return Promise.all(
    drawnPeople.map(async (name) => {
      const { photo } = await renderPortrait(catalogue[name]);
      return { name, bytes: await encodeJpeg(photo) };
    }),
  );
}

/** Returns the photos of a folder. Two files with the same name and another extension get names of their own. */
export async function picturesIn(folder: string): Promise<readonly Picture[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (isPhoto.test(entry.name) && !entry.isDirectory() ? [entry.name] : []));
  if (names.length === 0) throw new UsageError(`${folder} has no photos (JPEG, PNG, WebP, HEIC or AVIF).`);
  const photos = names.toSorted().map((name) => ({ path: join(folder, name), place: parse(name).name }));
  return Promise.all(
    distinctPlaces(photos, new Map()).map(async ({ path, place }) => ({ name: place, bytes: await readFile(path) })),
  );
}

/**
 * Makes the comics, boxes and tags of one picture and stores them in the folder.
 * @returns why the picture was rejected instead, if it was.
 */
async function showOne(run: StudioRun, { name, bytes }: Picture, out: string): Promise<Shown | string> {
  const save = async (file: string, picture: Uint8Array) => {
    const bounds = { width: shownPx, height: shownPx, fit: 'inside', withoutEnlargement: true } as const;
    await writeFile(join(out, file), await sharp(picture).resize(bounds).jpeg({ quality: 88 }).toBuffer());
    return file;
  };
  const comics: string[] = [];
  for (const look of comicLooks) {
    const photoId = `${look}/${name}.jpg`;
    await run.client.upload(photoId, bytes, { kind: 'comic', look, backdrops: [grounds[look]] });
    const record = await run.client.waitForRecord(photoId, () => run.deaths.length > 0);
    if (record?.status !== 'done') return record?.rejection?.message ?? run.deaths.join(', ');
    comics.push(await save(`${name}-${look}.jpg`, await run.client.fetchResult(record.outputs[0].key)));
  }
  const pictureId = `boxes/${name}.jpg`;
  await sendPictures(run, [`${objectsPrefix}${pictureId}`, `${tagsPrefix}${name}.jpg`], bytes);
  const read = async (key: string) => JSON.parse(Buffer.from(await run.client.fetchResult(key)).toString());
  const { objects } = objectResultSchema.parse(await read(objectResultKey(pictureId)));
  const { tags } = tagResultSchema.parse(await read(tagResultKey(`${name}.jpg`)));
  return {
    ...{ name, comics },
    boxes: await save(`${name}-boxes.jpg`, await run.client.fetchResult(drawnKey(pictureId))),
    things: objects.map(({ en, zh, score }) => `${en} ${zh} ${score.toFixed(2)}`),
    tags: tags.map(({ en, zh, score }) => `${en} ${zh} ${score.toFixed(2)}`),
  };
}

function pageOf(shown: readonly Shown[]): string {
  const picture = (file: string) => `<img src="${encodeURIComponent(file)}" alt="">`;
  const rows = shown.map(({ name, comics, boxes, things, tags }) => {
    const text = [things, tags].map((lines) => `<td><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul></td>`);
    const cells = [...comics, boxes].map((file) => `<td>${picture(file)}</td>`).join('');
    return `<tr><th>${name.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</th>${cells}${text.join('')}</tr>`;
  });
  const heads = ['', ...comicLooks, 'things', '', 'tags'].map((head) => `<th>${head}</th>`).join('');
  const style =
    'body{font:15px system-ui;margin:16px}img{width:220px}td,th{padding:6px;vertical-align:top;text-align:left}ul{margin:0;padding-left:18px}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Comics, things and tags</title><style>${style}</style>
<table><tr>${heads}</tr>${rows.join('\n')}</table></html>\n`;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runGallery, argv.slice(2));
}
