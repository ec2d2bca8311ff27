/** The tools that work on photos: check_photo, make_photo. They run the batch of `npm run photo`. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { orderSchema, type PhotoOrder } from '../../core/order.ts';
import { reasonSchema, verdicts } from '../../core/verdict.ts';
import type { BatchItem } from '../batch-item.ts';
import { findFiles, placedBelow } from '../input/find-files.ts';
import { checkOrder, ownBackdropId } from '../input/photo-order.ts';
import { makePhotos, type PhotoWork } from '../make-photos.ts';
import { openOutputFolder } from '../output-folder.ts';
import type { PhotoResult } from '../photo-result.ts';
import type { AllowedPaths } from './allowed-paths.ts';
import { previewsOf } from './preview.ts';
import { answerOf } from './tool-failure.ts';

const path = z.string().min(1).max(4096);

const order = orderSchema
  .prefault({})
  .describe(
    'What to make. standards: ids of find_standards, packs such as ssc-cgl, or sizes such as 35x45mm, 2x2in or 600x600px@20-50kB (default cn-1-inch). backdrops: colour names, #RRGGBB, original (keeps the background) or transparent; empty: what the office wants. sheet: also a sheet for printing, such as {"paper": "4R"}.',
  );

const checkInput = z.strictObject({ path: path.describe('The photo.'), order });

const makeInput = z.strictObject({
  paths: z.array(path).min(1).max(100).describe('Photos, or folders of photos.'),
  order,
  outDir: path.default('out').describe('Folder for the finished files; it is created when it is missing.'),
  backdropImage: path.optional().describe('A picture for the background: JPEG, PNG or WebP.'),
  again: z.boolean().default(false).describe('Makes photos again that an earlier call has made into this folder.'),
  preview: z.boolean().default(false).describe('Adds small pictures of the first photos to the answer.'),
});

const findings = z.array(z.looseObject({ code: z.string(), result: z.string(), message: z.string() }));

/** The part of a result that every client may rely on. The other fields are those of `npm run photo -- --json`. */
const resultSchema = z.looseObject({
  source: z.string(),
  status: z.enum(['done', 'rejected', 'failed']),
  code: z.string().nullable().describe('Why the photo was rejected or failed.'),
  message: z.string().nullable().describe('The reason, and what to do.'),
  verdict: z.enum(verdicts).nullable().describe('That of the worst output. explain_standard has the meaning.'),
  checks: findings.describe('Checks of the picture that did not pass.'),
  outputs: z.array(
    z.looseObject({
      path: z.string().optional().describe('The finished file; absent in check_photo.'),
      standard: z.string().nullable(),
      backdrop: z.string(),
      verdict: z.enum(verdicts),
      reasons: z.array(reasonSchema),
      checks: findings,
    }),
  ),
});

const photosOutput = z.object({ photos: z.array(resultSchema) });

/** The parts of the SDK's context that a tool uses. */
interface CallContext {
  readonly signal: AbortSignal;
  readonly _meta?: { readonly progressToken?: string | number | undefined } | undefined;
  sendNotification(notification: {
    method: 'notifications/progress';
    params: { progressToken: string | number; progress: number; total: number };
  }): Promise<void>;
}

