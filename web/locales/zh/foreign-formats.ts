/** Files of other kinds, and how to make a photo of them, in Chinese. */
import type { Texts } from '../texts.ts';

const raw = '请用相机厂商的软件导出为 JPEG，或发送相机同时保存的 JPEG。';

export const foreignFormatsZh: Texts['foreignFormats'] = {
  'jpeg-xl': { title: '这是 JPEG XL 图片', advice: '请用能打开它的软件导出为 JPEG 或 PNG。' },
  'jpeg-2000': { title: '这是 JPEG 2000 图片', advice: '请用图片软件打开，导出为 JPEG 或 PNG。' },
  'raw-canon': { title: '这是佳能 RAW 文件', advice: raw },
  'raw-nikon': { title: '这是尼康 RAW 文件（NEF）', advice: raw },
  'raw-sony': { title: '这是索尼 RAW 文件（ARW）', advice: raw },
  'raw-fujifilm': { title: '这是富士 RAW 文件（RAF）', advice: raw },
  'raw-olympus': { title: '这是奥林巴斯 RAW 文件（ORF）', advice: raw },
  'raw-panasonic': { title: '这是松下 RAW 文件（RW2）', advice: raw },
  'raw-pentax': { title: '这是宾得 RAW 文件（PEF）', advice: raw },
  raw: { title: '这是相机的 RAW 文件', advice: raw },
  dng: {
    title: '这是 RAW 文件（DNG）',
    advice: '请导出为 JPEG：手机上以 JPEG 分享，电脑上用“照片”或 Lightroom 导出。',
  },
  photoshop: { title: '这是 Photoshop 文件（PSD）', advice: '请另存为 PNG 或 JPEG（文件 > 导出）。' },
  pdf: { title: '这是 PDF 文件', advice: '请发送其中的照片，或把该页以至少 300 dpi 导出为 PNG 或 JPEG。' },
  postscript: {
    title: '这是 PostScript 文件',
    advice: '请发送其中的照片，或把该页以至少 300 dpi 导出为 PNG 或 JPEG。',
  },
  djvu: { title: '这是 DjVu 文件', advice: '请把该页以至少 300 dpi 导出为 PNG 或 JPEG。' },
  icon: { title: '这是图标文件（ICO 或 CUR）', advice: '图标太小，请发送原照片。' },
  svg: { title: '这是 SVG 图形', advice: '请发送照片本身；如果 SVG 里有照片，请导出为 PNG 或 JPEG。' },
  video: { title: '这是视频', advice: '请拍一张照片发送。视频的单帧太小、太模糊。' },
  'heif-other': { title: '这是少见编码的 HEIF 图片', advice: '请用图片软件打开，导出为 JPEG。' },
  'web-page': { title: '这是网页', advice: '请保存图片本身：右键点击图片，选择“图片另存为”。' },
  xml: { title: '这是 XML 文件', advice: '请发送 JPEG、HEIC 或 PNG 格式的照片。' },
  archive: { title: '这是压缩包或办公文档', advice: '请解压，发送里面的照片。' },
};
