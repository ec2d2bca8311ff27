/**
 * The three kinds of error and the closed list of their codes. Steps throw them; each function's one catch and the
 * HTTP layer decide by kind and code, never by message text.
 */

/** What only the person can mend: another photo, another order. Recorded once, never retried. */
export const rejections = {
  empty: { message: 'The file is empty.', advice: 'Send the photo again; the upload may have been cut off.' },
  'too-large': { message: 'The file is larger than the limit.', advice: 'Send a JPEG of at most 25 MB.' },
  'too-many-pixels': { message: 'The picture has more pixels than the limit.', advice: 'Send at most 60 megapixels.' },
  'too-small': {
    message: 'The picture is too small for an ID photo.',
    advice: 'Use the original file from the camera, not a preview or a screenshot.',
  },
  'unsupported-format': {
    message: 'The file is not a picture format that is accepted.',
    advice: 'Send JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF.',
  },
  unreadable: {
    message: 'The picture is damaged and cannot be read.',
    advice: 'Open and save it again, or take another.',
  },
  'no-face': {
    message: 'No face was found.',
    advice: 'Look straight into the camera, in even light, with nothing in front of the face.',
  },
  'several-faces': {
    message: 'More than one face was found.',
    advice: 'Send a photo of one person, or allow the main person to be chosen when it is clearly larger.',
  },
  'no-person': {
    message: 'Nobody could be cut out of the picture.',
    advice: 'Stand clear of the background, in even light.',
  },
  'bad-order': {
    message: 'The order cannot be read.',
    advice: 'Check the folder name or the order against the README.',
  },
  'file-size-unreachable': {
    message: 'The photo cannot be made as small as the office asks.',
    advice: 'Order a lower density, or JPEG instead of PNG, or a plainer backdrop.',
  },
  'standard-forbids': {
    message: 'The office forbids what was ordered.',
    advice: 'Order another backdrop, send a photo that needs no editing, or order without strict.',
  },
  'sheet-too-small': {
    message: 'The photos do not fit on the sheet.',
    advice: 'Order a larger paper, a narrower margin or gap, or fewer photos.',
  },
  'unknown-standard': {
    message: 'There is no such photo standard.',
    advice: 'List the known ones with `npm run standards`.',
  },
} as const satisfies Record<string, { message: string; advice: string }>;

export type RejectionCode = keyof typeof rejections;

/** What time can mend: the platform retries, then dead-letters. */
export type TransientCode = 'storage-unavailable' | 'invoke-unavailable' | 'deployment-unavailable' | 'conflict';

/** What only we can mend: it is retried like anything thrown, dead-letters and raises an alarm. */
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

/** A photo or order that cannot be served; `code` picks message and advice from {@link rejections}. */
export class PhotoRejected extends Error {
  override readonly name = 'PhotoRejected';
  readonly code: RejectionCode;
  readonly advice: string;

  /** @param detail one sentence with the figures of this case (limits, sizes); never a file name. */
  constructor(code: RejectionCode, detail?: string, options?: ErrorOptions) {
    super(detail ? `${rejections[code].message} ${detail}` : rejections[code].message, options);
    this.code = code;
    this.advice = rejections[code].advice;
  }
}

/** A dependency that is briefly unable: thrown so that the platform tries again. */
export class Transient extends Error {
  override readonly name = 'Transient';
  readonly code: TransientCode;

  constructor(code: TransientCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A defect or a wrong set-up of ours: thrown, dead-lettered, alarmed. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
