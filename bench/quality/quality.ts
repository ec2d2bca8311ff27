/** Measures the errors of our mattes and colours against the truth, photo by photo, beside the peer's. */
import { join } from 'node:path';
import { estimateForeground } from '../../functions/matting/foreground.ts';
import { startOurCutter } from '../performance/bundle.ts';
import type { CutJob, Cutter } from '../performance/cutter.ts';
import type { Findings } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';
import { colourError } from './colour-error.ts';
import type { ColourStep, JudgedPhoto, Measured, Refusal } from './judgement.ts';
import { matteError } from './matte-error.ts';
import { describeQuality } from './quality-report.ts';
import { softError } from './soft-error.ts';
import { drawnTruths, readCut, type Truth, type TruthSource, truthsIn } from './truths.ts';

/** Ground truths are often thumbnails; the studio itself takes nothing below 200 px. */
const minSidePx = 64;
/** The portraits of `--quick`: loose hair, hair before a wall of its colour, no hair. */
const quickPeople = ['demo', 'green-wall', 'bald-on-bright'];

export async function benchQuality(bench: Workbench): Promise<Findings> {
  const { options, workDir, peer } = bench;
  const drawn = options.truthDirs.length + options.objectDirs.length === 0;
  const people = drawn
    ? drawnTruths(workDir, options.quick ? quickPeople : undefined)
    : await truthsIn(options.truthDirs);
  const objects = await truthsIn(options.objectDirs);
  const cutters = [
    await startOurCutter(bench.ourCutter, bench.modelDir, minSidePx),
    ...(peer ? [await peer.start()] : []),
  ];
  const photos: JudgedPhoto[] = [];
  const refused: Refusal[] = [];
  try {
    for (const [source, isObject] of [...people.map(asPerson), ...objects.map(asObject)]) {
      bench.say(`quality: ${source.name}`);
      const judged = await judge(bench, await source.load(), cutters, isObject);
      if ('code' in judged) refused.push(judged);
      else photos.push(judged);
    }
  } finally {
    await Promise.all(cutters.map((cutter) => cutter.close()));
  }
  return describeQuality({ photos, refused }, { drawn, peer: peer?.label ?? null, minSidePx });
}

const asPerson = (source: TruthSource): [TruthSource, boolean] => [source, false];
const asObject = (source: TruthSource): [TruthSource, boolean] => [source, true];

/** A truth without a face counts as an object unless objects were named apart. */
async function judge(
  bench: Workbench,
  truth: Truth,
  [own, peer]: readonly Cutter[],
  isObject: boolean,
): Promise<JudgedPhoto | Refusal> {
  const outPath = join(bench.workDir, 'cut.png');
  const job = (kind: CutJob['kind'] & string): CutJob => ({ path: truth.imagePath, outPath, kind });
  let set: JudgedPhoto['set'] = isObject ? 'objects' : 'people';
  let { rejected } = await own.cut(job(isObject ? 'cutout' : 'photo'));
  if (rejected === 'no-face' && bench.options.objectDirs.length === 0) {
    set = 'objects';
    ({ rejected } = await own.cut(job('cutout')));
  }
  if (rejected) return { name: truth.name, code: rejected };
  const judged = { name: truth.name, set, ours: await measure(outPath, truth), colourStep: judgeColourStep(truth) };
  if (!peer) return { ...judged, peer: null };
  await peer.cut(job('photo'));
  return { ...judged, peer: await measure(outPath, truth) };
}

async function measure(path: string, truth: Truth): Promise<Measured> {
  const cut = await readCut(path, truth);
  const { alpha, foreground, ignored } = truth;
  const colour = foreground && colourError(cut, { alpha, colours: foreground }, ignored);
  const soft = softError(cut.alpha, alpha, ignored);
  return { ...matteError(cut.alpha, alpha, truth, ignored), colour, soft };
}

function judgeColourStep({ drawn, alpha }: Truth): ColourStep | null {
  if (!drawn) return null;
  const rgba = estimateForeground(drawn.photo, drawn.alpha).data;
  const colours = Uint8Array.from(drawn.photo.data, (_, at) => rgba[Math.floor(at / 3) * 4 + (at % 3)]);
  const truth = { alpha, colours: drawn.foreground.data };
  return {
    estimated: colourError({ alpha, colours }, truth),
    untouched: colourError({ alpha, colours: drawn.photo.data }, truth),
  };
}
