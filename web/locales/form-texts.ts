/** The texts of the forms in both languages. They are loaded with the forms. */
import type { FileKind } from '../../core/forms/packs.ts';
import type { Language } from '../state/language.ts';

interface FormTexts {
  readonly kinds: Record<FileKind, { readonly name: string; readonly hint: string }>;
  /** The names of the files in the list of documents. */
  readonly separator: string;
  readonly choose: string;
  readonly another: string;
  readonly camera: string;
  readonly drop: string;
  readonly sizes: (size: string, bytes: string) => string;
  readonly caption: {
    readonly name: string;
    readonly date: string;
    readonly required: string;
    readonly someNotices: string;
    readonly bad: (maxCharacters: number) => string;
  };
  readonly download: (name: string) => string;
  readonly zip: (made: number, all: number) => string;
  readonly missing: string;
  readonly sources: string;
  /** Remarks of packs, by id; in English the pack has it. */
  readonly remarks: Readonly<Record<string, string>>;
}

export const formTexts: Record<Language, FormTexts> = {
  en: {
    kinds: {
      photo: { name: 'Photo', hint: 'A portrait with room around the head.' },
      signature: {
        name: 'Signature',
        hint: 'Sign in running hand, not in capitals, with black ink on white paper. Photograph the paper from above.',
      },
      'thumb-print': { name: 'Thumb print', hint: 'The left thumb, in black or blue ink on white paper.' },
      declaration: {
        name: 'Declaration',
        hint: 'Write the text of the notice by hand, not in capitals, with black ink on white paper.',
      },
    },
    separator: ', ',
    choose: 'Choose a picture',
    another: 'Another picture',
    camera: 'Use camera',
    drop: 'or drop it here',
    sizes: (size, bytes) => `${size}, ${bytes}`,
    caption: {
      name: 'Name on the photo',
      date: 'Date of the photo',
      required: 'This form wants your name and the date of the photo below the face.',
      someNotices:
        'Some notices of this form want name and date below the face. Leave both empty where yours does not.',
      bad: (most) => `At most ${most} Latin letters, digits and signs, such as JANE DOE.`,
    },
    download: (name) => `Download ${name}`,
    zip: (made, all) => (made === all ? `All ${all} files as zip` : `${made} of ${all} files as zip`),
    missing: 'Add a picture to each field. The files get the names, sizes and kB of the form.',
    sources: 'Figures from',
    remarks: {},
  },
  zh: {
    kinds: {
      photo: { name: '照片', hint: '一张人像，头部四周留出空间。' },
      signature: { name: '签名', hint: '用黑色墨水在白纸上手写签名，不要全用大写字母。从正上方拍摄纸面。' },
      'thumb-print': { name: '拇指印', hint: '左手拇指，用黑色或蓝色印泥按在白纸上。' },
      declaration: { name: '手写声明', hint: '用黑色墨水在白纸上手写通知中的文字，不要全用大写字母。' },
    },
    separator: '、',
    choose: '选择图片',
    another: '换一张',
    camera: '使用相机',
    drop: '也可以拖到这里',
    sizes: (size, bytes) => `${size}，${bytes}`,
    caption: {
      name: '照片上的姓名',
      date: '拍摄日期',
      required: '此表要求在照片下方印上姓名和拍摄日期。',
      someNotices: '此表的部分通知要求在照片下方印上姓名和日期。如果您的通知没有要求，请留空。',
      bad: (most) => `最多 ${most} 个拉丁字母、数字或符号，例如：JANE DOE。`,
    },
    download: (name) => `下载 ${name}`,
    zip: (made, all) => (made === all ? `全部 ${all} 个文件（zip）` : `${all} 个文件中的 ${made} 个（zip）`),
    missing: '请在每一栏添加图片。文件的名称、尺寸和大小都符合此表的要求。',
    sources: '数据来源：',
    remarks: {
      'ssc-cgl': '自 2024 年起，报名系统直接用相机拍照。照片文件供仍要求上传的报名使用。',
      'neet-ug': '系统还要求上传所有手指和拇指的指印，10–200 kB。较新的公告允许签名文件最大 100 kB。',
      'jee-main': '文件大小的限制每年不同，请与公告核对。',
      rrb: '2024 年以来的通知对两个文件都要求 30–70 kB，这里的文件同时符合新旧要求。',
    },
  },
};
