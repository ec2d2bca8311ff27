/** Turns pointers, wheel and keys on the picture into parts of the correction. */
import { type Adjust, noAdjust } from '../../../core/adjust/adjusted-map.ts';
import { type AdjustSession, setAdjust } from '../../state/adjust-session.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Fingers or the mouse on the picture, at their last places in px of the screen. */
const noPointers: ReadonlyMap<number, Place> = new Map();

/** Factor and angle of one notch of the wheel, which reports 100 to 120 px. */
const wheelScale = 0.0006;
const wheelDeg = 0.005;

/** The steps of a key or a button. With Shift, keys make ten steps. */
export const steps: Readonly<Record<keyof Adjust, number>> = { right: 0.004, down: 0.004, scale: 0.01, turnDeg: 0.5 };

/** The part and the direction of each key. */
const keys: Readonly<Record<string, readonly [keyof Adjust, number]>> = {
  ArrowLeft: ['right', -1],
  ArrowRight: ['right', 1],
  ArrowUp: ['down', -1],
  ArrowDown: ['down', 1],
  '+': ['scale', 1],
  '=': ['scale', 1],
  '-': ['scale', -1],
  ',': ['turnDeg', -1],
  '.': ['turnDeg', 1],
};

/** Makes one step of a part. */
export function step(session: AdjustSession, part: keyof Adjust, count: number): void {
  setAdjust(session, { [part]: session.adjust.value[part] + count * steps[part] }, false);
}

/** Listens to the picture. @returns a function that stops it. */
export function listenTo(stage: HTMLElement, session: AdjustSession): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let pointers = noPointers;
  /** The correction by the gesture alone, before it is pulled to a wanted place. */
  let raw: Adjust = noAdjust;
  const move = (parts: (from: Adjust) => Partial<Adjust>) => {
    raw = { ...raw, ...parts(raw) };
    setAdjust(session, raw, true);
  };
  stage.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      stage.setPointerCapture(event.pointerId);
      pointers = new Map(pointers).set(event.pointerId, placeOf(event));
      raw = session.adjust.value;
    },
    { signal },
  );
  stage.addEventListener(
    'pointermove',
    (event) => {
      if (!pointers.has(event.pointerId)) return;
      const before = [...pointers.values()];
      pointers = new Map(pointers).set(event.pointerId, placeOf(event));
      const gesture = gestureOf(before, [...pointers.values()]);
      const { clientWidth, clientHeight } = stage;
      move(({ right, down, scale, turnDeg }) => ({
        right: right + gesture.right / clientWidth,
        down: down + gesture.down / clientHeight,
        scale: scale * gesture.scale,
        turnDeg: turnDeg + gesture.turnDeg,
      }));
    },
    { signal },
  );
  const release = ({ pointerId }: PointerEvent) => {
    pointers = new Map([...pointers].filter(([id]) => id !== pointerId));
    raw = session.adjust.value;
  };
  stage.addEventListener('pointerup', release, { signal });
  stage.addEventListener('pointercancel', release, { signal });
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // With Shift, some browsers report the wheel as sideways.
      const way = event.deltaY || event.deltaX;
      const { scale, turnDeg } = session.adjust.value;
      const parts = event.shiftKey
        ? { turnDeg: turnDeg + way * wheelDeg }
        : { scale: scale * Math.exp(-way * wheelScale) };
      setAdjust(session, parts, false);
    },
    { signal, passive: false },
  );
  stage.addEventListener(
    'keydown',
    (event) => {
      const found = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const [part, direction] = found;
      step(session, part, direction * (event.shiftKey && event.key !== '+' ? 10 : 1));
    },
    { signal },
  );
  return () => controller.abort();
}

const placeOf = ({ clientX, clientY }: PointerEvent): Place => ({ x: clientX, y: clientY });

/** Returns what one or two pointers did: the way in px of the screen, the factor and the angle. */
function gestureOf(before: readonly Place[], after: readonly Place[]): Adjust {
  const [from, to] = [middle(before), middle(after)];
  const way = { right: to.x - from.x, down: to.y - from.y };
  if (before.length < 2) return { ...noAdjust, ...way };
  const [old, now] = [between(before), between(after)];
  const turnDeg = ((now.angle - old.angle) * 180) / Math.PI;
  return { ...way, scale: now.length / Math.max(1, old.length), turnDeg: ((turnDeg + 540) % 360) - 180 };
}

function middle(places: readonly Place[]): Place {
  const [first, second = first] = places;
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
}

function between([first, second]: readonly Place[]): { readonly length: number; readonly angle: number } {
  const [x, y] = [second.x - first.x, second.y - first.y];
  return { length: Math.hypot(x, y), angle: Math.atan2(y, x) };
}
