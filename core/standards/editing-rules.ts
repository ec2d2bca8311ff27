/** The editing rules of an office without a readable rule. Without zod, so that the page can contain it. */
export const unknownEditing = {
  crop: 'not-known',
  resize: 'not-known',
  rotate: 'not-known',
  replaceBackdrop: 'not-known',
  tone: 'not-known',
  retouch: 'not-known',
  says: null,
  source: null,
  read: null,
} as const;
