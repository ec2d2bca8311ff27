/**
 * Reads the policy of a browser form and checks the form's fields and the file's size against its conditions. post.ts
 * verifies the signature of the policy first.
 * Source: S3 API reference, "POST policy" (read 2026-11-20). The error texts are those of S3.
 */
import { S3Error } from './error.ts';

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string; readonly source: string }
  | { readonly kind: 'size'; readonly minBytes: number; readonly maxBytes: number }
  | { readonly kind: 'unknown'; readonly source: string };

/** A parsed policy. */
export interface PostPolicy {
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly conditions: readonly Condition[];
}

/** The sizes that all `content-length-range` conditions allow. */
export interface SizeRange {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Fields that need no condition. */
const exemptFields = new Set(['file', 'policy', 'x-amz-signature']);

/** Parses the base64 text of the `policy` field. @throws S3Error `InvalidPolicyDocument` */
export function parsePolicy(encoded: string): PostPolicy {
  const policy = parseObject(Buffer.from(encoded, 'base64').toString('utf8'));
  const { expiration, conditions } = policy;
  const expiresAt =
    typeof expiration === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(expiration)
      ? Date.parse(expiration)
      : Number.NaN;
  if (Number.isNaN(expiresAt)) {
    throw new S3Error('InvalidPolicyDocument', "Invalid Policy: Invalid 'expiration' value.");
  }
  if (!Array.isArray(conditions)) {
    throw new S3Error('InvalidPolicyDocument', 'Invalid Policy: Policy is missing conditions.');
  }
  return { expiresAt, conditions: conditions.flatMap(parseCondition) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The error below covers this case too.
  }
  throw new S3Error('InvalidPolicyDocument');
}

function parseCondition(condition: unknown): Condition[] {
  if (Array.isArray(condition)) return [parseTriple(condition)];
  if (typeof condition !== 'object' || condition === null) return [unknownCondition(condition)];
  return Object.entries(condition).map(([field, value]) => parseTriple(['eq', `$${field}`, value]));
}

/**
 * Fields that allow `starts-with` conditions; all others allow only exact matches (S3 API reference, "POST policy").
 */
const prefixFields =
  /^(acl|key|cache-control|content-(type|disposition|encoding)|expires|redirect|success_action_redirect|x-amz-meta-.+)$/;

function parseTriple(triple: readonly unknown[]): Condition {
  const [operator, second, third] = triple;
  const kind = typeof operator === 'string' ? operator.toLowerCase() : '';
  if (triple.length !== 3) return unknownCondition(triple);
  if (kind === 'content-length-range' && isSize(second) && isSize(third)) {
    return { kind: 'size', minBytes: second, maxBytes: third };
  }
  if ((kind === 'eq' || kind === 'starts-with') && typeof second === 'string' && typeof third === 'string') {
    const field = second.slice(1).toLowerCase();
    const allowed = kind === 'eq' || prefixFields.test(field);
    if (second.startsWith('$') && allowed) return { kind, field, value: third, source: conditionText(triple) };
  }
  return unknownCondition(triple);
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Makes a condition that always fails. A condition that the server cannot read may forbid something. */
const unknownCondition = (source: unknown): Condition => ({ kind: 'unknown', source: conditionText(source) });

const conditionText = (source: unknown): string =>
  Array.isArray(source) ? `[${source.map(partText).join(', ')}]` : partText(source);

/** Writes one part of a condition. Nested values are not written out, because deep nesting would overflow the stack. */
const partText = (part: unknown): string =>
  typeof part === 'object' && part !== null ? (Array.isArray(part) ? '[...]' : '{...}') : JSON.stringify(part);

/**
 * Checks a form against its policy.
 * @param fields the form's fields by lower-case name, with `bucket` and the final `key`.
 * @returns the sizes that the file may have.
 * @throws S3Error `AccessDenied` naming the first condition that fails, or the first field that no condition names.
 */
export function applyPolicy(policy: PostPolicy, fields: ReadonlyMap<string, string>, now: Date): SizeRange {
  if (now.getTime() >= policy.expiresAt) throw refused('Policy expired.');
  const covered = new Set<string>(exemptFields);
  let sizes: SizeRange = { minBytes: 0, maxBytes: Number.POSITIVE_INFINITY };
  for (const condition of policy.conditions) {
    if (condition.kind === 'size') {
      const { minBytes, maxBytes } = condition;
      sizes = { minBytes: Math.max(sizes.minBytes, minBytes), maxBytes: Math.min(sizes.maxBytes, maxBytes) };
    } else if (condition.kind === 'unknown' || !holds(condition, fields.get(condition.field) ?? '')) {
      throw refused(`Policy Condition failed: ${condition.source}`);
    } else covered.add(condition.field);
  }
  const extra = [...fields.keys()].find((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
  return sizes;
}

const refused = (reason: string): S3Error => new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`);

function holds(condition: Condition & { kind: 'eq' | 'starts-with' }, value: string): boolean {
  if (condition.kind === 'eq') return value === condition.value;
  // A content type may be a list. S3 checks the prefix of every item.
  const items = condition.field === 'content-type' ? value.split(',').map((item) => item.trim()) : [value];
  return items.every((item) => item.startsWith(condition.value));
}

/** Yields the file's chunks and checks its size. @throws S3Error `EntityTooLarge`, `EntityTooSmall` */
export async function* checkSize(file: AsyncIterable<Buffer>, sizes: SizeRange): AsyncGenerator<Buffer> {
  let sizeBytes = 0;
  for await (const chunk of file) {
    sizeBytes += chunk.length;
    if (sizeBytes > sizes.maxBytes) {
      throw new S3Error('EntityTooLarge', undefined, {
        ProposedSize: String(sizeBytes),
        MaxSizeAllowed: String(sizes.maxBytes),
      });
    }
    yield chunk;
  }
  if (sizeBytes < sizes.minBytes) {
    throw new S3Error('EntityTooSmall', undefined, {
      ProposedSize: String(sizeBytes),
      MinSizeAllowed: String(sizes.minBytes),
    });
  }
}
