/**
 * The pre-traffic check: CodeDeploy invokes it when a new version of matting or compose exists and gets no work yet. Each
 * stage has a function of its own with this handler. The deployment continues or fails by the result.
 */
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { preTrafficPhotoId } from '../../core/keys.ts';
import { configFromEnv, preTrafficConfig } from '../runtime/config.ts';
import { reportCheck } from '../runtime/deployment.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { errorFields, log } from '../runtime/log.ts';
import { startStopwatch } from '../runtime/stopwatch.ts';
import { openComposeCheck } from './compose-check.ts';
import { openMattingCheck } from './matting-check.ts';

const { checkedStage } = configFromEnv(preTrafficConfig);
const check = await (checkedStage === 'compose' ? openComposeCheck() : openMattingCheck());

const hookEvent = z.object({ DeploymentId: z.string(), LifecycleEventHookExecutionId: z.string() });

export const handler = eventHandler('pre-traffic', async function* (event) {
  const parsed = hookEvent.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from CodeDeploy');
  const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId } = parsed.data;
  const watch = startStopwatch();
  const photoId = preTrafficPhotoId(deploymentId);
  // Any error is reported as "failed": without a report CodeDeploy would wait for an hour.
  const complaints = await check(photoId, watch.mark).catch((error: unknown) => {
    log('error', 'check aborted', errorFields(error));
    return ['the check aborted'];
  });
  for (const complaint of complaints) log('error', 'test portrait', { stage: checkedStage, complaint });
  await reportCheck({ deploymentId, executionId, passed: complaints.length === 0 });
  watch.mark('report');
  yield { photoId, outcome: complaints.length === 0 ? 'passed' : 'failed', timings: watch.timings() };
});