/** Adds the tools to a server. @param closing is aborted when the server ends. */
export function addPhotoTools(server: McpServer, allowed: AllowedPaths, closing: AbortSignal): void {
  const inTurn = oneAtATime();
  const run = (context: CallContext, tool: (call: CallContext) => Promise<CallToolResult>) =>
    answerOf(() => inTurn(() => tool({ ...context, signal: AbortSignal.any([context.signal, closing]) })));
  const check = {
    title: 'Check a photo',
    description: 'Checks whether an office will take the photo that is made of a picture. Nothing is written.',
    ...{ inputSchema: checkInput, outputSchema: photosOutput },
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
  server.registerTool('check_photo', check, (args, context) => run(context, (call) => checkPhoto(args, allowed, call)));
  const make = {
    title: 'Make ID photos',
    description: 'Makes ID photos, cutouts and print sheets of pictures, and returns the paths and verdicts.',
    ...{ inputSchema: makeInput, outputSchema: photosOutput },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  };
  server.registerTool('make_photo', make, (args, context) => run(context, (call) => makePhoto(args, allowed, call)));
}

async function checkPhoto(
  { path: given, order: wanted }: z.output<typeof checkInput>,
  allowed: AllowedPaths,
  call: CallContext,
): Promise<CallToolResult> {
  checkOrder(wanted);
  const file = await allowed.existing(given);
  const outDir = await mkdtemp(join(tmpdir(), 'zerobooth-check-'));
  try {
    const items = [{ ...placedBelow(file, dirname(file)), ...itemOf(wanted) }];
    const photos = await made({ items, outDir, again: true }, call);
    return answer(photos.map((photo) => ({ ...photo, outputs: photo.outputs.map(({ path: _, ...rest }) => rest) })));
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function makePhoto(
  { paths, order: named, outDir: given, backdropImage, again, preview }: z.output<typeof makeInput>,
  allowed: AllowedPaths,
  call: CallContext,
): Promise<CallToolResult> {
  const picture = backdropImage === undefined ? undefined : await allowed.existing(backdropImage);
  const own = picture === undefined ? [] : [`image:${ownBackdropId}`];
  const wanted = { ...named, backdrops: [...named.backdrops, ...own] };
  checkOrder(wanted);
  const outDir = await allowed.folder(given);
  const items = await itemsBelow(paths, wanted, outDir, allowed);
  for (const place of new Set(items.map((item) => posix.dirname(item.place))))
    await allowed.folder(join(outDir, place));
  await openOutputFolder('outDir', outDir);
  const photos = await made({ items, outDir, again, ...(picture !== undefined && { backdropImage: picture }) }, call);
  return answer(photos, preview ? await previewsOf(photos.flatMap(({ outputs }) => outputs)) : []);
}

const itemOf = (wanted: PhotoOrder) => ({ name: null, order: wanted, copies: 1 });

/** Returns the photos that the paths name. @throws ToolFailure for a path, or a file of a folder, that is not allowed. */
async function itemsBelow(
  paths: readonly string[],
  wanted: PhotoOrder,
  outDir: string,
  allowed: AllowedPaths,
): Promise<BatchItem[]> {
  const items: BatchItem[] = [];
  for (const given of paths) {
    const real = await allowed.existing(given);
    const isFolder = (await stat(real)).isDirectory();
    const files = isFolder ? await findFiles([real], outDir) : [placedBelow(real, dirname(real))];
    for (const file of files) items.push({ ...file, path: await allowed.existing(file.path), ...itemOf(wanted) });
  }
  return items;
}

async function made(
  work: Pick<PhotoWork, 'items' | 'outDir' | 'again'> & { readonly backdropImage?: string },
  { signal, _meta, sendNotification }: CallContext,
): Promise<readonly PhotoResult[]> {
  const total = work.items.length;
  const progressToken = _meta?.progressToken;
  let progress = 0;
  const onResult = () => {
    progress += 1;
    if (progressToken === undefined) return;
    // A client that has left gets no progress; the tool ends by its signal.
    sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total } }).catch(() => {});
  };
  const settings = {
    modelId: '',
    licence: 'any' as const,
    backdropImage: undefined,
    debugDir: undefined,
    concurrency: undefined,
  };
  return (await makePhotos({ ...settings, ...work }, signal, onResult)).results;
}

/** Returns the answer of a tool. @param photos results in the form of resultSchema, which the SDK checks. */
function answer(photos: readonly object[], previews: CallToolResult['content'] = []): CallToolResult {
  const value = { photos: [...photos] };
  return { structuredContent: value, content: [{ type: 'text', text: JSON.stringify(value) }, ...previews] };
}

/** Returns a function that runs works one after the other: each has a studio of its own, with all CPUs. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
