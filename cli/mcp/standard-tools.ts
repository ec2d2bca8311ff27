/** The tools about photo standards: find_standards, explain_standard. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as z from 'zod';
import { type ApiStandard, apiStandardSchema, maxQueryLength } from '../../core/api.ts';
import { findStandards } from '../../core/find-standard.ts';
import { type Verdict, verdicts } from '../../core/verdict.ts';
import { catalogue, describeStandard } from '../../functions/api/catalogue.ts';
import { explainStandard } from '../standard-page.ts';
import { ofCountry } from '../standards.ts';
import { answerOf } from './tool-failure.ts';

const annotations = { readOnlyHint: true, openWorldHint: false };

/** What each verdict means, for explain_standard. */
const verdictTerms: Readonly<Record<Verdict, string>> = {
  ready: 'No check speaks against the photo; notChecked lists the rules that were not judged.',
  'look-again': 'A person has to look at the points in reasons.',
  'will-be-refused': 'The photo breaks a rule that the office states; reasons names it and its source.',
};

const findInput = z.strictObject({
  query: z
    .string()
    .max(maxQueryLength)
    .default('')
    .describe('A document, country, id or size, in English or Chinese: us passport, india, 一寸, 2x2in. Empty: all.'),
  country: z.string().max(4).optional().describe('ISO 3166-1 alpha-2 code, EU for Schengen, INTL for no country.'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(300).default(50),
});

const listed = apiStandardSchema
  .pick({ id: true, name: true, country: true, category: true, sizes: true })
  .extend({ backdrops: z.array(z.string()) });

const findOutput = z.object({
  match: z
    .enum(['all', 'found', 'nearest'])
    .describe('nearest: no standard matches the query, and the three nearest are listed.'),
  total: z.int().describe('All that match; offset and limit choose a part.'),
  standards: z.array(listed),
});

const explainInput = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .describe('An id of find_standards, a name, a pack such as ssc-cgl, or a size such as 35x45mm.'),
});

const explainOutput = z.object({
  standards: z.array(apiStandardSchema).describe('One; for a pack, those of its photos.'),
  page: z.string().describe('The same as text, with the rules in mm and px.'),
  verdicts: z.record(z.enum(verdicts), z.string()).describe('What the verdict of a photo means.'),
});

/** Adds the tools to a server. */
export function addStandardTools(server: McpServer): void {
  const find = {
    title: 'List and find photo standards',
    description: 'Lists or searches the standards of ID photos (passports, visas, cards, exams), with their sizes.',
    ...{ inputSchema: findInput, outputSchema: findOutput, annotations },
  };
  server.registerTool('find_standards', find, (args) => answerOf(async () => structured(found(args))));
  const explain = {
    title: 'Explain a photo standard',
    description: 'Returns the rules of a standard with their sources, what is allowed, and what the verdicts mean.',
    ...{ inputSchema: explainInput, outputSchema: explainOutput, annotations },
  };
  server.registerTool('explain_standard', explain, ({ name }) => answerOf(async () => structured(explained(name))));
}

function found({ query, country, offset, limit }: z.output<typeof findInput>): z.input<typeof findOutput> {
  const { match, standards } = catalogue(query);
  const inCountry = country === undefined ? null : new Set(ofCountry(country).map(({ id }) => id));
  const chosen = inCountry === null ? standards : standards.filter(({ id }) => inCountry.has(id));
  return { match, total: chosen.length, standards: chosen.slice(offset, offset + limit).map(short) };
}

function short({ id, name, country, category, sizes, backdrops }: ApiStandard): z.input<typeof listed> {
  return { id, name, country, category, sizes, backdrops: backdrops.map((backdrop) => backdrop.name.en) };
}

/** @throws PhotoRejected `unknown-standard` with the nearest ids. */
function explained(name: string): z.input<typeof explainOutput> {
  const standards = findStandards(name);
  return {
    standards: standards.map(describeStandard),
    page: standards.map(explainStandard).join('\n'),
    verdicts: verdictTerms,
  };
}

/** Returns an answer as an object, and as text for clients without structured answers. */
function structured(value: Record<string, unknown>) {
  return { structuredContent: value, content: [{ type: 'text' as const, text: JSON.stringify(value) }] };
}
