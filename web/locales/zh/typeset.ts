/** Keeps a Chinese number and its measure word on one line, as in 一张, and a number and what follows it, as in 3 张. */
import { typesetWith } from '../typeset.ts';

const counted = /(?<=[一二两三四五六七八九十几半每整这那该\d])(?=[张个项行次种位页份类组条步块寸岁起])/gu;
/** WORD JOINER: no line break, no width. */
const joiner = '\u2060';
const noBreakSpace = '\u00a0';

export function typeset<T>(texts: T): T {
  return typesetWith(texts, (text) =>
    text.replace(counted, joiner).replace(/(?<=\d) (?=\p{Script=Han})/gu, noBreakSpace),
  );
}
