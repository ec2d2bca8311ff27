/** Asks for the access code of a studio that has one. What waits for it goes on when it was entered. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { accessAsked, enterCode } from '../../state/access.ts';
import { words } from '../../state/language.ts';
import { photos, remove } from '../../state/studio.ts';
import { Dialog } from '../controls/dialog.tsx';

interface Asked {
  readonly wrong: boolean;
  readonly notBefore: number;
}

export function AccessDialog({ asked }: { readonly asked: Asked }) {
  const { heading, text, label, enter, wrong, slow } = words.value.access;
  const code = useSignal('');
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 500);
    return () => clearInterval(timer);
  }, []);
  const waitSeconds = Math.max(0, Math.ceil((asked.notBefore - now.value) / 1000));
  const close = () => {
    // Nothing can go on without it: photos that wait are taken off the page.
    for (const photo of photos.value) if (!photo.isSettled.value) remove(photo);
    accessAsked.value = null;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.value.trim() === '' || waitSeconds > 0) return;
    enterCode(code.value);
    accessAsked.value = null;
  };
  return (
    <Dialog title={heading} kind="narrow" onClose={close}>
      <form class="stack" onSubmit={submit}>
        <p>{text}</p>
        <label class="field">
          <span>{label}</span>
          <input
            type="password"
            autocomplete="current-password"
            value={code.value}
            aria-invalid={asked.wrong}
            aria-describedby="access-trouble"
            onInput={({ currentTarget }) => {
              code.value = currentTarget.value;
            }}
          />
        </label>
        <p id="access-trouble" class="trouble" role="alert">
          {waitSeconds > 0 ? slow(waitSeconds) : asked.wrong ? wrong : ''}
        </p>
        <button type="submit" class="button primary" disabled={waitSeconds > 0}>
          {enter}
        </button>
      </form>
    </Dialog>
  );
}
