/** The texts of the comic portrait in both languages. They are loaded with it. */
import type { ComicLook } from '../../core/comic-looks.ts';
import type { Language } from '../state/language.ts';

interface ComicTexts {
  readonly heading: string;
  readonly looks: Readonly<Record<ComicLook, string>>;
  readonly look: string;
  readonly ground: string;
  readonly clear: string;
  readonly drawing: string;
  readonly alt: (name: string, look: string) => string;
  readonly download: string;
  readonly notForOffices: string;
  readonly failed: string;
  readonly expired: string;
}

/** By language. */
export const comicTexts: Readonly<Record<Language, ComicTexts>> = {
  en: {
    heading: 'Comic',
    looks: { clean: 'Clean', ink: 'Ink', pop: 'Pop' },
    look: 'Look',
    ground: 'Background',
    clear: 'Clear',
    drawing: 'Drawing the comic …',
    alt: (name, look) => `Comic portrait of ${name}, look ${look}`,
    download: 'Download comic',
    notForOffices: 'Not for offices: none accepts a drawing as a photo.',
    failed: 'The comic could not be drawn. Try again.',
    expired: 'The cutout of this photo has expired. Send the photo again, then order the comic.',
  },
  zh: {
    heading: '漫画',
    looks: { clean: '清爽', ink: '墨线', pop: '波普' },
    look: '画风',
    ground: '背景',
    clear: '透明',
    drawing: '正在绘制漫画……',
    alt: (name, look) => `${name} 的漫画肖像，画风：${look}`,
    download: '下载漫画',
    notForOffices: '不能用于证件：没有任何机构接受漫画作为证件照。',
    failed: '漫画没有画成，请重试。',
    expired: '这张照片的抠图已过期，请重新上传照片后再制作漫画。',
  },
};
