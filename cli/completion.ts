/** `zerobooth completion SHELL`: prints the completion script of a shell. */
import { stdout } from 'node:process';
import { completionScript, shells } from './arguments/completion.ts';
import { say } from './arguments/language.ts';
import { readCommand } from './arguments/read.ts';
import { completionTable } from './tables/small-tables.ts';
import { tables } from './tables/tables.ts';
import { UsageError } from './usage.ts';

/** @returns 0. @throws UsageError for anything but one known shell. */
export async function runCompletion(args: string[]): Promise<number> {
  const { words } = readCommand(completionTable, args);
  const shell = shells.find((known) => known === words[0]);
  if (shell === undefined || words.length > 1) {
    throw new UsageError(
      say({ en: 'Name one shell: bash, zsh or fish.', zh: '请指定一种 shell：bash、zsh 或 fish。' }),
    );
  }
  stdout.write(completionScript(shell, tables));
  return 0;
}
