/** Turns mouse, pen and fingers on the picture into strokes, and two fingers and the wheel into moves of the view. */
import { type StrokePoint, strokeLimits } from '../../../core/brush/stroke.ts';
import { type BrushSession, endStroke } from '../../state/brush/session.ts';
import { moved, pointAt, type StagePlace, zoomed } from './view.ts';

const noPointers: ReadonlyMap<number, StagePlace> = new Map();
/** Factor of one px of the wheel, whose notch has 100 to 120 px. */
const wheelZoom = 0.0015;

/** Listens to the stage. @returns a function that stops it. */
export function listenTo(stage: HTMLElement, session: BrushSession): () => void {
  const controller = new AbortController();
  let pointers = noPointers;
  let isMoving = false;
  const placeOn = ({ clientX, clientY }: MouseEvent): StagePlace => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const size = () => ({ widthPx: stage.clientWidth, heightPx: stage.clientHeight });
  const pointOf = (place: StagePlace): StrokePoint | null => {
    const { value: picture } = session.picture;
    return picture && limited(pointAt(place, session.view.value, picture));
  };
  const extend = (place: StagePlace) => {
    const point = pointOf(place);
    const line = session.line.value;
    if (point && line) session.line.value = [...line, point];
  };
  const listen = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
    stage.addEventListener(name, act, { signal: controller.signal, passive: false });

  listen('pointerdown', (event) => {
    const { value: picture } = session.picture;
    if (!picture || event.button > 1) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    const place = placeOn(event);
    pointers = new Map(pointers).set(event.pointerId, place);
    isMoving = pointers.size > 1 || event.button === 1 || session.tool.value === 'move';
    const point = pointOf(place);
    // A second finger ends the stroke of the first one without an effect.
    session.line.value = isMoving || !point ? null : [point];
    session.cursor.value = point;
  });
  listen('pointermove', (event) => {
    const { value: picture } = session.picture;
    if (!picture) return;
    const place = placeOn(event);
    session.cursor.value = pointOf(place);
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    pointers = new Map(pointers).set(event.pointerId, place);
    if (!isMoving) {
      for (const part of coalesced(event)) extend(placeOn(part));
      return;
    }
    const after = [...pointers.values()];
    const [from, to] = [middle(before), middle(after)];
    const slid = moved(session.view.value, to.x - from.x, to.y - from.y, picture, size());
    const factor = spread(after) / spread(before);
    session.view.value = factor === 1 ? slid : zoomed(slid, factor, to, picture, size());
  });
  const release = ({ pointerId, type }: PointerEvent) => {
    if (!pointers.has(pointerId)) return;
    pointers = new Map([...pointers].filter(([id]) => id !== pointerId));
    if (!isMoving && type === 'pointerup') endStroke(session);
    else session.line.value = null;
    // The finger that is left does not paint.
    isMoving = pointers.size > 0;
  };
  listen('pointerup', release);
  listen('pointercancel', release);
  listen('pointerleave', ({ pointerId }) => {
    if (!pointers.has(pointerId)) session.cursor.value = null;
  });
  listen('wheel', (event) => {
    const { value: picture } = session.picture;
    if (!picture) return;
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * wheelZoom);
    session.view.value = zoomed(session.view.value, factor, placeOn(event), picture, size());
  });
  return () => controller.abort();
}

/** Returns the point within the limits of an order. */
export function limited([x, y]: StrokePoint): StrokePoint {
  const { beyond } = strokeLimits;
  const within = (value: number) => Math.min(1 + beyond, Math.max(-beyond, value));
  return [within(x), within(y)];
}

/** Returns all places of the pointer since the last event. */
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const events = event.getCoalescedEvents?.() ?? [];
  return events.length > 0 ? events : [event];
}

function middle(places: readonly StagePlace[]): StagePlace {
  const [first, second = first] = places;
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
}

/** Returns the distance of two fingers; 1 for one. */
function spread([first, second]: readonly StagePlace[]): number {
  return second ? Math.max(1, Math.hypot(second.x - first.x, second.y - first.y)) : 1;
}
