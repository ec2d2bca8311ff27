/** The texts of the page that finds things in a picture, in both languages. They are loaded with it. */
import type { Language } from '../state/language.ts';

interface ObjectsTexts {
  readonly title: string;
  readonly lead: string;
  readonly notForOffices: string;
  readonly choose: string;
  readonly another: string;
  readonly hint: string;
  readonly sending: string;
  readonly searching: string;
  /** @param names of everything that was found. */
  readonly alt: (names: string) => string;
  readonly found: (count: number) => string;
  readonly none: string;
  readonly score: string;
  readonly guesses: string;
  readonly download: string;
  readonly deleted: string;
  readonly back: string;
  readonly separator: string;
}

/** By language. */
export const objectsTexts: Readonly<Record<Language, ObjectsTexts>> = {
  en: {
    title: 'What is in the picture?',
    lead: 'Drop any picture. It shows people, animals and everyday things: 80 kinds, each with a box and a name.',
    notForOffices: 'Not for offices: this makes no ID photo.',
    choose: 'Choose a picture',
    another: 'Another picture',
    hint: 'or drop or paste one',
    sending: 'Sending the picture …',
    searching: 'Looking for things …',
    alt: (names) => `Your picture with boxes around: ${names}`,
    found: (count) => (count === 1 ? '1 thing found' : `${count} things found`),
    none: 'Nothing of the 80 kinds was found.',
    score: 'certainty',
    guesses: 'Below 50 % it is a guess.',
    download: 'Download with boxes',
    deleted: 'The studio has deleted the picture and the result again. They are only on this page now.',
    back: 'Back to ID photos',
    separator: ', ',
  },
  zh: {
    title: '图片里有什么？',
    lead: '拖入任意图片，即可找出人、动物和日常物品，共 80 类，逐一标出方框和名称。',
    notForOffices: '不能用于证件：这里不制作证件照。',
    choose: '选择图片',
    another: '换一张图片',
    hint: '也可以拖入或粘贴',
    sending: '正在上传图片……',
    searching: '正在识别……',
    alt: (names) => `您的图片，方框标出：${names}`,
    found: (count) => `找到 ${count} 个`,
    none: '没有找到这 80 类中的任何一种。',
    score: '把握',
    guesses: '低于 50% 仅为猜测。',
    download: '下载带方框的图片',
    deleted: '图片和结果已从影棚的存储中删除，只留在这个页面上。',
    back: '返回证件照',
    separator: '、',
  },
};
