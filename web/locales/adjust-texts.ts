/** The texts of the dialog that adjusts the crop, in both languages. They are loaded with it. */
import type { Adjust } from '../../core/adjust/adjusted-map.ts';

export interface AdjustTexts {
  readonly title: string;
  /** The label of the picture that is dragged. */
  readonly picture: string;
  readonly hint: string;
  readonly touchHint: string;
  readonly loading: string;
  readonly failed: string;
  readonly parts: { readonly [K in keyof Adjust]: string };
  /** The names of the buttons that make a part less or more. */
  readonly less: { readonly [K in keyof Adjust]: string };
  readonly more: { readonly [K in keyof Adjust]: string };
  readonly lines: { readonly crown: string; readonly eyes: string; readonly chin: string };
  readonly inside: string;
  /** @param rules the names of the broken rules. */
  readonly breaks: (rules: string) => string;
  /** A point of {@link breaks}. */
  readonly ends: string;
  readonly allowed: (band: string) => string;
  readonly measures: {
    readonly headHeight: string;
    readonly eyeLineFromBottom: string;
    readonly topMargin: string;
    readonly chinToBottom: string;
    readonly headWidth: string;
    readonly lean: string;
    readonly middle: string;
  };
  readonly numbers: string;
  readonly isIn: string;
  readonly isOut: string;
  readonly noTurning: string;
  readonly reset: string;
  readonly apply: string;
  readonly cancel: string;
  readonly separator: string;
}

const en: AdjustTexts = {
  title: 'Adjust the crop',
  picture:
    'Picture in the frame. Arrow keys move it, plus and minus enlarge and shrink it, comma and full stop turn it.',
  hint: 'Drag the picture. The wheel enlarges it; with Shift it turns.',
  touchHint: 'Drag with one finger. Enlarge and turn with two.',
  loading: 'Loading the picture…',
  failed:
    'The picture could not be loaded, because it has expired or the connection is lost. Send the photo again, or close and try again.',
  parts: { right: 'Sideways', down: 'Up and down', scale: 'Size', turnDeg: 'Turn' },
  less: { right: 'Left', down: 'Up', scale: 'Smaller', turnDeg: 'Turn left' },
  more: { right: 'Right', down: 'Down', scale: 'Larger', turnDeg: 'Turn right' },
  lines: { crown: 'Crown', eyes: 'Eyes', chin: 'Chin' },
  inside: 'Inside every limit.',
  breaks: (rules) => `Outside the limits: ${rules}.`,
  ends: 'the picture ends inside the frame',
  allowed: (band) => `allowed ${band}`,
  measures: {
    headHeight: 'Head height',
    eyeLineFromBottom: 'Eyes above the lower edge',
    topMargin: 'Space above the head',
    chinToBottom: 'Space below the chin',
    headWidth: 'Head width',
    lean: 'Lean of the head',
    middle: 'Middle of the eyes',
  },
  numbers: 'Measurements',
  isIn: 'inside',
  isOut: 'outside',
  noTurning: 'The office of this document rejects a turned picture.',
  reset: 'Reset',
  apply: 'Apply',
  cancel: 'Cancel',
  separator: ', ',
};

const zh: AdjustTexts = {
  title: '调整裁切',
  picture: '画面中的照片。方向键移动，加号和减号缩放，逗号和句号旋转。',
  hint: '拖动照片；滚轮缩放，按住 Shift 滚动则旋转。',
  touchHint: '单指拖动，双指缩放和旋转。',
  loading: '正在载入照片…',
  failed: '照片未能载入：可能已过期，或网络已断开。请重新上传，或关闭后再试。',
  parts: { right: '左右', down: '上下', scale: '大小', turnDeg: '旋转' },
  less: { right: '左移', down: '上移', scale: '缩小', turnDeg: '向左转' },
  more: { right: '右移', down: '下移', scale: '放大', turnDeg: '向右转' },
  lines: { crown: '头顶', eyes: '眼睛', chin: '下巴' },
  inside: '全部在规定范围内。',
  breaks: (rules) => `超出规定范围：${rules}。`,
  ends: '照片在画面内就到边了',
  allowed: (band) => `规定 ${band}`,
  measures: {
    headHeight: '头部高度',
    eyeLineFromBottom: '眼睛到下边',
    topMargin: '头顶到上边',
    chinToBottom: '下巴到下边',
    headWidth: '头部宽度',
    lean: '头部倾斜',
    middle: '两眼正中的位置',
  },
  numbers: '尺寸',
  isIn: '在范围内',
  isOut: '超出范围',
  noTurning: '此证件的机构不接受旋转过的照片。',
  reset: '复原',
  apply: '应用',
  cancel: '取消',
  separator: '、',
};

/** By language. */
export const adjustTexts = { en, zh } as const;
