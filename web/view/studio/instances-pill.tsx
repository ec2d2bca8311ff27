/** How many processes the local studio has just now; opens the panel that shows them. */
import { useEffect } from 'preact/hooks';
import { instances, watchInstances } from '../../state/instances.ts';
import { words } from '../../state/language.ts';
import { instancesOpen } from '../controls/open.ts';

const glanceMs = 3_000;

export function InstancesPill() {
  const { instances: said } = words.value;
  useEffect(() => (instancesOpen.value ? undefined : watchInstances(glanceMs)), [instancesOpen.value]);
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
      {said.running(count)}
    </button>
  );
}
