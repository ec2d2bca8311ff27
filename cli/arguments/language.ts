/** The language of the command line: that of `--lang`, else that of the locale, else English. */
import { withOwnCommands } from './own-commands.ts';

/** A text in both languages. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

let chosen: Language = 'en';

/**
 * Sets the language for the process.
 * @param args the arguments; the last `--lang zh` or `--lang=zh` counts, anything else is left to the parser.
 */
export function chooseLanguage(args: readonly string[], env: NodeJS.ProcessEnv): Language {
  const named = args.flatMap((arg, at) => {
    if (arg === '--lang') return args[at + 1] ?? [];
    return arg.startsWith('--lang=') ? arg.slice('--lang='.length) : [];
  });
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const wanted = languages.find((language) => language === named.at(-1));
  chosen = wanted ?? (/^zh/i.test(locale) ? 'zh' : 'en');
  return chosen;
}

/** Returns the language that was chosen. */
export const language = (): Language => chosen;

/** Returns the text in the chosen language, with the commands of this installation. */
export const say = (text: Text): string => withOwnCommands(text[chosen]);
