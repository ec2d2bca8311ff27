/** Words the judgement of quality.ts: means of both sets and medians per photo, soft edges, the worst photos, every photo. */
import type { Bar } from '../report/plot.ts';
import { type Cell, type Findings, formatRatio, type Table } from '../report/report.ts';
import { mean, median } from '../report/statistics.ts';
import type { ColourError } from './colour-error.ts';
import type { JudgedPhoto, Judgement, Measured } from './judgement.ts';
import type { SoftError } from './soft-error.ts';

type Field = 'mad' | 'mse' | 'gradient' | 'connectivity';

const fields: readonly { readonly field: Field; readonly label: string }[] = [
  { field: 'mad', label: 'MAD' },
  { field: 'mse', label: 'MSE' },
  { field: 'gradient', label: 'gradient' },
  { field: 'connectivity', label: 'connectivity' },
];

/** The aim, as a share of the peer's mean error. */
const targets = { people: 0.5, objects: 0.9 };
/** A photo is named if our error exceeds this share of the peer's error on it. */
const worstTarget = 1.1;
const colourTarget = 5;

interface Context {
  readonly drawn: boolean;
  readonly peer: string | null;
  readonly minSidePx: number;
}

export function describeQuality({ photos, refused }: Judgement, { drawn, peer, minSidePx }: Context): Findings {
  const sets = (['people', 'objects'] as const).filter((set) => photos.some((photo) => photo.set === set));
  const inSet = (set: JudgedPhoto['set']) => photos.filter((photo) => photo.set === set);
  const means = sets.flatMap((set) => fields.map(({ field, label }) => meanRow(inSet(set), set, field, label)));
  const columns = [
    ...[
      'set',
      'photos',
      'error (mean, x1000)',
      'ours',
      'peer',
      'ratio',
      'median ratio of a photo',
      'nearer than the peer',
    ],
    'target',
  ];
  return {
    title: 'Quality of the matte',
    method: [
      'Errors of alpha over the whole picture as in Rhemann et al. (2009), x1000, at the size of the truth; a ratio below 1 means that ours is nearer.',
      drawn
        ? 'Drawn portraits, whose exact alpha and colours are known.'
        : `Pictures with a given alpha, smallest side from ${minSidePx} px; objects are those named with --objects, else those without a face.`,
    ],
    tables: [
      { title: 'Mean errors', columns, rows: means },
      ...softTable(photos),
      ...colourTable(photos),
      ...worstTable(photos),
      { title: 'Every photo', columns: everyColumns, rows: photos.map(photoRow) },
    ],
    notes: [
      ...refused.map(({ name, code }) => `${name} was refused (${code}) and is in no mean.`),
      ...(peer ? [`The peer is ${peer} on our sharp and onnxruntime; its alpha is read from its PNG.`] : []),
    ],
    plot: { title: 'Mean errors of alpha', unit: 'x1000', bars: sets.flatMap((set) => barsOf(inSet(set), set)) },
  };
}

const meanError = (photos: readonly JudgedPhoto[], of: 'ours' | 'peer', field: Field): number | null => {
  const values = photos.flatMap((photo) => photo[of]?.[field] ?? []);
  return values.length > 0 ? mean(values) * 1000 : null;
};

function meanRow(photos: readonly JudgedPhoto[], set: JudgedPhoto['set'], field: Field, label: string): Cell[] {
  const [ours, peer] = [meanError(photos, 'ours', field), meanError(photos, 'peer', field)];
  const ratios = photos.flatMap((photo) => (photo.peer ? safeRatio(photo.ours[field], photo.peer[field]) : []));
  const wins = ratios.length > 0 ? `${ratios.filter((ratio) => ratio < 1).length} of ${ratios.length}` : null;
  return [
    ...[set, photos.length, label, ours, peer, formatRatio(ours, peer)],
    ...[ratios.length > 0 ? formatRatio(median(ratios), 1) : null, wins, `<= ${targets[set]}x`],
  ];
}

function barsOf(photos: readonly JudgedPhoto[], set: JudgedPhoto['set']): Bar[] {
  return fields.flatMap(({ field, label }) =>
    (['ours', 'peer'] as const).flatMap((series) => {
      const value = meanError(photos, series, field);
      return value === null ? [] : [{ label: `${set}, ${label}`, value, series }];
    }),
  );
}

