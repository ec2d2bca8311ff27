/** The text that `npm run photo` prints at the end of a batch. */
import type { Verdict } from '../core/verdict.ts';
import type { FetchedOutput, PhotoResult } from './batch.ts';

/** Width of the first column, in characters: the longest verdict and two spaces. */
const column = 17;
const indent = ' '.repeat(column);

/**
 * Returns one line for each finished file with its verdict, below it the reasons and the rules that were not checked,
 * one line for each photo that was not made, and the counts.
 */
export function closingTable(results: readonly PhotoResult[]): string {
  const lines = results.flatMap((result) =>
    result.status === 'done' ? result.outputs.flatMap((output) => outputLines(result, output)) : failureLines(result),
  );
  return `${[...lines, countLine(results)].join('\n')}\n`;
}

function failureLines({ source, status, code, message }: PhotoResult): string[] {
  return [`${status.padEnd(column)}${source}`, `${indent}${code}: ${message}`];
}

function outputLines({ source, timings }: PhotoResult, output: FetchedOutput): string[] {
  const { path, widthPx, heightPx, sizeBytes, notes, verdict, reasons, notChecked } = output;
  const size = `${widthPx}x${heightPx} px, ${Math.ceil(sizeBytes / 1024)} kB, ${(timings.totalMs / 1000).toFixed(2)} s`;
  const noted = notes.length > 0 ? `  (${[...new Set(notes)].join(', ')})` : '';
  const unchecked = notChecked.map(({ code }) => code.replaceAll('-', ' ')).join(', ');
  return [
    `${verdict.padEnd(column)}${source} -> ${path}  ${size}${noted}`,
    ...reasons.map((reason) => `${indent}${reasonWords[reason.verdict]}: ${reason.message}${sourceText(reason)}`),
    ...(unchecked ? [`${indent}not checked: ${unchecked}`] : []),
  ];
}

const reasonWords = { 'look-again': 'look at', 'will-be-refused': 'refused' } as const;

/** Names the source of a rule that is broken. The source of a doubt is in the record. */
function sourceText({ verdict, source }: FetchedOutput['reasons'][number]): string {
  return verdict === 'will-be-refused' && source ? ` [${source}]` : '';
}

function countLine(results: readonly PhotoResult[]): string {
  const status = (wanted: PhotoResult['status']) => results.filter((result) => result.status === wanted).length;
  const verdict = (wanted: Verdict) => results.filter((result) => result.verdict === wanted).length;
  const judged = `${verdict('ready')} ready, ${verdict('look-again')} to look at again, ${verdict('will-be-refused')} will be refused`;
  return `${status('done')} done (${judged}), ${status('rejected')} rejected, ${status('failed')} failed`;
}
