/**
 * Keeps the tables in docs/cost.md in step with the benches' results. A derived block stands between
 * `<!-- derived: NAME -->` and `<!-- /derived -->`; the words around it are people's.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { formatTable, type Table } from '../report/report.ts';
import { besideTable, sizeTable } from './cost.ts';
import { type MeasuredTimes, readMeasuredTimes } from './measured-times.ts';

const blockPattern = /(<!-- derived: ([\w-]+) -->\n)[\s\S]*?(<!-- \/derived -->)/g;

const tableSchema = z.object({
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
const reportSchema = z.object({ tables: z.array(tableSchema).min(1) });

/** Rewrites the derived blocks of a document from the results. */
export async function refreshCostDocument(path: string, resultsDir: string): Promise<void> {
  await writeFile(path, await renderCostDocument(await readFile(path, 'utf8'), resultsDir));
}

/** @returns the text with every derived block as the results say it now. @throws Error for a block that is not known. */
export async function renderCostDocument(text: string, resultsDir: string): Promise<string> {
  const times = await readMeasuredTimes(resultsDir);
  const scale = await readTables(join(resultsDir, 'scale.json'));
  const blocks = blocksOf(times, scale);
  return text.replaceAll(blockPattern, (whole, start: string, name: string, end: string) => {
    if (!Object.hasOwn(blocks, name)) throw new Error(`${name} is no derived block`);
    const content = blocks[name];
    return content === undefined ? whole : `${start}\n${content}\n\n${end}`;
  });
}

/** Undefined: there is no result to derive it from, so what stands there stays. */
function blocksOf(times: MeasuredTimes, scale: readonly Table[]): Readonly<Record<string, string | undefined>> {
  return {
    source: times.source,
    sizes: withoutTitle(sizeTable(times)),
    beside: withoutTitle(besideTable()),
    loads: scale[0] && withoutTitle(scale[0]),
    'scale-input': scale[1] && withoutTitle(scale[1]),
  };
}

async function readTables(path: string): Promise<readonly Table[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? [] : reportSchema.parse(JSON.parse(text)).tables;
}

function withoutTitle(table: Table): string {
  return formatTable(table).split('\n').slice(2).join('\n');
}
