/** Decodes the outputs of a detector to boxes in the square of its input. Before it: the network; after it: suppress.ts. */
import { Fault } from '../../core/errors.ts';
import type { ModelOutput, OutputMeaning } from '../../core/model-card.ts';
import type { FloatTensor } from '../inference/model.ts';

/** A box in the square of the network's input, px. */
export interface Candidate {
  /** The number of the class. */
  readonly label: number;
  /** 0..1. */
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The outputs of one run, by name. */
type Outputs = Readonly<Record<string, FloatTensor>>;

/**
 * Returns a box for each cell whose best class has at least this score.
 * @param declared the outputs as the model card describes them: pairs of `class-scores` and `box-distributions`, one for each
 *   grid (NanoDet), or `grid-boxes` (YOLOX).
 * @throws Fault `model-failed` for outputs of other kinds.
 */
export function decodeBoxes(
  outputs: Outputs,
  declared: readonly ModelOutput[],
  sidePx: number,
  minScore: number,
): Candidate[] {
  const of = (meaning: OutputMeaning) =>
    declared.filter((one) => one.meaning === meaning).map(({ name }) => outputs[name]);
  const [whole] = of('grid-boxes');
  if (whole) return decodeGridBoxes(whole, sidePx, minScore);
  const [scores, boxes] = [of('class-scores'), of('box-distributions')];
  if (scores.length === 0 || scores.length !== boxes.length) {
    throw new Fault('model-failed', `no boxes can be read from ${declared.map(({ meaning }) => meaning).join(', ')}`);
  }
  return scores.flatMap((grid, at) => decodeDistributions(grid, boxes[at], sidePx, minScore));
}

function decodeDistributions(scores: FloatTensor, boxes: FloatTensor, sidePx: number, minScore: number): Candidate[] {
  const [, cells, classes] = scores.dims;
  const [bins, side] = [boxes.dims[2] / 4, Math.round(Math.sqrt(cells))];
  const stride = sidePx / side;
  const found: Candidate[] = [];
  for (let at = 0; at < cells; at++) {
    const { label, score } = bestClass(scores.data, at * classes, classes);
    if (score < minScore) continue;
    const [x, y] = [((at % side) + 0.5) * stride, (Math.floor(at / side) + 0.5) * stride];
    const reach = (edge: number) => stride * meanOf(boxes.data, (at * 4 + edge) * bins, bins);
    found.push({ label, score, left: x - reach(0), top: y - reach(1), right: x + reach(2), bottom: y + reach(3) });
  }
  return found;
}

/** Returns the mean of a distribution over 0, 1, 2 ..., given as logits. */
function meanOf(logits: Float32Array, from: number, bins: number): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let bin = 0; bin < bins; bin++) greatest = Math.max(greatest, logits[from + bin]);
  let [sum, weighted] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const weight = Math.exp(logits[from + bin] - greatest);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}

/** Sides of the cells of YOLOX's three grids, px. */
const yoloxStrides = [8, 16, 32] as const;

/** Each cell has the centre and the logarithm of the size, in cells, then the score of the box and those of the classes. */
function decodeGridBoxes({ data, dims }: FloatTensor, sidePx: number, minScore: number): Candidate[] {
  const length = dims[2];
  const found: Candidate[] = [];
  let cell = 0;
  for (const stride of yoloxStrides) {
    const side = Math.floor(sidePx / stride);
    for (let at = 0; at < side * side; at++, cell++) {
      const from = cell * length;
      const { label, score: ofClass } = bestClass(data, from + 5, length - 5);
      const score = data[from + 4] * ofClass;
      if (!(score >= minScore)) continue;
      const [x, y] = [(data[from] + (at % side)) * stride, (data[from + 1] + Math.floor(at / side)) * stride];
      const [halfX, halfY] = [(Math.exp(data[from + 2]) * stride) / 2, (Math.exp(data[from + 3]) * stride) / 2];
      found.push({ label, score, left: x - halfX, top: y - halfY, right: x + halfX, bottom: y + halfY });
    }
  }
  return found;
}

function bestClass(
  scores: Float32Array,
  from: number,
  classes: number,
): { readonly label: number; readonly score: number } {
  let label = 0;
  for (let at = 1; at < classes; at++) if (scores[from + at] > scores[from + label]) label = at;
  return { label, score: scores[from + label] };
}
