/** Detection with a network whose outputs are given: NanoDet's pairs of grids, and YOLOX's one list. */
import { describe, expect, it } from 'vitest';
import { raster } from '../../../../core/raster.ts';
import { type DetectionNetwork, detectObjects } from '../../../../functions/detection/detect-objects.ts';
import type { FloatTensor } from '../../../../functions/inference/model.ts';

const classes = 80;
const bins = 11;
const input: DetectionNetwork['input'] = {
  name: 'input',
  layout: 'NCHW',
  channels: 'BGR',
  mean: [0.1, 0.2, 0.3],
  std: [0.5, 0.5, 0.5],
  size: { kind: 'fixed', widthPx: 64, heightPx: 64 },
};

/** A network that keeps its input and returns the given outputs. */
function fakeNetwork(outputs: Record<string, FloatTensor>, declared: DetectionNetwork['outputs']) {
  const fed: FloatTensor[] = [];
  const run = async (feeds: Record<string, FloatTensor>) => {
    fed.push(feeds.input);
    return outputs;
  };
  const network: DetectionNetwork = { model: { run, close: async () => {} }, input, outputs: declared };
  return { network, fed };
}

interface Cell {
  readonly at: number;
  readonly label: number;
  readonly score: number;
  /** Distances to left, top, right and bottom, in cells; whole. */
  readonly reach: readonly number[];
}

/** The outputs of a grid of 8 x 8 cells of 8 px. */
function gridOutputs(cells: readonly Cell[]) {
  const scores = new Float32Array(64 * classes);
  const boxes = new Float32Array(64 * 4 * bins);
  for (const { at, label, score, reach } of cells) {
    scores[at * classes + label] = score;
    // A bin that is far greater than the others is the mean.
    for (const [edge, cellsAway] of reach.entries()) boxes[(at * 4 + edge) * bins + cellsAway] = 50;
  }
  const outputs = {
    scores: { data: scores, dims: [1, 64, classes] },
    boxes: { data: boxes, dims: [1, 64, 4 * bins] },
  };
  const declared = [
    { name: 'scores', meaning: 'class-scores' },
    { name: 'boxes', meaning: 'box-distributions' },
  ] as const;
  return fakeNetwork(outputs, declared);
}

/** Twice as wide as high, so that bars of 16 px are above and below. One px of the square is 2 px of the picture. */
const picture = raster(128, 64, new Uint8Array(128 * 64 * 3).fill(255));
/** The cell in row 4 and column 3: its centre is 28, 36 in the square, and 56, 40 in the picture. */
const middleCell = 4 * 8 + 3;

describe('detectObjects', () => {
  it('fits the picture between black bars, in the order and range of the network', async () => {
    const { network, fed } = gridOutputs([]);
    expect(await detectObjects(network, picture)).toEqual([]);
    expect(fed[0].dims).toEqual([1, 3, 64, 64]);
    const at = (c: number, x: number, y: number) => fed[0].data[(c * 64 + y) * 64 + x];
    expect([at(0, 5, 5), at(1, 5, 60), at(2, 5, 5)].map((v) => Number(v.toFixed(3)))).toEqual([-0.2, -0.4, -0.6]);
    expect([at(0, 5, 32), at(1, 60, 40), at(2, 30, 20)].map((v) => Number(v.toFixed(3)))).toEqual([1.8, 1.6, 1.4]);
  });

  it('returns label, score and box in px of the picture', async () => {
    const { network } = gridOutputs([{ at: middleCell, label: 41, score: 0.75, reach: [1, 2, 1, 0] }]);
    const box = { leftPx: 40, topPx: 8, widthPx: 32, heightPx: 32 };
    expect(await detectObjects(network, picture)).toEqual([{ label: 'cup', score: 0.75, box }]);
  });

  it('cuts boxes at the edge of the picture, and drops those beside it', async () => {
    const { network } = gridOutputs([
      { at: middleCell, label: 0, score: 0.9, reach: [10, 10, 10, 10] },
      { at: 0, label: 1, score: 0.8, reach: [0, 0, 1, 1] },
    ]);
    const box = { leftPx: 0, topPx: 0, widthPx: 128, heightPx: 64 };
    expect(await detectObjects(network, picture)).toEqual([{ label: 'person', score: 0.9, box }]);
  });

  it('keeps the best of boxes of one object, both of two objects, and scores from 0.4', async () => {
    const { network } = gridOutputs([
      { at: middleCell, label: 0, score: 0.5, reach: [2, 2, 2, 2] },
      { at: middleCell + 1, label: 0, score: 0.6, reach: [2, 2, 2, 2] },
      { at: middleCell + 4, label: 0, score: 0.45, reach: [1, 1, 0, 1] },
      { at: middleCell - 8, label: 41, score: 0.4, reach: [2, 2, 2, 2] },
      { at: middleCell - 16, label: 41, score: 0.39, reach: [1, 1, 1, 1] },
    ]);
    const found = await detectObjects(network, picture);
    expect(found.map(({ label, score }) => [label, score])).toEqual([
      ['person', 0.6],
      ['person', 0.45],
      ['cup', 0.4],
    ]);
  });

  it('reads the list of YOLOX: centre, logarithm of the size, score of box and class', async () => {
    const length = 5 + classes;
    // 8 x 8 cells of 8 px, 4 x 4 of 16 px, 2 x 2 of 32 px.
    const data = new Float32Array((64 + 16 + 4) * length);
    const cell = 64 + 4 * 2 + 1;
    data.set([0.5, 0.25, Math.log(1.5), Math.log(0.5), 0.8], cell * length);
    data[cell * length + 5 + 56] = 0.9;
    const grid = { data, dims: [1, 84, length] };
    const { network } = fakeNetwork({ output: grid }, [{ name: 'output', meaning: 'grid-boxes' }]);
    // Its centre is 24, 36 in the square and its size 24 x 8, all of it doubled in the picture.
    const box = { leftPx: 24, topPx: 32, widthPx: 48, heightPx: 16 };
    expect(await detectObjects(network, picture)).toEqual([{ label: 'chair', score: 0.72, box }]);
  });

  it('refuses outputs of another kind', async () => {
    const { network } = fakeNetwork({}, [{ name: 'output', meaning: 'probability' }]);
    await expect(detectObjects(network, picture)).rejects.toMatchObject({ code: 'model-failed' });
  });
});
