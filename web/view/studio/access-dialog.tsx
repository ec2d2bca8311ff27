/** Asks for the access code. Requests that wait for it continue when it is entered. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type AccessPrompt, accessPrompt, enterCode } from '../../api/access.ts';
import { texts } from '../../state/language.ts';
import { photos, remove } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';

export function AccessDialog({ prompt }: { readonly prompt: AccessPrompt }) {
  const { heading, text, label, enter, wrong, slow } = texts.value.access;
  const code = useSignal('');
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 500);
    return () => clearInterval(timer);
  }, []);
  const waitSeconds = Math.max(0, Math.ceil((prompt.notBefore - now.value) / 1000));
  const close = () => {
    // Photos that wait for the code cannot continue, so they leave the page.
    for (const photo of photos.value) if (!photo.isSettled.value) remove(photo);
    accessPrompt.value = null;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.value.trim() === '' || waitSeconds > 0) return;
    enterCode(code.value);
    accessPrompt.value = null;
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
            aria-invalid={prompt.wrong}
            aria-describedby="access-error"
            onInput={({ currentTarget }) => {
              code.value = currentTarget.value;
            }}
          />
        </label>
        <p id="access-error" class="error-text" role="alert">
          {waitSeconds > 0 ? slow(waitSeconds) : prompt.wrong ? wrong : ''}
        </p>
        <button type="submit" class="button primary" disabled={waitSeconds > 0}>
          {enter}
        </button>
      </form>
    </Dialog>
  );
}
