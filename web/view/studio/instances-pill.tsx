/** The number of running processes of the local studio. A click opens the panel that lists them. */
import { useEffect } from 'preact/hooks';
import { instances, watchInstances } from '../../state/instances.ts';
import { texts } from '../../state/language.ts';
import { instancesOpen } from '../../state/open-overlays.ts';

const pollMs = 3_000;

export function InstancesPill() {
  const { instances: text } = texts.value;
  useEffect(() => (instancesOpen.value ? undefined : watchInstances(pollMs)), [instancesOpen.value]);
  if (!instances.value) return null;
  const { length: count } = instances.value.instances;
  return (
    <button
      type="button"
      class="quiet pill"
      aria-expanded={instancesOpen.value}
      data-count={count}
      onClick={() => {
        instancesOpen.value = !instancesOpen.value;
      }}
    >
      <span class="pill-dot" />
      {text.running(count)}
    </button>
  );
}
