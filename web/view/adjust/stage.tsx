/** The picture in the frame of the photo. It is dragged, enlarged and turned; the lines of the rules are on it. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import { chain, turnAndScale } from '../../../core/measure.ts';
import type { AdjustTexts } from '../../locales/part-texts.ts';
import type { AdjustSession } from '../../state/adjust-session.ts';
import { backdropName, type Draft, standardOf } from '../../state/draft.ts';
import { paintOf } from '../../state/swatches.ts';
import { listenTo } from './gestures.ts';
import { RuleLines } from './rule-lines.tsx';

interface StageProps {
  readonly session: AdjustSession;
  readonly draft: Draft;
  /** The picture; null while it is loaded. */
  readonly picture: ReadonlySignal<HTMLCanvasElement | null>;
  readonly own: AdjustTexts;
}

const origin = { x: 0, y: 0 };

export function Stage({ session, draft, picture, own }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const { frame } = session;
  /** Px of the screen for one px of the photo. */
  const zoom = useSignal(0);
  useEffect(() => (stage.current ? listenTo(stage.current, session) : undefined), [session]);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      zoom.value = contentRect.width / frame.widthPx;
    });
    if (stage.current) observer.observe(stage.current);
    return () => observer.disconnect();
  }, [frame]);
  const canvas = picture.value;
  useEffect(() => {
    if (canvas) holder.current?.replaceChildren(canvas);
  }, [canvas]);
  const { a, b, c, d, e, f } = chain(turnAndScale(0, zoom.value, origin, origin), session.map.value);
  return (
    <div
      ref={stage}
      class="adjust-stage"
      role="application"
      aria-label={own.picture}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the picture
      tabIndex={0}
      style={{
        '--ratio': String(frame.widthPx / frame.heightPx),
        background: paintOf(resolveBackdrop(backdropName(draft), standardOf(draft))),
      }}
    >
      <div ref={holder} class="adjust-picture" style={{ transform: `matrix(${a}, ${b}, ${c}, ${d}, ${e}, ${f})` }} />
      {session.stripShare > 0 && <div class="adjust-strip" style={{ blockSize: `${100 * session.stripShare}%` }} />}
      {!canvas && <p class="adjust-loading">{own.loading}</p>}
      <RuleLines session={session} names={own.lines} />
    </div>
  );
}
