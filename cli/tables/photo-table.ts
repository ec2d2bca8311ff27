/** The table of `npm run photo`. */
import { orderedLooks } from '../../core/comic-looks.ts';
import type { CommandTable, Options } from '../arguments/table.ts';

const orderOptions = {
  standard: {
    type: 'string',
    multiple: true,
    value: 'ID[,ID...]',
    completes: 'standard',
    synonyms: ['size', 'document', 'type'],
    text: {
      en: 'photo standards, for example us-passport or 一寸 (npm run standards lists and searches them), or sizes of your own: 35x45mm, 2x2in, 600x600px, 3:4, 35x45mm@350, 200x230px@20-50kB (default: cn-1-inch)',
      zh: '证件，例如 us-passport 或 一寸（用 npm run standards 列出和查找），或自定尺寸：35x45mm、2x2in、600x600px、3:4、35x45mm@350、200x230px@20-50kB（默认：cn-1-inch）',
    },
  },
  backdrop: {
    type: 'string',
    multiple: true,
    value: 'NAME[,NAME...]',
    synonyms: ['background', 'bg', 'color', 'colour'],
    text: {
      en: "blue, white, red, #RRGGBB, linear:blue-white, radial:#FFFFFF-#438EDB, original (the photo's own background) or transparent (default: the photo's own background where the authority forbids to replace it, else the first backdrop of the standard)",
      zh: '蓝、白、红、#RRGGBB、linear:blue-white、radial:#FFFFFF-#438EDB、original（照片原有背景）或 transparent（透明）（默认：不许更换背景的机构用原有背景，其他用该证件的第一种背景）',
    },
  },
  'backdrop-image': {
    type: 'string',
    value: 'FILE',
    completes: 'file',
    text: {
      en: 'use your own picture as the backdrop (JPEG, PNG or WebP)',
      zh: '用自己的图片作背景（JPEG、PNG 或 WebP）',
    },
  },
  format: {
    type: 'string',
    value: 'auto|jpeg|png',
    choices: ['auto', 'jpeg', 'png'],
    text: { en: 'file format of the photos (default: auto)', zh: '照片的文件格式（默认：auto）' },
  },
  progressive: { type: 'boolean', text: { en: 'write progressive JPEG files', zh: '写成渐进式 JPEG' } },
  profile: {
    type: 'string',
    value: 'print|upload',
    choices: ['auto', 'print', 'upload'],
    text: {
      en: 'make the photo for paper or for an online form, when the standard has both (default: the one that applicants usually need)',
      zh: '证件同时有冲印版和上传版时选择其一（默认：通常要交的那一种）',
    },
  },
  infant: {
    type: 'boolean',
    text: {
      en: 'a baby or small child: eyes, gaze and mouth are not judged',
      zh: '婴幼儿：不检查眼睛、视线和嘴巴',
    },
  },
  strict: {
    type: 'boolean',
    text: {
      en: 'refuse backdrops and edits that the authority forbids (default: add a note)',
      zh: '拒绝机构禁止的背景和修改（默认：只加备注）',
    },
  },
  require: {
    type: 'string',
    value: 'VERDICT',
    choices: ['ready', 'look-again'],
    text: {
      en: 'exit with 1 unless every photo has this verdict: ready; or look-again, which also takes ready',
      zh: '不是每张照片都达到此结论时以 1 退出：ready（可以提交），或 look-again（请再看一遍，也接受 ready）',
    },
  },
  dpi: {
    type: 'string',
    value: 'N',
    text: { en: "print density (default: the standard's)", zh: '冲印分辨率（默认：按证件）' },
  },
  adjust: {
    type: 'string',
    value: 'PART=N[,PART=N...]',
    text: {
      en: 'move the head beside the automatic crop: right and down (shares of width and height, -0.5 to 0.5), scale (0.5 to 2), turn (degrees clockwise, -20 to 20), for example down=0.02,scale=1.05,turn=-1',
      zh: '相对自动裁切移动头部：right、down（占宽、高的比例，-0.5 到 0.5）、scale（0.5 到 2）、turn（顺时针角度，-20 到 20），例如 down=0.02,scale=1.05,turn=-1',
    },
  },
  tone: {
    type: 'string',
    value: 'PART=N[,PART=N]',
    synonyms: ['light', 'brightness', 'contrast'],
    text: {
      en: 'change light and contrast of the person, each from -1 to 1, for example light=0.4,contrast=-0.2; this is editing, and the record says so',
      zh: '调整人物的亮度 light 和对比度 contrast，各为 -1 到 1，例如 light=0.4,contrast=-0.2；这属于修图，记录中会写明',
    },
  },
} as const satisfies Options;

