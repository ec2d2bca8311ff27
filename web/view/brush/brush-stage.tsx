/** The picture that is corrected: the person with all strokes, what is behind, the brush and the stroke under way. */
import { useEffect, useRef } from 'preact/hooks';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import type { Output } from '../../../core/photo-record.ts';
import type { BrushTexts } from '../../locales/part-texts.ts';
import type { BrushSession } from '../../state/brush/session.ts';
import { backdropName, type Draft, standardOf } from '../../state/draft.ts';
import { paintOf } from '../../state/swatches.ts';
import { listenTo } from './gestures.ts';
import { actOnStageKey } from './keys.ts';
import { firstView, placeOf } from './view.ts';

interface BrushStageProps {
  readonly session: BrushSession;
  readonly draft: Draft;
  /** The finished photo, whose crop is shown first. */
  readonly output: Pick<Output, 'crop' | 'widthPx' | 'heightPx'>;
  readonly own: BrushTexts;
}

/** No person has this colour. */
const contrast = '#ff00ff';

export function BrushStage({ session, draft, output, own }: BrushStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const layers = useRef<HTMLDivElement>(null);
  const picture = session.picture.value;
  const showPhoto = () => {
    if (!stage.current || !picture) return;
    const { clientWidth, clientHeight } = stage.current;
    session.view.value = firstView(picture, output, { widthPx: clientWidth, heightPx: clientHeight });
  };
  useEffect(() => (stage.current ? listenTo(stage.current, session) : undefined), [session]);
  useEffect(() => {
    if (!stage.current || !picture) return undefined;
    picture.photo.className = 'brush-photo';
    layers.current?.replaceChildren(picture.photo, picture.canvas);
    const observer = new ResizeObserver(showPhoto);
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [picture]);
  const { scale, x, y } = session.view.value;
  const backdrop = paintOf(resolveBackdrop(backdropName(draft), standardOf(draft)));
  return (
    <div
      ref={stage}
      class="brush-stage"
      role="application"
      aria-label={own.picture}
      data-tool={session.tool.value}
      data-behind={session.behind.value}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the brush
      tabIndex={0}
      style={{ background: session.behind.value === 'contrast' ? contrast : backdrop }}
      onKeyDown={(event) => {
        if (stage.current && actOnStageKey(event, stage.current, session, showPhoto)) event.preventDefault();
      }}
    >
      <div class="brush-layers" ref={layers} style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }} />
      {!picture && <p class="brush-loading">{own.loading}</p>}
      <Line session={session} />
      <Cursor session={session} />
    </div>
  );
}

/** The stroke that is being painted. */
function Line({ session: { line, tool, radius, view, picture } }: Pick<BrushStageProps, 'session'>) {
  if (!line.value || !picture.value) return null;
  const places = line.value.map((point) => placeOf(point, view.value, picture.value ?? { widthPx: 1, heightPx: 1 }));
  const d = places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const width = 2 * radius.value * picture.value.heightPx * view.value.scale;
  return (
    <svg class="brush-line" data-tool={tool.value} aria-hidden="true" focusable="false">
      <path d={places.length === 1 ? `${d}h0.01` : d} stroke-width={width} />
    </svg>
  );
}

/** The outline of the brush. */
function Cursor({ session: { cursor, tool, radius, view, picture } }: Pick<BrushStageProps, 'session'>) {
  if (!cursor.value || !picture.value || tool.value === 'move') return null;
  const { x, y } = placeOf(cursor.value, view.value, picture.value);
  const size = 2 * radius.value * picture.value.heightPx * view.value.scale;
  return (
    <div
      class="brush-cursor"
      data-tool={tool.value}
      aria-hidden="true"
      style={{
        inlineSize: `${size}px`,
        blockSize: `${size}px`,
        transform: `translate(${x - size / 2}px, ${y - size / 2}px)`,
      }}
    />
  );
}
