/** The table of standards as data for others: one JSON document with its licence, and the JSON Schema of it. */
import * as z from 'zod';
import { documentKinds } from '../forms/document-kinds.ts';
import { type Pack, packs } from '../forms/packs.ts';
import { type PhotoStandard, standards } from '../standards.ts';
import { recordSchema } from './schema.ts';

/** Names of the two files, beside each other. */
export const dataFile = 'standards.json';
export const schemaFile = 'standards.schema.json';

const licence = 'https://creativecommons.org/publicdomain/zero/1.0/';

const side = z.tuple([z.int(), z.int()]);

const packSchema = z
  .object({
    id: z.string(),
    name: z.object({ en: z.string(), zh: z.string() }),
    country: z.string().length(2),
    checked: z.iso.date(),
    remark: z.string().nullable(),
    sources: z.array(z.object({ kind: z.string(), ref: z.string() })),
    files: z.array(
      z.object({
        file: z.string(),
        kind: z.enum(['photo', ...documentKinds]),
        standard: z.string().optional().describe('of a photo: its standard'),
        size: z.string().optional().describe('of ink: the size in px with its limits in kB'),
        minPx: side.optional(),
        maxPx: side.optional(),
        remark: z.string().optional(),
      }),
    ),
  })
  .describe('A form that asks for several files.');

const publishedSchema = z
  .object({
    $schema: z.string(),
    licence: z.literal(licence),
    about: z.string(),
    standards: z.array(
      recordSchema.omit({ convention: true }).extend({
        confidence: z
          .enum(['official', 'secondary', 'convention'])
          .describe('official: a page of the office was read; secondary: other texts; convention: there is no office'),
      }),
    ),
    packs: z.array(packSchema),
  })
  .meta({
    title: 'Photo standards',
    description:
      'Rules of offices for ID photos, each with its sources. The fields are explained in docs/guide/standards.md.',
  });

/** The document. Its facts are free for any use (CC0 1.0). */
interface PublishedStandards {
  readonly $schema: string;
  readonly licence: string;
  readonly about: string;
  readonly standards: readonly PhotoStandard[];
  readonly packs: readonly Pack[];
}

/** Returns the document with every standard and every pack. */
export function publishedStandards(): PublishedStandards {
  const about =
    'Rules for ID photos, in our own words, with sources and the day on which each record was checked. Without warranty: the office decides.';
  return { $schema: `./${schemaFile}`, licence, about, standards, packs };
}

/** Returns the JSON Schema of the document. */
export function publishedJsonSchema(): object {
  return z.toJSONSchema(publishedSchema, { io: 'output' });
}
