/** The options and exit codes that every command has. */
import { languages, type Text } from './language.ts';
import type { Options } from './table.ts';

export const languageOption = {
  lang: {
    type: 'string',
    value: 'en|zh',
    choices: languages,
    text: { en: 'language of the texts (default: that of the locale)', zh: '文字的语言（默认：系统语言）' },
  },
} as const satisfies Options;

export const helpText: Text = { en: 'print this text', zh: '显示这段说明' };

/** The exit codes that mean the same for every command. */
export const commonExitCodes: readonly (readonly [number, Text])[] = [
  [2, { en: 'wrong usage; nothing was done', zh: '用法有误，什么也没有做' }],
  [130, { en: 'interrupted by Ctrl-C', zh: '被 Ctrl-C 中断' }],
];
