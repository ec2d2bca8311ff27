/**
 * The response of `GET /api/instances`, which exists only in a studio on one machine: the running instances, the last
 * invocations, and their price on Lambda. The function URL server sends it, and the page shows it.
 */
import * as z from 'zod';

export const instancesSchema = z
  .object({
    enforcement: z
      .object({ memory: z.string(), cpu: z.string(), reason: z.string() })
      .meta({ description: 'How the memory and CPU limits of instances are enforced on this machine.' }),
    isolation: z
      .object({ user: z.string(), files: z.string(), reason: z.string() })
      .meta({ description: 'How instances are isolated from each other.' }),
    price: z.object({
      usdPerGbSecond: z.number(),
      usdPerRequest: z.number(),
      source: z.string(),
    }),
    functions: z.array(
      z.object({
        name: z.string(),
        memoryMb: z.number(),
        maxConcurrency: z.number(),
        idleMs: z.number().meta({ description: 'How long an instance stays warm without an invocation.' }),
        queued: z.number().meta({ description: 'Events in the function queue and running events.' }),
      }),
    ),
    instances: z
      .array(
        z.object({
          id: z.string(),
          functionName: z.string(),
          state: z.enum(['starting', 'busy', 'warm', 'ending']),
          startedAtMs: z.number(),
          lastUsedAtMs: z.number(),
          invocations: z.number(),
          memoryMb: z.number(),
          peakMemoryMb: z.number(),
        }),
      )
      .meta({ description: 'The existing instances. A function without an instance is cold.' }),
    invocations: z
      .array(
        z.object({
          requestId: z.string(),
          functionName: z.string(),
          photo: z
            .string()
            .nullable()
            .meta({ description: "The photo's `reference`; null when the invocation was not about a photo." }),
          status: z.string(),
          coldStart: z.boolean(),
          startedAtMs: z.number(),
          durationMs: z.number(),
          initMs: z.number().nullable(),
          billedMs: z.number(),
          memoryMb: z.number(),
          peakMemoryMb: z.number(),
          gbSeconds: z.number(),
          priceUsd: z.number(),
        }),
      )
      .meta({ description: 'The last invocations, the latest one last.' }),
    totals: z
      .object({ invocations: z.number(), gbSeconds: z.number(), priceUsd: z.number() })
      .meta({ description: 'Since the studio started.' }),
    nowMs: z.number(),
  })
  .meta({ title: 'Instances' });

export type Instances = z.infer<typeof instancesSchema>;
