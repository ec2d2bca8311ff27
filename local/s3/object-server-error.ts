/** Thrown when an object server cannot start: its options are wrong, or another server uses its data folder. */
export class ObjectServerError extends Error {
  override readonly name = 'ObjectServerError';
  readonly code = 'bad-config';
}
