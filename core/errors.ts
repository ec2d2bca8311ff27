/**
 * The three kinds of error with the closed lists of their codes. Steps throw them. The handlers of the functions and
 * the API decide by kind and code, never by the text of the message.
 */

/** The rejections: another photo or another order is needed. A rejection is recorded once and never retried. */
export const rejections = {
  empty: { message: 'The file is empty.', advice: 'Send the photo again. The upload may have been interrupted.' },
  'too-large': { message: 'The file is larger than the limit.', advice: 'Send a JPEG of at most 25 MB.' },
  'too-many-pixels': { message: 'The picture has more pixels than the limit.', advice: 'Send at most 60 megapixels.' },
  'too-large-for-memory': {
    message: 'The work needs more memory than the function has.',
    advice: 'Send a smaller picture, or ask the operator of the studio to give the function more memory.',
  },
  'too-small': {
    message: 'The picture is too small for an ID photo.',
    advice: 'Use the original file from the camera, not a preview or a screenshot.',
  },
  'unsupported-format': {
    message: 'The file has no accepted picture format.',
    advice: 'Send JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF.',
  },
  unreadable: {
    message: 'The picture is damaged and cannot be read.',
    advice: 'Open the picture and save it again, or take another.',
  },
  'no-face': {
    message: 'No face was found.',
    advice: 'Look straight into the camera, in even light, with nothing in front of the face.',
  },
  'face-too-small': {
    message: 'The face is too small in the picture.',
    advice: 'Send the original file of the camera, not a preview, a screenshot or a copy from a chat, or come closer.',
  },
  'several-faces': {
    message: 'More than one face was found.',
    advice: 'Send a photo of one person, or allow the choice of the main person when one face is clearly larger.',
  },
  'one-face': {
    message: 'Only one face was found, and this document shows two people.',
    advice: 'Send one photo of both people side by side, both looking into the camera, from the chest up.',
  },
  'too-many-faces': {
    message: 'More than two faces were found, and this document shows two people.',
    advice: 'Send a photo of the two people alone, without other people or portraits in the picture.',
  },
  'face-cut': {
    message: 'The edge of the picture cuts the face.',
    advice: 'Take the photo again with the whole head and both shoulders in the picture.',
  },
  'no-person': {
    message: 'No person could be cut out of the picture.',
    advice: 'Stand away from the background, in even light.',
  },
  'no-ink': {
    message: 'No ink was found on the paper.',
    advice: 'Write on plain white paper with a dark pen, and photograph only the paper, from above.',
  },
  'too-faint': {
    message: 'The ink is too faint.',
    advice: 'Write with a black or blue pen, not with a pencil, and photograph it in good light.',
  },
  shadow: {
    message: 'A shadow covers the ink, or the picture is too dark.',
    advice: 'Photograph the paper in even daylight, without the shadow of the hand or the phone on it.',
  },
  'bad-order': {
    message: 'The order cannot be read.',
    advice: 'Check the folder name or the order against the README.',
  },
  'bad-roster': {
    message: 'The roster cannot be read.',
    advice: 'Correct it and store it again.',
  },
  'not-in-roster': {
    message: 'No row of the roster names this photo.',
    advice: 'Add a row with the name of the file and store roster.csv again. The roster must have this name.',
  },
  'file-size-unreachable': {
    message: 'The file cannot be made as small as the office requires.',
    advice: 'Order a lower density, or JPEG instead of PNG, or a plainer backdrop.',
  },
  'standard-forbids': {
    message: 'The rules of the office forbid this order.',
    advice: 'Order another backdrop, send a photo that needs no editing, or order without the option strict.',
  },
  'sheet-too-small': {
    message: 'The photos do not fit on the sheet.',
    advice: 'Order a larger paper, a narrower margin or gap, or fewer photos.',
  },
  'unknown-standard': {
    message: 'There is no such photo standard.',
    advice: 'Search the known standards: `npm run standards -- WORDS`.',
  },
} as const satisfies Record<string, { message: string; advice: string }>;

export type RejectionCode = keyof typeof rejections;

/** Codes of {@link Transient}. */
export type TransientCode =
  | 'storage-unavailable'
  | 'invoke-unavailable'
  | 'deployment-unavailable'
  | 'events-unavailable'
  | 'webhook-unavailable'
  | 'conflict';

/** Codes of {@link Fault}. */
export type FaultCode =
  | 'bad-config'
  | 'bad-event'
  | 'bad-payload'
  | 'missing-object'
  | 'model-missing'
  | 'model-corrupt'
  | 'model-failed'
  | 'bad-standard'
  | 'not-allowed'
  | 'internal';

/**
 * Figures and names of one rejection, from which the page makes its own text: `format`, `limitMegapixels`,
 * `faceHeightPx` ...
 */
export type RejectionFacts = Readonly<Record<string, string | number>>;

interface RejectionOptions extends ErrorOptions {
  /** What to do in this case, in place of the advice of the code. */
  readonly advice?: string;
  readonly facts?: RejectionFacts;
}

/** Thrown for a photo or an order that cannot be served. `code` selects message and advice from {@link rejections}. */
export class PhotoRejected extends Error {
  override readonly name = 'PhotoRejected';
  readonly code: RejectionCode;
  readonly advice: string;
  readonly facts: RejectionFacts;

  /** @param detail one sentence with the figures of this case, such as limits and sizes; never a file name. */
  constructor(code: RejectionCode, detail?: string, { advice, facts = {}, ...options }: RejectionOptions = {}) {
    super(detail ? `${rejections[code].message} ${detail}` : rejections[code].message, options);
    this.code = code;
    this.advice = advice ?? rejections[code].advice;
    this.facts = facts;
  }
}

/**
 * Thrown when a service is unavailable for a short time. Lambda retries; after the last attempt the event becomes a
 * dead letter.
 */
export class Transient extends Error {
  override readonly name = 'Transient';
  readonly code: TransientCode;

  constructor(code: TransientCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Thrown for a defect of the code or the deployment. Lambda retries it like any error; then it becomes a dead letter,
 * which raises an alarm.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
