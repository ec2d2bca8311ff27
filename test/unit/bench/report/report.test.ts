/** The tables and plots of a report. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { type MachineFacts, watchMachine } from '../../../../bench/report/machine.ts';
import { type BarPlot, drawPlot } from '../../../../bench/report/plot.ts';
import {
  type Findings,
  formatCell,
  formatJson,
  formatMarkdown,
  formatRatio,
  formatTable,
} from '../../../../bench/report/report.ts';
import { writeReport } from '../../../../bench/report/write-report.ts';

const machine: MachineFacts = {
  ...{ cpuModel: 'Some CPU', cpus: 2, memoryMb: 2048, platform: 'linux-x64', node: '24.0.0' },
  ...{ onnxruntime: '1.30.0', sharp: '0.35.5', day: '2026-01-02', loadBefore: 0.25, loadAfter: 1.5 },
};

const plot: BarPlot = {
  title: 'Speed <&>',
  unit: 's',
  bars: [
    { label: 'one', value: 2, series: 'ours' },
    { label: 'two', value: 4, series: 'peer', remark: '3 killed' },
    { label: 'three', value: Number.NaN, series: 'peer' },
  ],
  target: { value: 3, label: 'target 3 s' },
};

const findings: Findings = {
  title: 'Speed',
  method: ['Medians.', 'Warm.'],
  tables: [
    {
      title: 'Times',
      columns: ['photo', 'ms'],
      rows: [
        ['a|b', 123.456],
        ['c', null],
      ],
    },
  ],
  notes: ['One was refused.'],
  plot,
};

describe('cells', () => {
  it.each([
    [null, '-'],
    [Number.NaN, '-'],
    [Number.POSITIVE_INFINITY, '-'],
    [0, '0'],
    [12345.67, '12346'],
    [123.4, '123'],
    [12.34, '12.3'],
    [1.234, '1.23'],
    [0.012345, '0.0123'],
    [-0.5, '-0.500'],
    ['a | b\nc', 'a \\| b c'],
  ])('%s -> %s', (cell, text) => {
    expect(formatCell(cell)).toBe(text);
  });

  it('words ratios, and none where a side is missing', () => {
    expect(formatRatio(10, 4)).toBe('2.50x');
    expect(formatRatio(20, 2)).toBe('10x');
    expect(formatRatio(null, 4)).toBe('-');
    expect(formatRatio(4, 0)).toBe('-');
    expect(formatRatio(Number.NaN, 4)).toBe('-');
  });
});

describe('tables', () => {
  it('leans columns of figures to the right and keeps every row as wide as the head', () => {
    const table = formatTable({
      title: 'T',
      columns: ['name', 'ms', 'ratio'],
      rows: [
        ['x', 1.5, '2.0x'],
        ['y', null, '-'],
      ],
    });
    expect(table.split('\n')).toEqual([
      '### T',
      '',
      '| name | ms | ratio |',
      '| --- | ---: | ---: |',
      '| x | 1.50 | 2.0x |',
      '| y | - | - |',
    ]);
  });

  it('says what was measured, on what, and what to know', () => {
    const text = formatMarkdown(findings, machine);
    expect(text).toContain('## Speed\n\nMedians. Warm.\n\n### Times');
    expect(text).toContain('| a\\|b | 123 |');
    expect(text).toContain('- One was refused.');
    expect(text).toContain('2 CPUs (Some CPU)');
    expect(text).toContain('onnxruntime 1.30.0');
    expect(text).toContain('load average 0.25 before, 1.50 after');
  });

  it('keeps raw figures in JSON', () => {
    const json = JSON.parse(formatJson(findings, machine));
    expect(json.tables[0].rows).toEqual([
      ['a|b', 123.456],
      ['c', null],
    ]);
    expect(json.machine.cpus).toBe(2);
  });
});

describe('plot', () => {
  const svg = drawPlot(plot);
  const barWidths = [...svg.matchAll(/<rect x="230"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));

  it('draws each bar as long as its value, none for a missing one', () => {
    expect(barWidths).toHaveLength(3);
    expect(barWidths[1]).toBeCloseTo(2 * barWidths[0], 0);
    expect(barWidths[2]).toBe(0);
    expect(svg).toContain('4 (3 killed)');
    expect(svg).toContain('not measured');
  });

  it('gives a series one colour and escapes text', () => {
    const fills = [...svg.matchAll(/<rect x="230"[^>]* fill="(#\w+)"/g)].map(([, fill]) => fill);
    expect(fills[1]).toBe(fills[2]);
    expect(fills[0]).not.toBe(fills[1]);
    expect(svg).toContain('Speed &lt;&amp;&gt;');
  });

  it('stands the target line between the bars it parts', () => {
    const x = Number(/<line x1="([\d.]+)"/.exec(svg)?.[1]);
    expect(x).toBeCloseTo(230 + barWidths[0] * 1.5, 0);
  });

  it('is a picture that can be rendered, with and without bars', async () => {
    const { width } = await sharp(Buffer.from(svg)).metadata();
    expect(width).toBe(760);
    await sharp(Buffer.from(drawPlot({ title: 'Nothing', unit: 's', bars: [] })))
      .png()
      .toBuffer();
  });
});

it('writes Markdown, JSON and SVG under one name', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-report-'));
  const silent = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await writeReport('speed', findings, machine, join(dir, 'new'));
    const read = (ending: string) => readFile(join(dir, 'new', `speed.${ending}`), 'utf8');
    expect(await read('md')).toBe(formatMarkdown(findings, machine));
    expect(JSON.parse(await read('json')).title).toBe('Speed');
    expect(await read('svg')).toBe(drawPlot(plot));
  } finally {
    silent.mockRestore();
    await rm(dir, { recursive: true, force: true });
  }
});

it('knows the machine without starting the engine', () => {
  const facts = watchMachine()();
  expect(facts.node).toBe(process.versions.node);
  expect(facts.onnxruntime).toMatch(/^\d+\.\d+\.\d+/);
  expect(facts.cpus).toBeGreaterThan(0);
  expect(facts.loadAfter).toBeGreaterThanOrEqual(0);
});
