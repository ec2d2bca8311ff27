/** Builds the OpenAPI 3.1 document from the operations and from the schemas that check the requests. */
import * as z from 'zod';
import { apiErrorSchema } from '../../core/api.ts';
import { type ApiErrorCode, apiErrors, broken, statusOfRejection, unavailable } from '../../core/api-errors.ts';
import { Fault, type RejectionCode } from '../../core/errors.ts';
import { type Operation, operations } from './operations.ts';

type Json = Readonly<Record<string, unknown>>;

const version = '1.0.0';

/** Returns the document as a JSON value. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Zerobooth API',
      version,
      description: 'Send a portrait, wait for its record, fetch finished ID photos, order again, delete.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: paths(),
    components: {
      schemas: components(),
      securitySchemes: {
        accessCode: { type: 'http', scheme: 'bearer', description: 'The access code, where the studio requires one.' },
      },
    },
  };
}

function paths(): Json {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const [name, operation] of Object.entries(operations) as [string, Operation][]) {
    byPath[operation.path] = { ...byPath[operation.path], [operation.method.toLowerCase()]: describe(name, operation) };
  }
  return byPath;
}

function describe(operationId: string, operation: Operation): Json {
  const { summary, isPublic, request, form, files = [], status, answer } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId,
    summary,
    security: isPublic ? [] : [{ accessCode: [] }, {}],
    ...(parameters.length > 0 && { parameters }),
    ...(request && { requestBody: { required: true, ...jsonContent(reference(request)) } }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': { schema: reference(form) } } } }),
    responses: {
      [status]: { description: summary, ...answerContent(answer, files) },
      ...(files.length > 0 && { 202: { description: notYet, ...answerContent(answer, []) } }),
      ...refusals(operation),
    },
  };
}

const notYet = 'The photo is not finished yet. It goes on; the header location is its address.';

/** Returns the content of an answer: a file of one of the types, or JSON. */
function answerContent(answer: Operation['answer'], files: readonly string[]): Json {
  if (!answer) return {};
  const types = files.map((type) => [type, { schema: { type: 'string', contentMediaType: type } }]);
  const json = jsonContent(answer === 'document' ? {} : reference(answer)) as { content: Json };
  return { content: { ...Object.fromEntries(types), ...json.content } };
}

const contentDigest: Json = {
  ...{ name: 'x-amz-content-sha256', in: 'header', required: false },
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  description: 'The sha256 of the body in hex. Needed where CloudFront is before the API, at a domain of its own.',
};

const repeatKey: Json = {
  ...{ name: 'idempotency-key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } },
  description: 'A repeated request with the same key, file and order gets the same photo.',
};

function parametersOf({ path, query = {}, request, form }: Operation): Json[] {
  const schema = { type: 'string', pattern: '^[0-9a-f]{32}\\.[a-z]{3,4}$' };
  const photo = {
    name: 'name',
    in: 'path',
    required: true,
    schema,
    description: 'The photoId or pictureId behind `form/`.',
  };
  const asked = Object.entries(query).map(([name, { description, maxLength }]) => {
    return { name, in: 'query', schema: { type: 'string', maxLength }, description };
  });
  return [
    ...(path.includes('{name}') ? [photo] : []),
    ...asked,
    ...(request || form ? [contentDigest] : []),
    ...(form ? [repeatKey] : []),
  ];
}

/** Returns one response per status, with the error codes that have this status. */
function refusals({ isPublic, request, refusals }: Operation): Json {
  const codes: ApiErrorCode[] = [
    ...refusals,
    ...(isPublic ? [] : (['wrong-code', 'too-many-tries'] as const)),
    ...(request ? (['bad-json', 'bad-request', 'body-too-large', 'bad-content-type'] as const) : []),
    ...['storage-unavailable' as const, 'internal' as const],
  ];
  const byStatus = new Map<number, string[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  const waits = { 'retry-after': { schema: { type: 'integer' }, description: 'Seconds.' } };
  const entries = [...byStatus].map(([status, named]) => [
    String(status),
    {
      description: named.map((code) => `\`${code}\``).join(', '),
      ...([429, 503].includes(status) && { headers: waits }),
      ...jsonContent(reference(apiErrorSchema)),
    },
  ]);
  return Object.fromEntries(entries);
}

function statusOf(code: ApiErrorCode): number {
  if (code === 'internal') return broken.status;
  if (code in apiErrors) return apiErrors[code as keyof typeof apiErrors].status;
  const isTransient = ['storage-unavailable', 'invoke-unavailable', 'conflict'].includes(code);
  return isTransient ? unavailable.status : statusOfRejection(code as RejectionCode);
}

const jsonContent = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const reference = (schema: z.ZodType): Json => ({ $ref: `#/components/schemas/${nameOf(schema)}` });

function nameOf(schema: z.ZodType): string {
  const { title } = z.globalRegistry.get(schema) ?? {};
  if (!title) throw new Fault('internal', 'a schema of the API has no title');
  return title;
}

/** Returns the schemas: requests in their input form (defaults may be left out), answers in their output form. */
function components(): Json {
  const all = (Object.values(operations) as Operation[]).flatMap(({ request, form, answer }) => [
    ...(form ? [{ schema: form, io: 'input' as const }] : []),
    ...(request ? [{ schema: request, io: 'input' as const }] : []),
    ...(answer && answer !== 'document' ? [{ schema: answer, io: 'output' as const }] : []),
  ]);
  const described = [...all, { schema: apiErrorSchema, io: 'output' as const }].map(({ schema, io }) => {
    const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
    return [nameOf(schema), rest];
  });
  return Object.fromEntries(described);
}
