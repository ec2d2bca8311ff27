/** `npm run photo`: makes photos of the user's own files with a studio that runs only for this batch. */
import { stderr, stdout } from 'node:process';
import { type Verdict, verdicts } from '../core/verdict.ts';
import { say } from './arguments/language.ts';
import { closingTable } from './closing-table.ts';
import type { RefusedRow } from './input/roster.ts';
import { makePhotos } from './make-photos.ts';
import { openOutputFolder } from './output-folder.ts';
import { type PhotoCommand, readPhotoCommand } from './photo-options.ts';
import type { PhotoResult } from './photo-result.ts';
import { startProgress } from './progress.ts';
import { writeResultFiles } from './results/result-files.ts';

const interruptedCode = 130;

/**
 * @returns 0 when every photo is done and has at least the required verdict and no row of the roster is wrong; 130 when
 * Ctrl-C ended the batch early; else 1. @throws UsageError (exit code 2).
 */
export async function runPhotoCommand(args: string[]): Promise<number> {
  const command = await readPhotoCommand(args);
  await openOutputFolder('--out', command.outDir);
  if (command.debugDir !== undefined) await openOutputFolder('--debug', command.debugDir);
  const stop = stopAtSignal();
  const progress = command.json ? null : startProgress(command.items.length);
  const { results, items } = await makePhotos(command, stop.signal, ({ earlier }) => progress?.add(earlier));
  stop.end();
  const files = await writeResultFiles(command, items, results);
  if (command.json)
    stdout.write(`${JSON.stringify({ photos: results, wrongRows: command.wrong, files: files.paths })}\n`);
  else stdout.write(summary(command, results, files.paths));
  // Photos and table come first: they are worth more than a sheet that does not fit.
  if (files.error !== null) throw files.error;
  if (stop.signal.aborted) return interruptedCode;
  return command.wrong.length === 0 && results.every((result) => isEnough(result, command.require)) ? 0 : 1;
}

function isEnough({ status, verdict }: PhotoResult, required: Verdict | null): boolean {
  if (status !== 'done' || verdict === null) return false;
  return required === null || verdicts.indexOf(verdict) <= verdicts.indexOf(required);
}

function summary({ items, wrong }: PhotoCommand, results: readonly PhotoResult[], paths: readonly string[]): string {
  const open = items.length - results.length;
  const texts = {
    en: `${open} photos are not made yet. The same command goes on with them.`,
    zh: `还有 ${open} 张没有制作。再次运行同一命令即可继续。`,
  };
  const rest = open > 0 ? `${say(texts)}\n` : '';
  return `${wrong.map(wrongText).join('')}${closingTable(results)}${rest}${paths.map((path) => `${path}\n`).join('')}`;
}

function wrongText({ line, name, reason }: RefusedRow): string {
  const person = name === '' ? '' : ` (${name})`;
  return `${say({ en: `row ${line}${person}: ${reason}.`, zh: `第 ${line} 行${person}：${reason}。` }).replace(/\.\.$/, '.')}\n`;
}

/** Listens to Ctrl-C (SIGINT) and SIGTERM. The first signal ends the batch with a summary, the second at once. */
function stopAtSignal() {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(interruptedCode);
    stop.abort();
    stderr.write(say({ en: '\nStopping. Again to end at once.\n', zh: '\n正在停止。再按一次立即结束。\n' }));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const end = () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
  return { signal: stop.signal, end };
}
