/** Cost by memory out of measured times, the curve that shows it, and docs/cost.md in step with bench/results. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { costsBySize, defaultSizesMb, describeCost, sizeTable } from '../../../../bench/cost/cost.ts';
import { renderCostDocument } from '../../../../bench/cost/cost-document.ts';
import {
  cpuShareOfMemory,
  knownTimes,
  originOf,
  readMeasuredTimes,
  timeAt,
  timesOf,
} from '../../../../bench/cost/measured-times.ts';
import { footprint, pricesBesideLambda, usdBesideLambda } from '../../../../bench/cost/photo-footprint.ts';
import { inputTable, play } from '../../../../bench/cost/scale.ts';
import { loads } from '../../../../bench/cost/scale-loads.ts';
import { usualOutDir } from '../../../../bench/options.ts';
import { quotaColumns } from '../../../../bench/performance/quota-columns.ts';
import { drawCurves } from '../../../../bench/report/curve.ts';
import { drawPlot } from '../../../../bench/report/plot.ts';
import { formatTable } from '../../../../bench/report/report.ts';
import { quantile } from '../../../../core/quantile.ts';

const times = [
  { cpuShare: 0.5, ms: 2000 },
  { cpuShare: 1, ms: 1000 },
  { cpuShare: 2, ms: 600 },
];

describe('time by CPU share', () => {
  it('meets what was measured, and goes straight over the inverse share between', () => {
    for (const { cpuShare, ms } of times) expect(timeAt(times, cpuShare)).toBeCloseTo(ms, 9);
    // Inverse shares 2, 1.5, 1: half way from 2000 to 1000.
    expect(timeAt(times, 1 / 1.5)).toBeCloseTo(1500, 9);
    expect(timeAt(times, 0.25)).toBe(4000);
    expect(timeAt(times, 6)).toBe(600);
    expect([0.25, 0.5, 0.7, 1, 2, 3].map((share) => originOf(times, share))).toEqual([
      ...['beyond', 'measured', 'between', 'measured', 'measured', 'beyond'],
    ]);
  });

  it('never gets longer with more CPU when the measured times do not', () => {
    const share = fc.double({ min: 0.05, max: 6, noNaN: true });
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(timeAt(times, more)).toBeLessThanOrEqual(timeAt(times, less) + 1e-9);
      }),
    );
  });
});

describe('the quota bench read back', () => {
  const columns = Object.values(quotaColumns);
  const row = (figures: Partial<Record<keyof typeof quotaColumns, number>>) =>
    Object.keys(quotaColumns).map((name) => figures[name as keyof typeof quotaColumns] ?? 0);
  const cell = (memoryMb: number, cpuShare: number, secondsPerPhoto: number, kills = 0) =>
    row({
      memoryMb,
      cpuShare,
      done: 50 - kills,
      kills,
      secondsPerPhoto,
      slowestMs: secondsPerPhoto * 3000,
      composeMs: 100 / cpuShare,
    });
  const machine = { cpuModel: 'Some CPU', cpus: 2, day: '2026-01-02' };
  const report = (rows: number[][]) => ({ machine, tables: [{ columns, rows }] });

  it('takes the sizes with room to spare, and says which is the smallest', () => {
    const read = timesOf(
      report([
        cell(384, 1, 9, 2),
        cell(384, 2, 8),
        cell(512, 1, 4),
        cell(768, 1, 1.2),
        cell(1024, 1, 1),
        cell(2048, 1, 1.1),
        cell(2048, 2, 0.6),
      ]),
    );
    expect(read).toMatchObject({ smallestMb: 512, photos: 50, machine });
    expect(read?.matting).toEqual([
      { cpuShare: 1, ms: expect.closeTo(1100, 6) },
      { cpuShare: 2, ms: expect.closeTo(600, 6) },
    ]);
    expect(read?.compose.map(({ ms }) => ms)).toEqual([100, 50]);
    expect(read?.slowest).toBeCloseTo(3, 6);
  });

  it.each([
    [{}],
    [report([])],
    [report([cell(384, 1, 2, 3)])],
    [{ machine, tables: [{ columns: ['a'], rows: [[1]] }] }],
  ])('finds nothing of use in %j', (broken) => {
    expect(timesOf(broken)).toBeUndefined();
  });

  it('without results takes the known times, and says so', async () => {
    expect(await readMeasuredTimes('no/such/folder')).toBe(knownTimes);
  });
});

describe('cost', () => {
  it('is GB-seconds times price', () => {
    const known = { ...knownTimes, matting: [{ cpuShare: 1, ms: 1000 }], compose: [{ cpuShare: 0.01, ms: 0.001 }] };
    const cost = costsBySize(known).find(({ memoryMb }) => memoryMb === 1769);
    // 1000 photos x 1 s x 1769/1024 GB x 0.0000166667, and 2000 requests at 0.20 a million.
    expect(cost?.usd.x86_64).toBeCloseTo(0.028793 + 0.0004, 5);
    expect(cost?.usd.arm64).toBeCloseTo(0.023034 + 0.0004, 5);
  });

  it('marks the default, and what is too small', () => {
    const { rows } = sizeTable(knownTimes);
    expect(rows.filter(([size]) => String(size).includes('default'))).toHaveLength(1);
    expect(rows.map((row) => row[4])).toEqual(costsBySize(knownTimes).map(({ fits }) => (fits ? 'yes' : 'no')));
    expect(cpuShareOfMemory(defaultSizesMb().matting)).toBeGreaterThan(0.5);
  });

  it('beside Lambda adds up', () => {
    const lines = pricesBesideLambda(1000);
    expect(lines.find(({ what }) => what === 'S3 writes')?.usd).toBeCloseTo(footprint.writes * 0.005, 9);
    expect(usdBesideLambda(1000)).toBeCloseTo(
      lines.reduce((sum, { usd }) => sum + usd, 0),
      12,
    );
    expect(usdBesideLambda(2000)).toBeCloseTo(2 * usdBesideLambda(1000), 12);
  });

  it('is drawn as a curve that can be rendered', async () => {
    const { plot } = describeCost(knownTimes);
    if (!('curves' in plot)) throw new Error('the cost is no curve');
    const svg = drawCurves(plot);
    const points = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, text]) =>
      text.split(' ').map((point) => point.split(',').map(Number)),
    );
    expect(points.map((line) => line.length)).toEqual(plot.curves.map((curve) => curve.points.length));
    // arm64 is cheaper at every size, so its line lies lower on the page.
    for (const [at, [x, y]] of points[0].entries()) {
      expect(points[1][at][0]).toBe(x);
      expect(points[1][at][1]).toBeGreaterThan(y);
    }
    expect((await sharp(Buffer.from(svg)).metadata()).width).toBe(760);
  });
});

it('logarithmic bars grow by the same for the same factor', () => {
  const bars = [0.1, 1, 10].map((value) => ({ label: `${value}`, value, series: 's' }));
  const svg = drawPlot({ title: 'T', unit: 's', bars, isLogarithmic: true });
  const [first, second, third] = [...svg.matchAll(/<rect x="230"[^>]* width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(first).toBe(0);
  expect(third - second).toBeCloseTo(second - first, 0);
});

describe('loads', () => {
  const named = (name: string, limit: number) => {
    const load = loads.find((one) => one.name === name && one.accountConcurrency === limit);
    if (!load) throw new Error(`there is no load ${name}`);
    return load;
  };

  it('one photo takes its two runs when warm, and the two starts more when cold', () => {
    const [cold] = play(named('one photo, everything cold', 10), knownTimes).tookS;
    const warm = play(named('a second photo a minute later (cost of both)', 10), knownTimes).tookS;
    expect(warm).toHaveLength(1);
    expect(cold - warm[0]).toBeGreaterThan(4);
    expect(cold).toBeLessThan(12);
  });

  it('ten thousand a day are served at once even by a new account', () => {
    const { result, tookS } = play(named('10,000 a day, most in the afternoon', 10), knownTimes);
    expect(quantile(tookS, 0.5)).toBeLessThan(2);
    expect(result.mostAtOnce).toBeLessThanOrEqual(10);
    expect(tookS.length + result.deadLetters.retriesExhausted).toBe(10_000);
  });

  it('have labels that fit the plot', () => {
    for (const { label, accountConcurrency } of loads)
      expect(`${label} @${accountConcurrency}`.length).toBeLessThan(33);
  });

  it('a larger account serves a burst sooner', () => {
    const name = '10,000 within one minute';
    const [fresh, usual] = [10, 1000].map((limit) => play(named(name, limit), knownTimes));
    expect(quantile(usual.tookS, 0.5)).toBeLessThan(quantile(fresh.tookS, 0.5) / 10);
  });
});

describe('docs/cost.md', () => {
  it('says of the default sizes: a thousand photos cost at most 5 cents all in', async () => {
    const costs = costsBySize(await readMeasuredTimes(usualOutDir));
    const ofDefault = costs.find(({ memoryMb }) => memoryMb === defaultSizesMb().matting);
    expect((ofDefault?.usd.x86_64 ?? 1) + usdBesideLambda(1000)).toBeLessThanOrEqual(0.05);
  });

  it('says what bench/results say', async () => {
    const text = await readFile('docs/cost.md', 'utf8');
    expect(await renderCostDocument(text, usualOutDir), 'npm run bench -- cost and scale bring it up to date').toBe(
      text,
    );
    expect([...text.matchAll(/<!-- derived: ([\w-]+) -->/g)].map(([, name]) => name).toSorted()).toEqual([
      ...['beside', 'loads', 'scale-input', 'sizes', 'source'],
    ]);
  });

  it('holds tables of one and the same run: the simulation was fed with the times that the costs are of', async () => {
    const measured = await readMeasuredTimes(usualOutDir);
    const scale = JSON.parse(await readFile(`${usualOutDir}/scale.json`, 'utf8')) as { tables: unknown[] };
    expect(scale.tables[1]).toEqual(inputTable(measured));
    const cost = await readFile(`${usualOutDir}/cost.md`, 'utf8');
    expect(cost).toContain(formatTable(sizeTable(measured)));
  });

  it('refuses a block that no bench derives', async () => {
    await expect(renderCostDocument('<!-- derived: typo -->\n<!-- /derived -->', usualOutDir)).rejects.toThrow('typo');
  });
});

it('results name no path of a machine', async () => {
  const names = await readdir(usualOutDir);
  expect(names).toEqual(
    expect.arrayContaining(['cost.md', 'cost.json', 'cost.svg', 'scale.md', 'scale.json', 'scale.svg']),
  );
  for (const name of names) {
    expect(await readFile(join(usualOutDir, name), 'utf8'), name).not.toMatch(/\/(work|tmp|home|root|Users|mnt)\b/);
  }
});
