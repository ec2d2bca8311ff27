/** Handles errors of stdout and stderr: a reader that left (`| head`), a full disk behind `> file`. */
import { stderr, stdout } from 'node:process';
import { say } from './arguments/language.ts';
import { fileReason } from './file-errors.ts';

/** The exit code of a program that ended because its reader left: 128 + SIGPIPE. */
const readerLeft = 141;

/**
 * Installs the handlers, once for the process. When the reader of stdout leaves, a command that handles SIGTERM ends as
 * at this signal, and any other ends at once with 141. Another error of stdout is told on stderr, and the exit code
 * is 1. Errors of stderr are ignored.
 */
export function handleStreamErrors(): void {
  stderr.on('error', () => {});
  stdout.once('error', (error: NodeJS.ErrnoException) => {
    stdout.on('error', () => {});
    if (error.code === 'EPIPE') {
      if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(readerLeft);
      return;
    }
    const reason = fileReason(error) ?? error.message;
    stderr.write(`${say({ en: `The output cannot be written: ${reason}.`, zh: `无法写出结果：${reason}。` })}\n`);
    process.exit(1);
  });
}
