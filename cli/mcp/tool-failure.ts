/** The error of a tool, as the model gets it: a code, a sentence, and what to do. */
import { stderr } from 'node:process';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import { HostError } from '../../local/lambda/host-error.ts';
import { explainFileError } from '../file-errors.ts';
import { UsageError } from '../usage.ts';

/** Thrown by a tool that cannot do what its arguments ask for. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
  readonly code: 'path-not-allowed' | 'no-such-file';
  readonly advice: string;

  constructor(code: ToolFailure['code'], message: string, advice: string) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

/** The failure in the answer of a tool. */
interface Told {
  /** A code of {@link ToolFailure}, PhotoRejected, Fault or HostError; `bad-request`, `file-error` or `internal`. */
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** Runs a tool. An error becomes an answer with `isError` and the JSON of code, message and advice. */
export async function answerOf(tool: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await tool();
  } catch (error) {
    return { isError: true, content: [{ type: 'text', text: JSON.stringify(told(error)) }] };
  }
}

function told(error: unknown): Told {
  if (error instanceof ToolFailure) return { code: error.code, message: error.message, advice: error.advice };
  if (error instanceof PhotoRejected) return { code: error.code, message: error.message, advice: adviceOf(error) };
  if (error instanceof UsageError) {
    return { code: 'bad-request', message: error.message, advice: 'Change the arguments and call the tool again.' };
  }
  if (error instanceof Fault || error instanceof HostError) {
    const advice = 'Run `npx zerobooth model` and `npx zerobooth demo` in a terminal to find the cause.';
    return { code: error.code, message: error.message, advice };
  }
  const text = explainFileError(error);
  if (text !== null) return { code: 'file-error', message: text, advice: 'Choose another file or folder.' };
  stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  const advice = 'The log of the MCP server has the details. This is a defect of Zerobooth; please report it.';
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), advice };
}

/** The advice of a rejection names commands; a model has tools. */
function adviceOf({ code, advice }: PhotoRejected): string {
  return code === 'unknown-standard' ? 'Search the standards with the tool find_standards.' : advice;
}
