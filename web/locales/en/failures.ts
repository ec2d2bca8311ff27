/** The reasons for a rejected photo or a failed request, with advice, in English. The keys are RejectionCode and FailureCode. */
import { type ForeignFormatId, foreignFormats } from '../../../core/foreign-formats.ts';
import type { Advice, Texts } from '../texts.ts';

/** Returns the texts of the core with a title each. */
function foreignFormatsOf(): Texts['foreignFormats'] {
  const entries = Object.entries(foreignFormats).map(([id, { name, advice }]): [string, Advice] => {
    return [id, { title: `This is ${name}`, advice }];
  });
  return Object.fromEntries(entries) as Record<ForeignFormatId, Advice>;
}

export const foreignFormatsEn = foreignFormatsOf();

export const rejectionsEn: Texts['rejections'] = {
  empty: { title: 'The file is empty', advice: 'Send the photo again; the upload may have been cut off.' },
  'too-large': { title: 'The file is too large', advice: 'Save it as a JPEG of at most 25 MB.' },
  'too-many-pixels': { title: 'The picture has too many pixels', advice: 'Send at most 60 megapixels.' },
  'too-large-for-memory': {
    title: 'The studio has too little memory for it',
    advice: 'Send a smaller picture, or ask the operator of the studio to give the function more memory.',
  },
  'too-small': {
    title: 'The picture is too small',
    advice: 'Use the original file from the camera, not a preview or a screenshot.',
  },
  'unsupported-format': {
    title: 'This is not a picture we can read',
    advice: 'Send JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP or GIF.',
  },
  unreadable: { title: 'The picture is damaged', advice: 'Open and save it again, or take another.' },
  'no-face': {
    title: 'No face was found',
    advice: 'Look straight into the camera, in even light, with nothing in front of the face.',
  },
  'face-too-small': {
    title: 'The face is too small',
    advice: 'Send the original file from the camera, not a preview or a screenshot, or come closer.',
  },
  'several-faces': {
    title: 'There is more than one face',
    advice: 'Take the photo alone. If the others stand far behind, the largest face can be used.',
  },
  'one-face': {
    title: 'This document shows two people',
    advice: 'Send one photo of both people side by side, both looking into the camera, from the chest up.',
  },
  'too-many-faces': {
    title: 'There are more than two faces',
    advice: 'Take a photo of the two of you alone, with no other people or portraits in the picture.',
  },
  'face-cut': {
    title: 'The face is cut off',
    advice: 'Take it again with the whole head and both shoulders in the picture.',
  },
  'no-person': { title: 'No person could be cut out', advice: 'Stand clear of the background, in even light.' },
  'bad-roster': { title: 'The roster cannot be read', advice: 'Correct it and store it again.' },
  'not-in-roster': {
    title: 'No row of the roster names this photo',
    advice: 'Add a row with the name of the file and store roster.csv again.',
  },
  'no-ink': {
    title: 'No ink was found',
    advice: 'Write on plain white paper with a dark pen, and photograph only the paper, from above.',
  },
  'too-faint': { title: 'The ink is too faint', advice: 'Write with a black or blue pen, not with a pencil.' },
  shadow: {
    title: 'A shadow covers the ink',
    advice: 'Photograph the paper in even daylight, without the shadow of your hand or phone.',
  },
  'bad-order': { title: 'These settings do not work', advice: 'Choose another document, size or background.' },
  'file-size-unreachable': {
    title: 'The office’s file limit cannot be met',
    advice: 'Choose a plain background, or the print version.',
  },
  'standard-forbids': {
    title: 'The office forbids this',
    advice: 'Choose another background, or a photo that needs no editing.',
  },
  'sheet-too-small': {
    title: 'The photo does not fit on the sheet',
    advice: 'Choose a larger paper or a narrower margin.',
  },
  'unknown-standard': { title: 'This document is not known', advice: 'Choose another from the list.' },
};

export const failuresEn: Texts['failures'] = {
  offline: { title: 'The connection is gone', advice: 'It continues automatically when the connection is back.' },
  expired: { title: 'Too much time has passed', advice: 'Try again; the photo is sent again.' },
  gone: { title: 'The photo is no longer in the studio', advice: 'It was deleted or has expired. Add it again.' },
  'cutout-expired': {
    title: 'The photo can no longer be changed',
    advice: 'Its cutout has expired. The finished files are still there; to change the photo, add it again.',
  },
  lost: {
    title: 'The studio is taking far too long with this photo',
    advice: 'It is not lost. Try again later, or tell the person who runs the studio.',
  },
  busy: { title: 'The studio is busy', advice: 'The page tries again automatically.' },
  'daily-limit': {
    title: 'This access code has made all its photos of today',
    advice: 'Try again tomorrow, or ask the person who runs the studio for a higher limit.',
  },
  unknown: {
    title: 'Something went wrong in the studio',
    advice: 'Try again. If it happens again, tell the person who runs it.',
  },
};
