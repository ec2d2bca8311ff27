/** The table of a command: its words and options with their texts. The parser, the help and the completion read it. */
import type { Text } from './language.ts';

/** One option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly text: Text;
  /** Other words that people try for it. They are answered with its name. */
  readonly synonyms?: readonly string[];
  /** True when the option may be repeated; its value is then a list. */
  readonly multiple?: boolean;
  /** The name of the value in the help, such as `DIR`. Missing for a switch. */
  readonly value?: string;
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
  /** What the completion of a shell offers as the value, when there are no choices. */
  readonly completes?: 'file' | 'folder' | 'standard';
  readonly default?: string;
}

export type Options = Readonly<Record<string, Option>>;

/** A command of the command line. */
export interface CommandTable {
  /** The name after `zerobooth`. */
  readonly name: string;
  /** The npm script and, when npm needs them, the two dashes: `npm run photo --`. */
  readonly script: string;
  /** The words before the options in the help; empty when the command takes none. */
  readonly words: string;
  /** One line on what the command does. */
  readonly text: Text;
  /** Commands within this command, such as `access add NAME`. */
  readonly actions: readonly { readonly words: string; readonly text: Text }[];
  readonly options: Options;
  /** Meaning of the exit codes 0 and 1. The codes 2 and 130 mean the same for every command. */
  readonly exitCodes: { readonly 0: Text; readonly 1: Text };
}

/** The values of the options: a switch is true or false, an option without value and default is undefined. */
export type ValuesOf<T extends Options> = {
  readonly [K in keyof T]: T[K] extends { readonly type: 'boolean' }
    ? boolean
    : T[K] extends { readonly multiple: true }
      ? readonly string[]
      : T[K] extends { readonly default: string }
        ? string
        : T[K] extends { readonly choices: readonly (infer C)[] }
          ? C | undefined
          : string | undefined;
};
