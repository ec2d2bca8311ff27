/** Reads the arguments of a command. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Thrown for a wrong command line. The message says what to change; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Parses arguments with Node's own parser in strict mode: an unknown option is an error.
 * @throws UsageError with the parser's message and the usage text.
 */
export function readArguments<const T extends ParseArgsConfig>(config: T, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
