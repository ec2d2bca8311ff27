/**
 * What `GET /api/instances` answers on one machine: which processes there are just now, what the last invocations took,
 * and what Lambda would have asked for them. The local front door gives it, the page shows it.
 */
import * as z from 'zod';

export const instancesSchema = z
  .object({
    enforcement: z
      .object({ memory: z.string(), cpu: z.string(), reason: z.string() })
      .meta({ description: 'What holds instances to their size here.' }),
    isolation: z
      .object({ user: z.string(), files: z.string(), reason: z.string() })
      .meta({ description: 'What holds them apart.' }),
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
        idleMs: z.number().meta({ description: 'How long an instance stays warm without work.' }),
        queued: z.number().meta({ description: 'Events that wait or run.' }),
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
      .meta({ description: 'Processes that exist; a function without one is cold.' }),
    invocations: z
      .array(
        z.object({
          requestId: z.string(),
          functionName: z.string(),
          photo: z.string().nullable().meta({ description: "The photo's `reference`, where it was about one." }),
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
      .meta({ description: 'The last ones, latest last.' }),
    totals: z
      .object({ invocations: z.number(), gbSeconds: z.number(), priceUsd: z.number() })
      .meta({ description: 'Since the studio started.' }),
    nowMs: z.number(),
  })
  .meta({ title: 'Instances' });

export type Instances = z.infer<typeof instancesSchema>;
