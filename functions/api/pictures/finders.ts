/** The functions that find something in pictures: where their results are, and what an answer of the API says of one. */
import type * as z from 'zod';
import type { FinderName } from '../../../core/functions.ts';
import { objectResultKey, plainFileName, tagResultKey } from '../../../core/keys.ts';
import { objectResultSchema } from '../../../core/object-result.ts';
import type { PictureResult } from '../../../core/picture-result.ts';
import type { PictureObjects, PictureTags } from '../../../core/pictures-api.ts';
import { tagResultSchema } from '../../../core/tag-result.ts';
import { parseJson } from '../../runtime/records.ts';

/** The part that the answers of all finders have. */
export type CommonAnswer = Pick<
  PictureObjects,
  'pictureId' | 'status' | 'isLate' | 'picture' | 'rejection' | 'degraded' | 'timings'
>;

interface Links {
  /** Returns a link to a file of the results bucket. */
  readonly linkTo: (key: string, fileName: string) => Promise<string>;
  /** When the links of this answer expire, ISO 8601. */
  readonly expiresAt: string;
}

/** A result as it is stored, with the own fields of the answer. */
interface ReadResult {
  /** Null while the picture waits. */
  readonly result: PictureResult | null;
  readonly own: object;
}

interface Finder {
  readonly resultKey: (pictureId: string) => string;
  /** @param bytes the stored result; null when there is none. */
  readonly read: (bytes: Uint8Array | null, links: Links) => Promise<ReadResult>;
}

export const finders: Readonly<Record<FinderName, Finder>> = {
  objects: {
    resultKey: objectResultKey,
    read: async (bytes, { linkTo, expiresAt }) => {
      const result = parsed(objectResultSchema, bytes);
      const { objects = [], model = null, drawn = null } = result ?? {};
      const drawnUrl = drawn && (await linkTo(drawn, plainFileName(drawn)));
      return {
        result,
        own: { objects, model, drawnUrl, expiresAt } satisfies Omit<PictureObjects, keyof CommonAnswer>,
      };
    },
  },
  tags: {
    resultKey: tagResultKey,
    read: async (bytes) => {
      const result = parsed(tagResultSchema, bytes);
      const { tags = [], limits = [], models = [], modelVersion = null } = result ?? {};
      return { result, own: { tags, limits, models, modelVersion } satisfies Omit<PictureTags, keyof CommonAnswer> };
    },
  },
};

/** Returns the result; null when there is none, or one that this version cannot read. */
function parsed<Result>(schema: z.ZodType<Result>, bytes: Uint8Array | null): Result | null {
  return (bytes && schema.safeParse(parseJson(bytes)).data) ?? null;
}
