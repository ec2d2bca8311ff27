/** Components whose code is loaded when they are shown for the first time. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadPartTexts, texts } from '../../state/language.ts';
import { loadPart, partFailed } from '../../state/load-part.ts';

/**
 * Returns a component that loads its code and the texts of the parts when it is first shown, and shows nothing until then:
 * `const Dialog = lazy(async () => (await import('./dialog.tsx')).Dialog)`.
 */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loaded = signal<{ readonly Component: ComponentType<Props> } | null>(null);
  return function Lazy(props: Props) {
    useEffect(() => {
      if (loaded.value) return;
      loadPart(() => Promise.all([load(), loadPartTexts()])).then(
        ([Component]) => {
          loaded.value = { Component };
        },
        // LoadFailure shows it.
        () => {},
      );
    }, []);
    const Component = loaded.value?.Component;
    return Component ? <Component {...props} /> : null;
  };
}

/** Says that a part of the page could not be loaded, and loads the page again on request. */
export function LoadFailure() {
  const { failed, reload } = texts.value.parts;
  if (!partFailed.value) return null;
  return (
    <div class="load-failure" role="alert">
      <p>{failed}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {reload}
      </button>
    </div>
  );
}
