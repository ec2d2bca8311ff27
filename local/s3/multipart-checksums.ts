/**
 * The checksums of multipart uploads: the kind that an upload begins with, and the checksum of the joined object.
 * multipart.ts calls it. Source: S3 user guide, "Checking object integrity in Amazon S3".
 */
import { type ChecksumAlgorithm, checksumSizesBytes, startDigest } from './checksums.ts';
import { S3Error } from './error.ts';
import type { VerifiedChecksum } from './payload.ts';
import type { ListedPart, UploadChecksum } from './store/multipart-uploads.ts';

type Lookup = (name: string) => string | undefined;

const algorithms = Object.keys(checksumSizesBytes) as ChecksumAlgorithm[];
/** The algorithms whose checksum of a whole object S3 computes, and those with a checksum of the parts' checksums. */
const ofWholeObject: readonly string[] = ['crc32', 'crc32c', 'crc64nvme'];
const ofParts: readonly string[] = ['crc32', 'crc32c', 'sha1', 'sha256'];

/**
 * Reads the kind of checksum from the headers of CreateMultipartUpload.
 * @returns undefined when the client names none.
 * @throws S3Error `NotImplemented` for other algorithms, `InvalidRequest` for a type that the algorithm does not have.
 */
export function readUploadChecksum(lookup: Lookup): UploadChecksum | undefined {
  const name = lookup('x-amz-checksum-algorithm');
  const type = lookup('x-amz-checksum-type')?.toUpperCase();
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw new S3Error('InvalidRequest', 'x-amz-checksum-type needs x-amz-checksum-algorithm.');
  }
  const algorithm = algorithms.find((each) => each === name.toLowerCase());
  if (algorithm === undefined) throw new S3Error('NotImplemented', `The checksum ${name} is not implemented.`);
  const known = type ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (known === 'FULL_OBJECT' && ofWholeObject.includes(algorithm)) return { algorithm, type: known };
  if (known === 'COMPOSITE' && ofParts.includes(algorithm)) return { algorithm, type: known };
  throw new S3Error('InvalidRequest', `The ${known} checksum type cannot be used with the ${name} algorithm.`);
}

/** Returns the headers that name the kind of checksum in the answer of CreateMultipartUpload. */
export function uploadChecksumHeaders(checksum: UploadChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return {
    'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
    'x-amz-checksum-type': checksum.type,
  };
}

/**
 * Checks that the call to complete an upload has the type of the upload, and for a composite checksum the checksum of
 * every part, as S3 demands. @throws S3Error `InvalidRequest`
 */
export function checkListedChecksums(
  kind: UploadChecksum | undefined,
  parts: readonly ListedPart[],
  lookup: Lookup,
): void {
  const type = lookup('x-amz-checksum-type')?.toUpperCase();
  if (kind !== undefined && type !== undefined && type !== kind.type) {
    throw new S3Error('InvalidRequest', `The upload was created with the checksum type ${kind.type}, not ${type}.`);
  }
  if (kind?.type !== 'COMPOSITE') return;
  const without = parts.find((part) => part.checksums.every(({ algorithm }) => algorithm !== kind.algorithm));
  if (without === undefined) return;
  throw new S3Error(
    'InvalidRequest',
    `The upload was created using a ${kind.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${without.number} in the request.`,
  );
}

/**
 * Returns the checksum of the parts' checksums, `{base64}-{count}`; undefined unless the upload has a composite checksum.
 * The listed checksums must be verified. @throws S3Error `BadDigest` when
 * the client sent another value, `InvalidRequest` for another algorithm.
 */
export function compositeChecksum(
  kind: UploadChecksum | undefined,
  parts: readonly ListedPart[],
  lookup: Lookup,
): VerifiedChecksum | undefined {
  if (kind?.type !== 'COMPOSITE') return undefined;
  const { algorithm } = kind;
  const other = algorithms.find((each) => each !== algorithm && lookup(`x-amz-checksum-${each}`) !== undefined);
  if (other !== undefined) {
    throw new S3Error('InvalidRequest', `The upload was created with the checksum ${algorithm}, not ${other}.`);
  }
  const digest = startDigest(algorithm);
  for (const part of parts) {
    const listed = part.checksums.find((each) => each.algorithm === algorithm);
    digest.update(Buffer.from(listed?.value ?? '', 'base64'));
  }
  const value = `${digest.digest().toString('base64')}-${parts.length}`;
  const expected = lookup(`x-amz-checksum-${algorithm}`);
  if (expected !== undefined && expected !== value) throw new S3Error('BadDigest');
  return { algorithm, value, type: 'COMPOSITE' };
}

/** Returns the name of a checksum in S3's documents: `ChecksumCRC32`. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm.toUpperCase()}`;

/** Returns the checksums that `textOf` finds by their names in S3's documents. */
export function readListedChecksums(textOf: (name: string) => string | undefined): VerifiedChecksum[] {
  return algorithms.flatMap((algorithm) => {
    const value = textOf(checksumElement(algorithm))?.trim();
    return value === undefined ? [] : [{ algorithm, value }];
  });
}
