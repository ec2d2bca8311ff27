/** Reads the arguments of a command by its table. Node's parser splits them; the table decides what is allowed. */
import { parseArgs } from 'node:util';
import { UsageError } from '../usage.ts';
import { say } from './language.ts';
import { languageOption } from './shared-options.ts';
import type { CommandTable, Option, Options, ValuesOf } from './table.ts';

/** The arguments of a command, checked against its table. */
export interface Read<T extends Options> {
  readonly values: ValuesOf<T>;
  /** The words that are no options. */
  readonly words: readonly string[];
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** @throws UsageError naming the first wrong argument, the allowed values and the command that prints the help. */
export function readCommand<const T extends Options>(
  table: CommandTable & { readonly options: T },
  args: readonly string[],
): Read<T> {
  const options: Options = { ...table.options, ...languageOption };
  const known = Object.entries(options).map(
    ([name, { type, multiple = false }]) => [name, { type, multiple }] as const,
  );
  const { tokens, positionals, values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(known),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkToken(table, options, token);
  if (table.words === '' && table.actions.length === 0 && positionals.length > 0) {
    const word = JSON.stringify(positionals[0]);
    const texts = { en: `The command takes no words, but was given ${word}.`, zh: `此命令不接受参数 ${word}。` };
    throw usageError(table, say(texts));
  }
  const filled = Object.entries(options).map(([name, option]) => [name, values[name] ?? emptyValue(option)]);
  return { values: Object.fromEntries(filled), words: positionals };
}

function emptyValue({ type, multiple, default: ifMissing }: Option): unknown {
  if (type === 'boolean') return false;
  return multiple ? [] : ifMissing;
}

function checkToken(table: CommandTable, options: Options, token: OptionToken): void {
  const { name, rawName, value, inlineValue } = token;
  if (!Object.hasOwn(options, name)) throw unknownOption(table, options, rawName);
  const { type, choices } = options[name];
  if (type === 'boolean') {
    if (value === undefined) return;
    throw usageError(table, say({ en: `${rawName} takes no value.`, zh: `${rawName} 后面不能有值。` }));
  }
  if (value === undefined || (value.startsWith('-') && !inlineValue)) {
    const texts = {
      en: `${rawName} needs a value${value === undefined ? '' : `, not the option ${value}; a value that begins with a dash is written ${rawName}=${value}`}.`,
      zh: `${rawName} 后面缺少值${value === undefined ? '' : `，而不是选项 ${value}；以短横线开头的值请写成 ${rawName}=${value}`}。`,
    };
    throw usageError(table, say(texts));
  }
  if (choices && !choices.includes(value)) {
    const given = JSON.stringify(value);
    const texts = {
      en: `${rawName} must be ${choices.join(', ')}, not ${given}.`.replace(/, ([^,]+), not/, ' or $1, not'),
      zh: `${rawName} 只能是 ${choices.join('、')}，不能是 ${given}。`,
    };
    throw usageError(table, say(texts));
  }
}

function unknownOption(table: CommandTable, options: Options, rawName: string): UsageError {
  const word = rawName.replace(/^-+/, '');
  const synonym = Object.entries(options).find(([, { synonyms }]) => synonyms?.includes(word));
  const near = synonym?.[0] ?? nearest(word, Object.keys(options));
  const hint = near === null ? { en: '', zh: '' } : { en: ` Did you mean --${near}?`, zh: `是否想用 --${near}？` };
  const texts = { en: `There is no option ${rawName}.${hint.en}`, zh: `没有选项 ${rawName}。${hint.zh}` };
  return usageError(table, say(texts));
}

/** Returns an error that ends with the command that prints the help. */
function usageError({ script }: CommandTable, message: string): UsageError {
  const texts = { en: `${message} All options: ${script} --help`, zh: `${message}所有选项：${script} --help` };
  return new UsageError(say(texts));
}

/** The most letters by which a word may differ from the one that is offered. */
const mostEdits = 2;

/** Returns the name that differs least from the word; null when all differ by more than two letters. */
export function nearest(word: string, names: readonly string[]): string | null {
  const [best] = names
    .map((name) => ({ name, edits: editDistance(word, name) }))
    .toSorted((one, other) => one.edits - other.edits);
  return best && best.edits <= mostEdits ? best.name : null;
}

/** Returns the number of letters to add, remove or replace (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}