const sheetOptions = {
  sheet: {
    type: 'string',
    value: 'PAPER',
    text: {
      en: 'also make a sheet for printing: 3R, 4R, 5R, 10x15, L, KG, 2L, hagaki, A6, A5, A4, Letter or a size in mm such as 120x180',
      zh: '另做一张冲印排版：3R、4R（六寸）、5R、10x15、L、KG、2L、hagaki、A6、A5、A4、Letter，或毫米尺寸如 120x180',
    },
  },
  copies: {
    type: 'string',
    value: 'N',
    text: {
      en: 'exactly so many copies of each photo on the sheet (default: as many as fit; on common sheets 1)',
      zh: '每张照片在排版上正好 N 份（默认：能放多少放多少；合排时 1 份）',
    },
  },
  'margin-mm': {
    type: 'string',
    value: 'N',
    text: { en: 'margin of the sheet (default: 3)', zh: '排版的页边（默认：3）' },
  },
  'gap-mm': {
    type: 'string',
    value: 'N',
    text: { en: 'gap between the photos on the sheet (default: 2)', zh: '照片之间的间隔（默认：2）' },
  },
  marks: {
    type: 'string',
    value: 'ticks|lines|none',
    choices: ['ticks', 'lines', 'none'],
    text: { en: 'cutting marks on the sheet (default: ticks)', zh: '裁切标记（默认：ticks，短线）' },
  },
  ruler: {
    type: 'boolean',
    text: {
      en: 'print a ruler of 50 mm on the sheet, to check the size of the print',
      zh: '在排版上印一把 50 mm 的尺，用来核对冲印尺寸',
    },
  },
  'sheet-format': {
    type: 'string',
    value: 'jpeg|png|pdf',
    choices: ['jpeg', 'png', 'pdf'],
    text: { en: 'file format of the sheet (default: jpeg)', zh: '排版的文件格式（默认：jpeg）' },
  },
} as const satisfies Options;

const formOptions = {
  pack: {
    type: 'string',
    value: 'ID',
    text: {
      en: 'all photos that a form asks for: ssc-cgl, upsc, ibps, sbi, neet-ug, jee-main, rrb, gate or ctet',
      zh: '一张报名表要求的所有照片：ssc-cgl、upsc、ibps、sbi、neet-ug、jee-main、rrb、gate 或 ctet',
    },
  },
  caption: {
    type: 'string',
    value: 'LINE[|LINE]',
    text: {
      en: 'write one or two lines in a white strip at the foot of each photo, for example "JANE DOE|2026-11-30"',
      zh: '在每张照片下方的白条中写一到两行文字，例如 "JANE DOE|2026-11-30"',
    },
  },
  signature: {
    type: 'string',
    value: 'FILE',
    completes: 'file',
    text: {
      en: 'also make a clean signature of this picture of ink on paper, for the pack or in the size of --ink-size',
      zh: '另从这张签名照片做出干净的签名，按报名表或 --ink-size 的尺寸',
    },
  },
  'thumb-print': {
    type: 'string',
    value: 'FILE',
    completes: 'file',
    text: { en: 'the same for a thumb print', zh: '同上，用于拇指印' },
  },
  declaration: {
    type: 'string',
    value: 'FILE',
    completes: 'file',
    text: { en: 'the same for a declaration in handwriting', zh: '同上，用于手写声明' },
  },
  kind: {
    type: 'string',
    value: 'KIND',
    choices: ['photo', 'signature', 'thumb-print', 'declaration'],
    text: {
      en: 'what the files show: photo, signature, thumb-print or declaration (default: photo)',
      zh: '文件的内容：photo（照片）、signature（签名）、thumb-print（拇指印）或 declaration（声明）（默认：photo）',
    },
  },
  ink: {
    type: 'string',
    value: 'COLOUR',
    choices: ['original', 'blue', 'black'],
    text: {
      en: 'colour of the ink: original, blue or black (default: original)',
      zh: '字迹颜色：original（原色）、blue（蓝）或 black（黑）（默认：original）',
    },
  },
  'ink-size': {
    type: 'string',
    value: 'SIZE',
    text: {
      en: 'size of a signature, thumb print or declaration without a pack, for example 140x60px@10-20kB',
      zh: '没有报名表时签名、拇指印或声明的尺寸，例如 140x60px@10-20kB',
    },
  },
} as const satisfies Options;

