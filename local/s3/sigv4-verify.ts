/**
 * Verifies the Signature Version 4 of a request's header or presigned URL, with the only key pair of this server. It
 * comes after request.ts; payload.ts then checks the body against the signed hash.
 */
import { S3Error } from './error.ts';
import { parameterOf, type S3Request } from './request.ts';
import {
  type CredentialScope,
  canonicalRequest,
  deriveSigningKey,
  type SignableRequest,
  sameSignature,
  scopeText,
  signText,
  stringToSign,
} from './sigv4-signing.ts';

/** The accepted key pair and region, and the clock for time limits. */
export interface Keyring {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly clock: () => Date;
}

/** A valid signature, with the parts that the check of the body needs. */
export interface VerifiedSignature {
  /** Hex SHA-256, `UNSIGNED-PAYLOAD` or one of the `STREAMING-` kinds. */
  readonly payloadHash: string;
  readonly amzDate: string;
  readonly scope: CredentialScope;
  readonly signingKey: Buffer;
  /** The request's signature, with which the chain of chunk signatures begins. */
  readonly signature: string;
}

/** The signature and its parts as a request states them, not verified. */
interface Claim {
  readonly scope: CredentialScope;
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payloadHash: string;
}

const maxSkewMs = 15 * 60 * 1000;
/** Seven days, S3's maximum for a presigned URL. */
const maxExpiresSeconds = 7 * 24 * 60 * 60;

/**
 * Verifies a request.
 * @throws S3Error naming the part that is missing, wrong or expired; `AccessDenied` without a signature.
 */
export function verifySignature(request: S3Request, keyring: Keyring): VerifiedSignature {
  const authorization = request.headers.get('authorization');
  if (authorization !== undefined && request.presigned) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed');
  }
  if (authorization === undefined && !request.presigned) {
    if (parameterOf(request, 'AWSAccessKeyId') !== undefined) throw otherMechanism();
    throw new S3Error('AccessDenied');
  }
  const claim = authorization === undefined ? claimOfQuery(request) : claimOfHeader(request, authorization);
  const problem = request.presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  checkScope(claim.scope, claim.amzDate, keyring, problem);
  checkToken(request.headers.get('x-amz-security-token') ?? parameterOf(request, 'X-Amz-Security-Token'));
  if (request.presigned) checkExpiry(request, claim.amzDate, keyring.clock());
  else checkSkew(claim.amzDate, keyring.clock());
  checkSignedHeaders(request, claim);
  const signingKey = deriveSigningKey(keyring.secretAccessKey, claim.scope);
  compareSignature(request, claim, signingKey);
  return { ...claim, signingKey };
}

/** Makes the error for other kinds of signatures, such as version 2. */
function otherMechanism(): S3Error {
  const message = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  return new S3Error('InvalidRequest', message);
}

function claimOfHeader(request: S3Request, authorization: string): Claim {
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) throw otherMechanism();
  const parts =
    /^AWS4-HMAC-SHA256 +Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (parts === null) throw new S3Error('AuthorizationHeaderMalformed');
  const [, credential = '', signedHeaders = '', signature = ''] = parts;
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return {
    scope: parseCredential(credential, 'AuthorizationHeaderMalformed'),
    amzDate: request.headers.get('x-amz-date') ?? amzDateOf(request.headers.get('date')),
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash,
  };
}

/**
 * Returns the date of a `Date` header, which counts when there is no `x-amz-date`, in the form `YYYYMMDDTHHMMSSZ`.
 * @throws S3Error `AccessDenied` without a readable date.
 */
