/** How far a photo is, as it is: bytes that left, then what the record says. No bar pretends to know how long the rest takes. */
import { words } from '../state/language.ts';
import type { Photo, Stage } from '../state/photo.ts';
import { CheckIcon } from './icons.tsx';
import { bytesText } from './wording.ts';

const steps = ['sending', 'matting', 'composing'] as const;
type Step = (typeof steps)[number];

/** What is already behind, what is under way. */
function stateOf(step: Step, stage: Stage): 'done' | 'now' | 'later' {
  const order: readonly Stage['kind'][] = ['queued', 'sending', 'matting', 'composing', 'done'];
  // Once the file is there, nothing but cutting out can come next.
  const [at, mine] = [order.indexOf(stage.kind === 'waiting' ? 'matting' : stage.kind), order.indexOf(step)];
  if (at === mine) return 'now';
  return at > mine ? 'done' : 'later';
}

export function Progress({ photo }: { readonly photo: Photo }) {
  const { stages } = words.value;
  const stage = photo.stage.value;
  const halted = stage.kind === 'interrupted' || stage.kind === 'cancelled';
  return (
    <div class="progress" data-stage={stage.kind}>
      {halted ? (
        <div class="trouble-box">
          <div>
            <p class="trouble-title">{stages[stage.kind]}</p>
            {stage.kind === 'interrupted' && <p>{stages.resumes}</p>}
          </div>
        </div>
      ) : (
        <ol class="steps">
          {steps.map((step) => {
            const state = stateOf(step, stage);
            return (
              <li key={step} class="step" data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
                {state === 'done' ? <CheckIcon /> : <span class="step-dot" />}
                <span>{stages[step]}</span>
                {step === 'sending' && stage.kind === 'sending' && <Sent stage={stage} />}
                {step === 'sending' && stage.kind === 'queued' && <span class="small">{stages.queued}</span>}
                {step === 'matting' && stage.kind === 'waiting' && <span class="small">{stages.waiting}</span>}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function Sent({ stage: { sentBytes, allBytes } }: { readonly stage: Extract<Stage, { kind: 'sending' }> }) {
  const { stages } = words.value;
  return (
    <>
      <span class="small">{stages.sentOf(bytesText(sentBytes), bytesText(allBytes))}</span>
      <progress aria-label={stages.sending} max={Math.max(1, allBytes)} value={sentBytes} />
    </>
  );
}
