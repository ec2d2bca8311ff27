/** The text that `npm run photo` prints at the end of a batch, in the language of the command line. */
import { type Degraded, degradedNotes } from '../core/degraded.ts';
import type { RejectionCode } from '../core/errors.ts';
import type { Reason, Verdict } from '../core/verdict.ts';
import { adviceOf } from '../web/locales/rejection-advice.ts';
import { zh } from '../web/locales/zh/texts.ts';
import { columnsOf } from './arguments/help.ts';
import { language, say, type Text } from './arguments/language.ts';
import type { FetchedOutput, PhotoResult } from './photo-result.ts';

/** Width of the first column, in columns of the terminal: the longest verdict and two spaces. */
const column = 17;
const indent = ' '.repeat(column);
const padded = (word: string) => word + ' '.repeat(Math.max(1, column - columnsOf(word)));

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

const statusWords: Readonly<Record<PhotoResult['status'], Text>> = {
  done: { en: 'done', zh: '完成' },
  rejected: { en: 'rejected', zh: '被拒绝' },
  failed: { en: 'failed', zh: '失败' },
};

function failureLines(result: PhotoResult): string[] {
  const { source, status, code } = result;
  return [`${padded(say(statusWords[status]))}${source}`, `${indent}${code}: ${failureText(result)}`];
}

/** Returns why there is no photo, and what to do. */
export function failureText({ status, code, message, facts }: PhotoResult): string {
  if (language() === 'en' || status !== 'rejected' || !Object.hasOwn(zh.rejections, code ?? '')) return message ?? '';
  const { title, advice } = adviceOf(zh, { code: code as RejectionCode, facts });
  return `${title}。${advice}`;
}

function outputLines({ source, timings, degraded = [] }: PhotoResult, output: FetchedOutput): string[] {
  const { path, widthPx, heightPx, sizeBytes, notes, verdict, reasons, notChecked } = output;
  const size = `${widthPx}x${heightPx} px, ${Math.ceil(sizeBytes / 1024)} kB, ${(timings.totalMs / 1000).toFixed(2)} s`;
  const noted = notes.length > 0 ? `  (${[...new Set(notes)].join(', ')})` : '';
  const unchecked =
    language() === 'en'
      ? notChecked.map(({ code }) => code.replaceAll('-', ' ')).join(', ')
      : notChecked.map(({ code }) => zh.verdict.uncheckedRules[code]).join('；');
  return [
    `${padded(verdictName(verdict))}${source} -> ${path}  ${size}${noted}`,
    ...reasons.map(
      (reason) => `${indent}${say(reasonWords[reason.verdict])}${reasonText(reason)}${sourceText(reason)}`,
    ),
    ...degradedTexts(degraded).map((text) => `${indent}${say({ en: 'remark: ', zh: '说明：' })}${text}`),
    ...(unchecked ? [`${indent}${say({ en: 'not checked: ', zh: '未检查：' })}${unchecked}`] : []),
  ];
}

/** Returns what was made smaller because memory was short, and why. */
function degradedTexts(degraded: readonly Degraded[]): readonly string[] {
  if (language() === 'en') return degradedNotes(degraded).map(({ message }) => message);
  return degraded.map(
    ({ fromPx, toPx, neededMb, memoryMb }) =>
      `内存不足，尺寸为 ${toPx} 像素而不是 ${fromPx} 像素（需要 ${neededMb} MB，函数有 ${memoryMb} MB）。`,
  );
}

/** Returns the name of a verdict: its code in English, the name of the page in Chinese. */
export function verdictName(verdict: Verdict): string {
  return language() === 'en' ? verdict : zh.verdict.names[verdict];
}

const reasonWords: Readonly<Record<Reason['verdict'], Text>> = {
  'look-again': { en: 'look at: ', zh: '请查看：' },
  'will-be-refused': { en: 'refused: ', zh: '会被退回：' },
};

/** Returns the finding of a check or note, and what to do. */
export function reasonText({ code, message }: Reason): string {
  if (language() === 'en') return message;
  if (code in zh.verdict.points) return zh.verdict.points[code as keyof typeof zh.verdict.points];
  const { title, advice } = zh.checks.byCode[code as keyof typeof zh.checks.byCode];
  return `${title}。${advice}`;
}

/** Names the source of a rule that is broken. The source of a doubt is in the record. */
function sourceText({ verdict, source }: FetchedOutput['reasons'][number]): string {
  return verdict === 'will-be-refused' && source ? ` [${source}]` : '';
}

function countLine(results: readonly PhotoResult[]): string {
  const status = (wanted: PhotoResult['status']) => results.filter((result) => result.status === wanted).length;
  const verdict = (wanted: Verdict) => results.filter((result) => result.verdict === wanted).length;
  const [ready, again, refused] = [verdict('ready'), verdict('look-again'), verdict('will-be-refused')];
  const [done, rejected, failed] = [status('done'), status('rejected'), status('failed')];
  return say({
    en: `${earlierText(results)}${done} done (${ready} ready, ${again} to look at again, ${refused} will be refused), ${rejected} rejected, ${failed} failed`,
    zh: `${earlierText(results)}完成 ${done} 张（可以提交 ${ready}，请再看一遍 ${again}，会被退回 ${refused}），被拒绝 ${rejected} 张，失败 ${failed} 张`,
  });
}

function earlierText(results: readonly PhotoResult[]): string {
  const count = results.filter(({ earlier }) => earlier).length;
  return count === 0 ? '' : say({ en: `${count} kept of an earlier run; `, zh: `保留此前完成的 ${count} 张；` });
}
