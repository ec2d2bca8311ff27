/** Scale to zero, visible: each function of the local studio, its processes, what they use, and what Lambda would ask for it. */
import { useEffect } from 'preact/hooks';
import type { Instances } from '../../../core/instances-api.ts';
import { instances, watchInstances } from '../../state/instances.ts';
import { words } from '../../state/language.ts';
import { CloseIcon } from '../controls/icons.tsx';
import { instancesOpen } from '../controls/open.ts';
import { number, priceText } from '../wording.ts';

const lookMs = 700;

export function InstancesPanel() {
  const { instances: said, actions } = words.value;
  useEffect(() => watchInstances(lookMs), []);
  const now = instances.value;
  return (
    <aside class="instances" aria-labelledby="instances-heading">
      <header class="dialog-head">
        <h2 id="instances-heading">{said.heading}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={actions.close}
          onClick={() => {
            instancesOpen.value = false;
          }}
        >
          <CloseIcon />
        </button>
      </header>
      <p class="small">{now && now.instances.length === 0 ? said.none : said.explained}</p>
      {now && (
        <>
          <ul class="function-list">
            {now.functions.map((spec) => (
              <FunctionRow key={spec.name} spec={spec} now={now} />
            ))}
          </ul>
          <Totals now={now} />
        </>
      )}
    </aside>
  );
}

function FunctionRow({ spec, now }: { readonly spec: Instances['functions'][number]; readonly now: Instances }) {
  const { instances: said } = words.value;
  const mine = now.instances.filter(({ functionName }) => functionName === spec.name);
  const peakMb = Math.max(0, ...mine.map(({ peakMemoryMb }) => peakMemoryMb));
  const last = now.invocations.filter(({ functionName }) => functionName === spec.name).slice(-4);
  return (
    <li>
      <p class="function-name">
        <b>{spec.name}</b>
        {mine.length === 0 && (
          <span class="dot" data-state="none">
            {said.idle}
          </span>
        )}
        {mine.map(({ id, state }) => (
          <span key={id} class="dot" data-state={state}>
            {state === 'starting' ? said.states.cold : state === 'busy' ? said.states.busy : said.states.warm}
          </span>
        ))}
      </p>
      <p class="meter-line small">
        <meter aria-label={`${spec.name}: ${said.memory}`} min="0" max={spec.memoryMb} value={peakMb} />
        {number(peakMb)} / {spec.memoryMb} MB
      </p>
      {last.length > 0 && (
        <p class="small">
          {said.last}: {last.map(({ durationMs }) => `${number(durationMs)} ms`).join(', ')}
        </p>
      )}
    </li>
  );
}

function Totals({ now: { totals, invocations } }: { readonly now: Instances }) {
  const { instances: said } = words.value;
  const lastPhoto = invocations.findLast(({ photo }) => photo !== null)?.photo;
  const photoPrice = invocations
    .filter(({ photo }) => photo !== null && photo === lastPhoto)
    .reduce((sum, { priceUsd }) => sum + priceUsd, 0);
  return (
    <>
      <dl class="rules">
        <div>
          <dt>{said.used}</dt>
          <dd>{number(totals.gbSeconds, 2)} GB-s</dd>
        </div>
        <div>
          <dt>{said.price}</dt>
          <dd>{priceText(totals.priceUsd)}</dd>
        </div>
      </dl>
      {photoPrice > 0 && <p class="small">{said.photoCost(priceText(photoPrice))}</p>}
    </>
  );
}
