/** Writes the help of a command, and of the whole command line, from the tables. */
import { say, type Text } from './language.ts';
import { withOwnCommands } from './own-commands.ts';
import { commonExitCodes, helpText, languageOption } from './shared-options.ts';
import type { CommandTable, Options } from './table.ts';

/** Columns of a line. */
const lineColumns = 110;
/** A longer first cell has a line of its own. */
const mostCellColumns = 28;

/** Returns the help of a command: usage, commands within it, options, exit codes. */
export function commandHelp(table: CommandTable): string {
  const { script, words, text, actions, options, exitCodes } = table;
  const usage = withOwnCommands([script, words, '[OPTIONS]'].filter(Boolean).join(' '));
  const codes = [[0, exitCodes[0]] as const, [1, exitCodes[1]] as const, ...commonExitCodes];
  return [
    `${say({ en: 'Usage: ', zh: '用法：' })}${usage}`,
    wrap(say(text), lineColumns).join('\n'),
    ...(actions.length > 0
      ? [
          rowsOf(
            say({ en: 'Commands:', zh: '命令：' }),
            actions.map((action) => [action.words, action.text]),
          ),
        ]
      : []),
    rowsOf(say({ en: 'Options:', zh: '选项：' }), optionRows({ ...options, ...languageOption })),
    rowsOf(
      say({ en: 'Exit codes:', zh: '退出码：' }),
      codes.map(([code, meaning]) => [String(code), meaning]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Returns the list of the commands. */
export function overview(tables: readonly CommandTable[]): string {
  const rows = tables.map(
    ({ script, words, text }) =>
      [withOwnCommands(words ? `${script} ${words}` : script.replace(/ --$/, '')), text] as const,
  );
  const title = say({ en: 'Commands:', zh: '命令：' });
  const hint = say({
    en: 'Help on one command: npm run photo -- --help',
    zh: '查看某个命令的说明：npm run photo -- --help',
  });
  return `${rowsOf(title, rows)}\n\n${hint}\n`;
}

function optionRows(options: Options): (readonly [string, Text])[] {
  const rows = Object.entries(options).map(
    ([name, { value, text }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, text] as const,
  );
  return [...rows, ['-h, --help', helpText]];
}

function rowsOf(title: string, rows: readonly (readonly [string, Text])[]): string {
  const column = Math.min(mostCellColumns, Math.max(...rows.map(([cell]) => cell.length))) + 4;
  const indent = ' '.repeat(column);
  const lines = rows.flatMap(([cell, text]) => {
    const wrapped = wrap(say(text), lineColumns - column);
    const start = `  ${cell}`;
    if (start.length + 2 > column) return [start, ...wrapped.map((line) => indent + line)];
    return wrapped.map((line, at) => (at === 0 ? start.padEnd(column) : indent) + line);
  });
  return [title, ...lines].join('\n');
}

/** A Chinese character with the punctuation that must not begin a line, or a word, or spaces. */
const pieces =
  /[\u2e80-\u9fff\uff00-\uffef][\u3001\u3002\uff0c\uff1a\uff1b\uff09]*|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/g;

/** Breaks a text into lines: at spaces, and between Chinese characters. */
function wrap(text: string, columns: number): string[] {
  const lines = [''];
  for (const piece of text.match(pieces) ?? []) {
    const last = lines[lines.length - 1];
    if (columnsOf(last + piece.trimEnd()) <= columns) lines[lines.length - 1] += piece;
    else lines.push(piece.trimStart());
  }
  return lines.map((line) => line.trimEnd());
}

/** Returns the columns of a text in a terminal. A Chinese character has two. */
export function columnsOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\u9fff\uff00-\uffef]/g) ?? []).length;
}
