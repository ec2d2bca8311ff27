/** The result of the function that tags pictures: one JSON file for each upload under `tags/`. */
import * as z from 'zod';
import { pictureResultFields } from './picture-result.ts';

/** What a tag is about: `label` comes from a tagger, the others from rules and the usual networks. */
export const tagKinds = ['label', 'thing', 'people', 'colour', 'tone', 'light', 'shape'] as const;

const tagSchema = z.object({
  /** The id of a label (core/labels), or one of the tagger's own. */
  tag: z.string(),
  en: z.string(),
  zh: z.string(),
  /** 0..1: the certainty of a network, the share of a colour in the picture, 1 for what is measured. */
  score: z.number(),
  kind: z.enum(tagKinds),
  /** How many things or faces; null for other kinds. */
  count: z.number().nullable(),
  /** The mean of the pixels of a colour, `#rrggbb`; null for other kinds. */
  colour: z.string().nullable(),
});
export type Tag = Readonly<z.infer<typeof tagSchema>>;

export const tagResultSchema = z.object({
  ...pictureResultFields,
  /** By kind, the best of each first. */
  tags: z.array(tagSchema),
  /** What these tags cannot say. */
  limits: z.array(z.object({ code: z.string(), en: z.string(), zh: z.string() })),
  /** The networks that looked; `digest` is the sha256 of the graph and of the weights, separated by a space. */
  models: z.array(z.object({ id: z.string(), digest: z.string() })),
  /** The name of the function among its versions; null when it has none. */
  modelVersion: z.string().nullable().default(null),
});
export type TagResult = z.infer<typeof tagResultSchema>;
