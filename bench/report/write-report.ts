/** Writes a bench's findings: Markdown to the screen; Markdown, JSON and SVG into the results folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { drawCurves } from './curve.ts';
import type { MachineFacts } from './machine.ts';
import { drawPlot } from './plot.ts';
import { type Findings, formatJson, formatMarkdown } from './report.ts';

/** @param name of the three files, `speed`. */
export async function writeReport(
  name: string,
  findings: Findings,
  machine: MachineFacts | null,
  outDir: string,
): Promise<void> {
  const { plot } = findings;
  const markdown = formatMarkdown(findings, machine);
  await mkdir(outDir, { recursive: true });
  await Promise.all([
    writeFile(join(outDir, `${name}.md`), markdown),
    writeFile(join(outDir, `${name}.json`), formatJson(findings, machine)),
    writeFile(join(outDir, `${name}.svg`), 'curves' in plot ? drawCurves(plot) : drawPlot(plot)),
  ]);
  stdout.write(`${markdown}\nWritten to ${join(outDir, name)}.{md,json,svg}\n`);
}
