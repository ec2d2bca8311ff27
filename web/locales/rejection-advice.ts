/** Chooses the text of a rejection: that of its code, or a more exact one when its facts allow it. */
import type { RejectionCode, RejectionFacts } from '../../core/errors.ts';
import type { ForeignFormatId } from '../../core/foreign-formats.ts';
import type { Advice, Texts } from './texts.ts';

/** A rejection as the API reports it. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly facts: RejectionFacts;
}

/** Returns what happened and what to do. */
export function adviceOf(texts: Texts, { code, facts }: Rejection): Advice {
  const general = texts.rejections[code];
  const { format, limitMegapixels, jpegMegapixels } = facts;
  if (code === 'unsupported-format' && typeof format === 'string' && Object.hasOwn(texts.foreignFormats, format)) {
    return texts.foreignFormats[format as ForeignFormatId];
  }
  if (code === 'too-many-pixels' && typeof limitMegapixels === 'number') {
    return { ...general, advice: texts.memoryAdvice(String(format), limitMegapixels, Number(jpegMegapixels)) };
  }
  if (code === 'face-too-small' && typeof facts.faceHeightPx === 'number') {
    const isReduced = facts.isReduced === 'yes';
    return { ...general, advice: texts.smallFaceAdvice(facts.faceHeightPx, Number(facts.leastPx), isReduced) };
  }
  return general;
}
