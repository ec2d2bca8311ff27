/** Runs a command of `npm run` and turns its failure into a message and an exit code. */
import { stderr } from 'node:process';
import { Fault } from '../core/errors.ts';
import { HostError } from '../local/lambda/host-error.ts';
import { withOwnCommands } from './arguments/own-commands.ts';
import { explainFileError } from './file-errors.ts';
import { UsageError } from './usage.ts';

/** @param args the words after the command's name. @returns the exit code. */
export type Command = (args: string[]) => Promise<number>;

/**
 * Runs the command. Writes the message of a UsageError, Fault or HostError, or of an error of the file system, to
 * stderr.
 * @returns the exit code: the command's own, 2 for a UsageError, 1 for the others.
 * @throws every other error, because it is a defect of ours and needs its stack.
 */
export async function runCommand(command: Command, args: string[]): Promise<number> {
  // The AWS SDK warns on every start that it will drop Node 20 in 2027; package.json names the versions that we
  // support.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  try {
    return await command(args);
  } catch (error) {
    if (error instanceof UsageError) return fail(`${error.message.trimEnd()}\n`, 2);
    if (error instanceof Fault || error instanceof HostError) return fail(`${error.code}: ${error.message}\n`, 1);
    const text = explainFileError(error);
    if (text !== null) return fail(`${text}\n`, 1);
    throw error;
  }
}

function fail(message: string, exitCode: number): number {
  stderr.write(withOwnCommands(message));
  return exitCode;
}
