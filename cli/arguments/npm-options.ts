/**
 * Finds options that npm kept for itself. `npm run photo jane.jpg --standard x` without `--` gives the script `jane.jpg
 * x` only, and npm_config_standard=true in its environment (npm 10 and 11).
 */
import { say } from './language.ts';
import { languageOption } from './shared-options.ts';
import type { CommandTable, Option } from './table.ts';

/** Settings of npm itself that people keep in .npmrc. They say nothing about the command line. */
const settingsOfNpm: ReadonlySet<string> = new Set(['all', 'access']);

/** Returns a sentence with the right command line when npm kept options of the command; null otherwise. */
export function optionsKeptByNpm(table: CommandTable, words: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const isScript = env.npm_lifecycle_script?.includes('zerobooth.cjs') ?? false;
  if (!isScript) return null;
  const kept = Object.entries<Option>({ ...table.options, ...languageOption }).flatMap(([name, { value }]) => {
    const given = env[`npm_config_${name.replaceAll('-', '_')}`];
    if (given === undefined || settingsOfNpm.has(name)) return [];
    return [{ name, written: `--${name}${value === undefined ? '' : ` ${given === 'true' ? value : given}`}` }];
  });
  if (kept.length === 0) return null;
  const names = kept.map(({ name }) => `--${name}`).join(', ');
  // npm leaves the values of its options among the words, so only the first word is certain.
  const line = [table.script, ...words.slice(0, 1), ...kept.map(({ written }) => written)].join(' ');
  return say({
    en: `npm kept ${names} for itself. Write -- before the words of the command: ${line}`,
    zh: `npm 把 ${names} 当成了自己的选项。请在命令的参数前加上 --：${line}`,
  });
}