const rosterOptions = {
  roster: {
    type: 'string',
    value: 'FILE',
    completes: 'file',
    text: {
      en: 'make the photos of a CSV file with the columns name, file, standard, backdrop, copies (docs/guide/shops.md); instead of FILE',
      zh: '按 CSV 名单制作，列为 姓名、文件、证件、背景、份数（docs/guide/shops.md）；代替 FILE',
    },
  },
  together: {
    type: 'boolean',
    text: {
      en: 'put the photos of all files onto common sheets, one of each or --copies; with --sheet. A roster does so always',
      zh: '把所有文件的照片合排在一起，每张一份或 --copies 份；与 --sheet 同用。名单总是合排',
    },
  },
  'sheet-names': {
    type: 'boolean',
    text: { en: 'print the name below each photo of the common sheets', zh: '合排时在每张照片下方印上姓名' },
  },
  again: {
    type: 'boolean',
    text: {
      en: 'make photos again that an earlier run into the same folder has made (default: keep them)',
      zh: '重新制作此前已在同一文件夹中完成的照片（默认：保留）',
    },
  },
} as const satisfies Options;

const runOptions = {
  'main-face': {
    type: 'boolean',
    text: {
      en: 'with several faces, use the main one if it is clearly larger (default: refuse the photo)',
      zh: '有多张脸时，如果最大的明显更大就用它（默认：拒绝这张照片）',
    },
  },
  cutout: {
    type: 'boolean',
    text: { en: 'only cut out the subject; it need not be a person', zh: '只抠图；主体不必是人' },
  },
  comic: {
    type: 'boolean',
    text: {
      en: 'draw a portrait like a comic, not for offices; --comic=LOOK also names the look',
      zh: '画一张漫画风格的头像，不能用于证件；--comic=LOOK 同时指定画风',
    },
  },
  look: {
    type: 'string',
    value: 'LOOK',
    choices: orderedLooks,
    text: {
      en: 'look of the comic: clean (flat colours, fine lines), ink (black shadows) or pop (dots and a white rim) (default: clean)',
      zh: '漫画的画风：clean（平涂细线）、ink（黑色阴影）或 pop（网点和白边）（默认：clean）',
    },
  },
  side: {
    type: 'string',
    value: 'N',
    text: {
      en: 'longer side of the comic, px, at most 2048 (default: 1024); above 1024 it takes up to four times the time and memory',
      zh: '漫画的长边，像素，最大 2048（默认：1024）；超过 1024 时耗时和内存最多为四倍',
    },
  },
  model: {
    type: 'string',
    value: 'ID',
    default: '',
    text: {
      en: 'use another matting model (npm run model -- --list)',
      zh: '使用另一个抠图模型（npm run model -- --list）',
    },
  },
  licence: {
    type: 'string',
    value: 'any|clear',
    choices: ['any', 'clear'],
    text: {
      en: 'clear: only models whose licence is clear; edges are coarser and things in the picture are not found (docs/guide/models.md) (default: any)',
      zh: 'clear：只用许可明确的模型；边缘较粗，也不查找画面中的物品（docs/guide/models.md）（默认：any）',
    },
  },
  out: {
    type: 'string',
    value: 'DIR',
    default: 'out',
    completes: 'folder',
    synonyms: ['output', 'to'],
    text: { en: 'folder for the finished photos (default: out)', zh: '成品照片的文件夹（默认：out）' },
  },
  debug: {
    type: 'string',
    value: 'DIR',
    completes: 'folder',
    text: {
      en: 'also write pictures of the matting steps: network, prior, joined, trimap, matte, foreground',
      zh: '另写出抠图各步的图片：network、prior、joined、trimap、matte、foreground',
    },
  },
  concurrency: {
    type: 'string',
    value: 'N',
    text: { en: 'number of photos in work at the same time', zh: '同时处理的照片数' },
  },
  json: {
    type: 'boolean',
    text: { en: 'print one JSON object to stdout and nothing else', zh: '标准输出只打印一个 JSON 对象' },
  },
} as const satisfies Options;

export const photoTable = {
  name: 'photo',
  script: 'npm run photo --',
  words: 'FILE|FOLDER|GLOB...',
  text: { en: 'Makes ID photos from your own pictures.', zh: '用自己的照片制作证件照。' },
  actions: [],
  options: { ...orderOptions, ...sheetOptions, ...rosterOptions, ...formOptions, ...runOptions },
  exitCodes: {
    0: { en: 'all photos are done and have the required verdict', zh: '所有照片都已完成，并达到要求的结论' },
    1: {
      en: 'a photo was rejected, failed or has not the required verdict, or a file could not be written',
      zh: '有照片被拒绝、失败或未达到要求的结论，或文件无法写入',
    },
  },
} as const satisfies CommandTable;
