/** The progress of a photo: the bytes sent, then the phase. The stages have no bar, because their duration is not known. */
import { texts } from '../../state/language.ts';
import type { Phase, Photo } from '../../state/photo.ts';
import { CheckIcon } from '../controls/icons.tsx';
import { bytesText } from '../format.ts';

const steps = ['sending', 'matting', 'composing'] as const;
type Step = (typeof steps)[number];

/** Returns whether the step is finished, under way or to come. */
function stateOf(step: Step, phase: Phase): 'done' | 'now' | 'later' {
  const order: readonly Phase['kind'][] = ['queued', 'sending', 'matting', 'composing', 'done'];
  // After the upload, the next step is matting.
  const [current, own] = [order.indexOf(phase.kind === 'waiting' ? 'matting' : phase.kind), order.indexOf(step)];
  if (current === own) return 'now';
  return current > own ? 'done' : 'later';
}

export function Progress({ photo }: { readonly photo: Photo }) {
  const { phases } = texts.value;
  const phase = photo.phase.value;
  const isHalted = phase.kind === 'interrupted' || phase.kind === 'cancelled';
  return (
    <div class="progress" data-phase={phase.kind}>
      {isHalted ? (
        <div class="advice-box">
          <div>
            <p class="advice-title">{phases[phase.kind]}</p>
            {phase.kind === 'interrupted' && <p>{phases.resumes}</p>}
          </div>
        </div>
      ) : (
        <ol class="steps">
          {steps.map((step) => {
            const state = stateOf(step, phase);
            return (
              <li key={step} class="step" data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
                {state === 'done' ? <CheckIcon /> : <span class="step-dot" />}
                <span>{phases[step]}</span>
                {step === 'sending' && phase.kind === 'sending' && <UploadProgress phase={phase} />}
                {step === 'sending' && phase.kind === 'queued' && <span class="small">{phases.queued}</span>}
                {step === 'matting' && phase.kind === 'waiting' && <span class="small">{phases.waiting}</span>}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function UploadProgress({ phase: { sentBytes, allBytes } }: { readonly phase: Extract<Phase, { kind: 'sending' }> }) {
  const { phases } = texts.value;
  return (
    <>
      <span class="small">{phases.sentOf(bytesText(sentBytes), bytesText(allBytes))}</span>
      <progress aria-label={phases.sending} max={Math.max(1, allBytes)} value={sentBytes} />
    </>
  );
}
