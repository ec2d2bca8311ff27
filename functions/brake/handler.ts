/**
 * The brake: CloudWatch invokes it when the run time of a day cost more than `brakeUsdPerDay`. It stops matting until an
 * operator releases it (`npm run ops -- brake release`).
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { putBrakeOn } from '../runtime/brake.ts';
import { brakeConfig, configFromEnv } from '../runtime/config.ts';
import { errorFields, log, safeError } from '../runtime/log.ts';
import { openBucket } from '../runtime/object-store.ts';

const { mattingFunction, mattingConcurrency, brakeUsdPerDay, resultsBucket } = configFromEnv(brakeConfig);
const braked = { lambda: new LambdaClient(), results: openBucket(resultsBucket), functionName: mattingFunction };

/** Amazon CloudWatch user guide, "Invoke a Lambda function from an alarm", read 2026-11-29. */
const alarmEvent = z.object({
  source: z.literal('aws.cloudwatch'),
  time: z.string(),
  alarmData: z.object({ state: z.object({ value: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']) }) }),
});

/**
 * Puts the brake on. Lambda invokes it again when it fails.
 * @throws Fault `bad-event` for an event that is not from an alarm; the error of Lambda or S3.
 */
export async function handler(event: unknown): Promise<void> {
  try {
    const parsed = alarmEvent.safeParse(event);
    if (!parsed.success) throw new Fault('bad-event', 'the event is not from an alarm');
    const { time: since, alarmData } = parsed.data;
    if (alarmData.state.value !== 'ALARM') return;
    await putBrakeOn(braked, { since, usdPerDay: brakeUsdPerDay, concurrency: mattingConcurrency });
    log('warn', 'brake on', { usdPerDay: brakeUsdPerDay });
  } catch (error) {
    log('error', 'brake failed', errorFields(error));
    throw safeError(error);
  }
}
