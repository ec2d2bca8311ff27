/** What every command does alike with its arguments. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command line that cannot be carried out as it stands; the message says what to change. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Node's own parser, strict: what it does not know is refused, never passed over.
 * @throws UsageError with what is wrong, and `usage`.
 */
export function readArguments<const T extends ParseArgsConfig>(config: T, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
