/** The texts of the table of all photos in both languages. They are loaded with it. */
import type { Language } from '../state/language.ts';

interface TableTexts {
  readonly heading: string;
  readonly show: string;
  readonly all: (count: number) => string;
  readonly look: (count: number) => string;
  readonly ready: (count: number) => string;
  readonly photo: string;
  readonly document: string;
  readonly background: string;
  readonly verdict: string;
  readonly empty: string;
  readonly forAll: string;
  readonly zipAll: (count: number) => string;
  readonly zipReady: (count: number) => string;
  readonly back: string;
}

/** By language. */
export const tableTexts: Readonly<Record<Language, TableTexts>> = {
  en: {
    heading: 'All photos',
    show: 'Show',
    all: (count) => `All (${count})`,
    look: (count) => `Needs a look (${count})`,
    ready: (count) => `Ready (${count})`,
    photo: 'Photo',
    document: 'Document',
    background: 'Background',
    verdict: 'Verdict',
    empty: 'No photo is in this list.',
    forAll: 'A choice here is for all photos.',
    zipAll: (count) => `Download ${count} photos as zip`,
    zipReady: (count) => `Only the ready ones (${count})`,
    back: 'Back to the photo',
  },
  zh: {
    heading: '全部照片',
    show: '显示',
    all: (count) => `全部（${count}）`,
    look: (count) => `需要查看（${count}）`,
    ready: (count) => `可以提交（${count}）`,
    photo: '照片',
    document: '证件',
    background: '背景',
    verdict: '结论',
    empty: '没有这类照片。',
    forAll: '在这里的选择用于全部照片。',
    zipAll: (count) => `打包下载 ${count} 张照片`,
    zipReady: (count) => `只下载可以提交的（${count}）`,
    back: '返回单张照片',
  },
};
