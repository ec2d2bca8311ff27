/** Shows the progress of a batch on stderr: a bar on a terminal, a line for each photo elsewhere. */
import { stderr } from 'node:process';
import { say } from './arguments/language.ts';

const barWidth = 30;

/** Counts photos that are made now; those of an earlier run say nothing about the speed. */
export interface Progress {
  /** @param isEarlier true: the photo was taken from the journal. */
  add(isEarlier: boolean): void;
}

/** Starts the progress of a batch. @param now the clock, ms. */
export function startProgress(
  total: number,
  write: (text: string) => unknown = (text) => stderr.write(text),
  isTerminal = stderr.isTTY === true,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let [finished, made] = [0, 0];
  return {
    add: (isEarlier) => {
      finished += 1;
      if (!isEarlier) made += 1;
      const text = `${finished}/${total}${speedText(made, total - finished, now() - started)}`;
      const filled = Math.round((finished / total) * barWidth);
      const bar = '#'.repeat(filled).padEnd(barWidth, '.');
      // The end of the line is cleared, because the text before may have been longer.
      if (isTerminal) write(`\r[${bar}] ${text}\u001b[K${finished === total ? '\n' : ''}`);
      else write(`${text}\n`);
    },
  };
}

/** Returns the photos of a minute and the time left; empty before the second photo. */
function speedText(made: number, left: number, elapsedMs: number): string {
  if (made < 2 || elapsedMs <= 0) return say({ en: ' photos', zh: ' 张' });
  const perMinute = (made / elapsedMs) * 60_000;
  const speed = perMinute < 10 ? perMinute.toFixed(1) : perMinute.toFixed(0);
  const seconds = Math.ceil((left / perMinute) * 60);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const time = minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
  return say({ en: ` photos, ${speed} a minute, ${time} left`, zh: ` 张，每分钟 ${speed} 张，还需 ${time}` });
}