/** Means over the photos, each photo with the same weight. */
function softTable(photos: readonly JudgedPhoto[]): Table[] {
  const rows = (['ours', 'peer'] as const).flatMap((of): Cell[][] => {
    const errors = photos.flatMap((photo) => photo[of]?.soft ?? []);
    if (errors.length === 0) return [];
    const meanOf = (field: keyof SoftError) => mean(errors.map((error) => error[field]));
    return [[of, errors.length, meanOf('absolute'), meanOf('bias'), meanOf('lostStrands')]];
  });
  if (rows.length === 0) return [];
  const columns = ['alpha where it is soft (0.05 < truth < 0.95)', 'photos', 'error', 'bias', 'strands lost (share)'];
  return [{ title: 'Soft edges', columns, rows }];
}

function colourTable(photos: readonly JudgedPhoto[]): Table[] {
  const rows = [
    colourRow(
      'ours, as cut',
      photos.map(({ ours }) => ours.colour),
      '-',
    ),
    colourRow(
      'peer, as cut',
      photos.map(({ peer }) => peer?.colour ?? null),
      '-',
    ),
    colourRow(
      'our colour step on the exact alpha',
      photos.map((one) => one.colourStep?.estimated ?? null),
      `< ${colourTarget}`,
    ),
    colourRow(
      'no colour step, exact alpha',
      photos.map((one) => one.colourStep?.untouched ?? null),
      '-',
    ),
  ].filter((row) => row !== null);
  if (rows.length === 0) return [];
  const columns = [
    'soft pixels, levels of 255',
    'seen over a new backdrop',
    'worst photo',
    'weighted by alpha',
    'worst photo',
    'target',
  ];
  return [{ title: 'Colour error of soft pixels (0.05 < alpha < 0.95)', columns, rows }];
}

/** Null when no photo has one. */
function colourRow(label: string, errors: readonly (ColourError | null)[], target: string): Cell[] | null {
  const known = errors.flatMap((error) => error ?? []);
  if (known.length === 0) return null;
  const [seen, weighted] = [known.map((error) => error.seen), known.map((error) => error.weighted)];
  return [label, mean(seen), Math.max(...seen), mean(weighted), Math.max(...weighted), target];
}

/** Photos where any error is more than a tenth above the peer's; the worst one in any case. */
function worstTable(photos: readonly JudgedPhoto[]): Table[] {
  const rated = photos
    .flatMap((photo) => (photo.peer ? [{ photo, ...worstRatio(photo.ours, photo.peer) }] : []))
    .toSorted((a, b) => b.ratio - a.ratio);
  if (rated.length === 0) return [];
  const listed = rated.filter(({ ratio }, at) => at === 0 || ratio > worstTarget);
  const rows = listed.map(({ photo, label, ratio, mad }): Cell[] => [
    ...[photo.name, photo.set, `${mad.toFixed(2)}x`, label, `${ratio.toFixed(2)}x`, `<= ${worstTarget}x`],
  ]);
  const columns = ['photo', 'set', 'ratio in MAD', 'worst error', 'its ratio', 'target'];
  return [{ title: 'Worst photos against the peer', columns, rows }];
}

function worstRatio(ours: Measured, peer: Measured) {
  const ratios = fields.map(({ field, label }) => ({ label, ratio: safeRatio(ours[field], peer[field]) }));
  const worst = ratios.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  return { ...worst, mad: safeRatio(ours.mad, peer.mad) };
}

/** Errors below a thousandth of a thousandth are rounding; two of them are equal. */
const least = 1e-6;
const safeRatio = (ours: number, peer: number) => Math.max(ours, least) / Math.max(peer, least);

const everyColumns = [
  ...['photo', 'set', 'MAD', 'peer', 'ratio', 'MSE', 'peer', 'gradient', 'peer', 'connectivity', 'peer'],
  ...['soft error', 'bias', 'strands lost', 'colour seen', 'colour step'],
];

function photoRow({ name, set, ours, peer, colourStep }: JudgedPhoto): Cell[] {
  const pair = (field: Field): Cell[] => [ours[field] * 1000, peer ? peer[field] * 1000 : null];
  return [
    ...[name, set, ...pair('mad'), formatRatio(ours.mad, peer?.mad ?? null)],
    ...[...pair('mse'), ...pair('gradient'), ...pair('connectivity')],
    ...[ours.soft?.absolute ?? null, ours.soft?.bias ?? null, ours.soft?.lostStrands ?? null],
    ...[ours.colour?.seen ?? null, colourStep?.estimated?.seen ?? null],
  ];
}
