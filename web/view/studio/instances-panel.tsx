/** The functions of the local studio: their processes, memory and last runs, and the price of these on Lambda. */
import { useEffect } from 'preact/hooks';
import type { FunctionName } from '../../../core/functions.ts';
import type { Instances } from '../../../core/instances-api.ts';
import { partsOfName, shownName } from '../../../core/model-versions.ts';
import { instances, watchInstances } from '../../state/instances.ts';
import { texts } from '../../state/language.ts';
import { instancesOpen } from '../../state/open-overlays.ts';
import { CloseIcon } from '../controls/icons.tsx';
import { number, priceText } from '../format.ts';

const pollMs = 700;

export function InstancesPanel() {
  const { instances: text, actions } = texts.value;
  useEffect(() => watchInstances(pollMs), []);
  const now = instances.value;
  return (
    <aside class="instances" aria-labelledby="instances-heading">
      <header class="dialog-head">
        <h2 id="instances-heading">{text.heading}</h2>
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
      <p class="small">{now && now.instances.length === 0 ? text.none : text.explained}</p>
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
  const {
    instances: text,
    marks: { colon, inBrackets },
  } = texts.value;
  const meaning = text.functions[partsOfName(spec.name).functionName as FunctionName];
  const own = now.instances.filter(({ functionName }) => functionName === spec.name);
  const peakMb = Math.max(0, ...own.map(({ peakMemoryMb }) => peakMemoryMb));
  const last = now.invocations.filter(({ functionName }) => functionName === spec.name).slice(-4);
  return (
    <li>
      <p class="function-name">
        <b>{meaning ? meaning + inBrackets(shownName(spec.name)) : shownName(spec.name)}</b>
        {own.length === 0 && (
          <span class="dot" data-state="none">
            {text.idle}
          </span>
        )}
        {own.map(({ id, state }) => (
          <span key={id} class="dot" data-state={state}>
            {state === 'starting' ? text.states.cold : state === 'busy' ? text.states.busy : text.states.warm}
          </span>
        ))}
      </p>
      <p class="meter-line small">
        <meter aria-label={shownName(spec.name) + colon + text.memory} min="0" max={spec.memoryMb} value={peakMb} />
        {number(peakMb)} / {spec.memoryMb} MB
      </p>
      {last.length > 0 && (
        <p class="small">
          {text.last + colon}
          {last.map(({ durationMs }) => `${number(durationMs)} ms`).join(', ')}
        </p>
      )}
    </li>
  );
}

function Totals({ now: { totals, invocations } }: { readonly now: Instances }) {
  const { instances: text } = texts.value;
  const lastPhoto = invocations.findLast(({ photo }) => photo !== null)?.photo;
  const photoPrice = invocations
    .filter(({ photo }) => photo !== null && photo === lastPhoto)
    .reduce((sum, { priceUsd }) => sum + priceUsd, 0);
  return (
    <>
      <dl class="rules">
        <div>
          <dt>{text.used}</dt>
          <dd>{number(totals.gbSeconds, 2)} GB-s</dd>
        </div>
        <div>
          <dt>{text.price}</dt>
          <dd>{priceText(totals.priceUsd)}</dd>
        </div>
      </dl>
      {photoPrice > 0 && <p class="small">{text.photoCost(priceText(photoPrice))}</p>}
    </>
  );
}
