/** Names the cause of a failed download in one sentence. */

/** Causes by error code. The first that is found in npm's output or in the chain of causes counts. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/\b(ENOTFOUND|EAI_AGAIN)\b/, 'the name of the server was not found; this machine seems to be offline'],
  [/\b(ENETUNREACH|EHOSTUNREACH|ENETDOWN)\b/, 'the network cannot be reached; this machine seems to be offline'],
  [/\bECONNREFUSED\b/, 'the server or proxy refused the connection'],
  [/\b(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_CONNECT_TIMEOUT)\b/, 'the server did not answer in time'],
  [/\b(ECONNRESET|EPIPE|UND_ERR_SOCKET)\b/, 'the connection was interrupted'],
  [
    /\b(SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|CERT_HAS_EXPIRED|DEPTH_ZERO\w*)\b/,
    'the certificate of the server or proxy is not trusted',
  ],
  [/\bE40[13]\b/, 'the registry refused the request; check the registry and login in .npmrc'],
  [/\bE404\b/, 'the registry does not have the package'],
  [/\bENOSPC\b/, 'the disk is full'],
  [/\b(EACCES|EPERM|EROFS)\b/, 'a folder of this machine cannot be written'],
];

/** Returns the cause that an output of npm names; null when it names no known one. */
export function causeInText(text: string): string | null {
  return causes.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Returns the cause of an error: a known code in its chain of causes, else the message of the innermost error. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch() reports every attempt of a connection in one AggregateError.
  const inner = error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  if (inner !== undefined) return causeOf(inner);
  const { code = '' } = error as NodeJS.ErrnoException;
  return causeInText(code) ?? error.message;
}