function amzDateOf(date: string | undefined): string {
  if (date !== undefined && /^\d{8}T\d{6}Z$/.test(date)) return date;
  const time = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(time))
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function claimOfQuery(request: S3Request): Claim {
  const required = (name: string): string => {
    const value = parameterOf(request, name);
    // Only one of two different values was signed, and readers of the URL could use the other.
    if (request.query.filter(([parameter]) => parameter === name).length > 1) {
      throw new S3Error('AuthorizationQueryParametersError', `${name} must be given once.`);
    }
    if (value === undefined) {
      throw new S3Error(
        'AuthorizationQueryParametersError',
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return value;
  };
  if (required('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  return {
    scope: parseCredential(required('X-Amz-Credential'), 'AuthorizationQueryParametersError'),
    amzDate: required('X-Amz-Date'),
    signedHeaders: required('X-Amz-SignedHeaders').split(';'),
    signature: required('X-Amz-Signature'),
    payloadHash:
      request.headers.get('x-amz-content-sha256') ?? parameterOf(request, 'X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

type CredentialProblem = 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError' | 'InvalidArgument';

/**
 * Parses `KEY/DAY/REGION/s3/aws4_request`.
 * @throws S3Error with code `problem`, which depends on where the credential stood.
 */
export function parseCredential(credential: string, problem: CredentialProblem): CredentialScope {
  const parts = /^(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(credential);
  if (parts === null)
    throw new S3Error(
      problem,
      'The Credential is malformed; expecting "<access key>/YYYYMMDD/REGION/s3/aws4_request".',
    );
  const [, accessKeyId = '', day = '', region = ''] = parts;
  return { accessKeyId, day, region };
}

/** Checks a credential against the keyring and against the date of the request. @throws S3Error */
export function checkScope(
  scope: CredentialScope,
  amzDate: string,
  keyring: Keyring,
  problem: CredentialProblem,
): void {
  if (!sameSignature(keyring.accessKeyId, scope.accessKeyId)) {
    throw new S3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: scope.accessKeyId });
  }
  if (scope.region !== keyring.region) {
    throw new S3Error(problem, `The region '${scope.region}' is wrong; expecting '${keyring.region}'`, {
      Region: keyring.region,
    });
  }
  if (!amzDate.startsWith(scope.day))
    throw new S3Error(problem, 'The credential date does not match the request date.');
}

/**
 * Refuses session tokens. The server gives out none, so a token comes from the caller's environment by mistake.
 * @throws S3Error
 */
export function checkToken(token: string | undefined): void {
  if (token !== undefined)
    throw new S3Error('InvalidToken', 'This server accepts no session tokens; unset AWS_SESSION_TOKEN.');
}

/** Returns the epoch ms of `YYYYMMDDTHHMMSSZ`. @throws S3Error `AccessDenied` for other text. */
function parseAmzDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const time = parts === null ? Number.NaN : Date.parse(`${parts.slice(1, 4).join('-')}T${parts.slice(4).join(':')}Z`);
  if (Number.isNaN(time))
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  return time;
}

function checkSkew(amzDate: string, now: Date): void {
  if (Math.abs(now.getTime() - parseAmzDate(amzDate)) <= maxSkewMs) return;
  throw new S3Error('RequestTimeTooSkewed', undefined, {
    RequestTime: amzDate,
    ServerTime: now.toISOString(),
    MaxAllowedSkewMilliseconds: String(maxSkewMs),
  });
}

function checkExpiry(request: S3Request, amzDate: string, now: Date): void {
  const text = parameterOf(request, 'X-Amz-Expires') ?? '';
  const seconds = Number(text);
  if (!/^\d{1,9}$/.test(text) || seconds < 1 || seconds > maxExpiresSeconds) {
    throw new S3Error(
      'AuthorizationQueryParametersError',
      `X-Amz-Expires must be between 1 and ${maxExpiresSeconds} seconds`,
    );
  }
  const signedAt = parseAmzDate(amzDate);
  if (signedAt - now.getTime() > maxSkewMs) throw new S3Error('AccessDenied', 'Request is not valid yet');
  const expiresAt = signedAt + seconds * 1000;
  if (now.getTime() > expiresAt) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': text,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: now.toISOString(),
    });
  }
}

/** Refuses unsigned `x-amz-` headers: a proxy could add one that changes the meaning of the request. @throws S3Error */
function checkSignedHeaders(request: S3Request, claim: Claim): void {
  const signed = new Set(claim.signedHeaders);
  const unsigned = [...request.headers.keys()].filter((name) => name.startsWith('x-amz-') && !signed.has(name));
  if (!signed.has('host')) unsigned.push('host');
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
  }
}

function compareSignature(request: S3Request, claim: Claim, signingKey: Buffer): void {
  const signable: SignableRequest = {
    method: request.method,
    path: request.path,
    query: request.query.filter(([name]) => name !== 'X-Amz-Signature'),
    signedHeaders: claim.signedHeaders.map((name) => [name, request.headers.get(name) ?? '']),
    payloadHash: claim.payloadHash,
  };
  const canonical = canonicalRequest(signable);
  const toSign = stringToSign(claim.amzDate, claim.scope, canonical);
  if (sameSignature(signText(signingKey, toSign), claim.signature)) return;
  const ofBytes = stringToSign(claim.amzDate, claim.scope, canonical, 'latin1');
  if (sameSignature(signText(signingKey, ofBytes), claim.signature)) return;
  throw new S3Error('SignatureDoesNotMatch', undefined, {
    AWSAccessKeyId: claim.scope.accessKeyId,
    StringToSign: toSign,
    SignatureProvided: claim.signature,
    CanonicalRequest: canonical,
    Scope: scopeText(claim.scope),
  });
}
