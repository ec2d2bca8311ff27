/** How far a photo is, as it is: bytes that left, then what the record says. No bar pretends to know how long the rest takes. */
import { words } from '../../state/language.ts';
import type { Phase, Photo } from '../../state/photo.ts';
import { CheckIcon } from '../controls/icons.tsx';
import { bytesText } from '../wording.ts';

const steps = ['sending', 'matting', 'composing'] as const;
type Step = (typeof steps)[number];

/** What is already behind, what is under way. */
function stateOf(step: Step, phase: Phase): 'done' | 'now' | 'later' {
  const order: readonly Phase['kind'][] = ['queued', 'sending', 'matting', 'composing', 'done'];
  // Once the file is there, nothing but cutting out can come next.
  const [at, mine] = [order.indexOf(phase.kind === 'waiting' ? 'matting' : phase.kind), order.indexOf(step)];
  if (at === mine) return 'now';
  return at > mine ? 'done' : 'later';
}

export function Progress({ photo }: { readonly photo: Photo }) {
  const { stages } = words.value;
  const phase = photo.phase.value;
  const halted = phase.kind === 'interrupted' || phase.kind === 'cancelled';
  return (
    <div class="progress" data-phase={phase.kind}>
      {halted ? (
        <div class="trouble-box">
          <div>
            <p class="trouble-title">{stages[phase.kind]}</p>
            {phase.kind === 'interrupted' && <p>{stages.resumes}</p>}
          </div>
        </div>
      ) : (
        <ol class="steps">
          {steps.map((step) => {
            const state = stateOf(step, phase);
            return (
              <li key={step} class="step" data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
                {state === 'done' ? <CheckIcon /> : <span class="step-dot" />}
                <span>{stages[step]}</span>
                {step === 'sending' && phase.kind === 'sending' && <Sent phase={phase} />}
                {step === 'sending' && phase.kind === 'queued' && <span class="small">{stages.queued}</span>}
                {step === 'matting' && phase.kind === 'waiting' && <span class="small">{stages.waiting}</span>}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function Sent({ phase: { sentBytes, allBytes } }: { readonly phase: Extract<Phase, { kind: 'sending' }> }) {
  const { stages } = words.value;
  return (
    <>
      <span class="small">{stages.sentOf(bytesText(sentBytes), bytesText(allBytes))}</span>
      <progress aria-label={stages.sending} max={Math.max(1, allBytes)} value={sentBytes} />
    </>
  );
}
