/** The keys of the brush: tools, size, undo and redo anywhere in its dialog; on the picture also a brush that keys move. */
import { type BrushSession, endStroke, redo, resize, undo } from '../../state/brush/session.ts';
import { limited } from './gestures.ts';
import { moved, placeOf, pointAt, zoomed } from './view.ts';

/** A key moves the brush by this share of its radius; with Shift by four times as much. */
const keyStep = 0.5;
const keyZoom = 1.25;
/** The view follows a brush that keys move to this distance from the edge of the stage, px of the screen. */
const followPx = 32;

const arrows: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const letters: Readonly<Record<string, (session: BrushSession) => void>> = {
  k: ({ tool }) => (tool.value = 'keep'),
  r: ({ tool }) => (tool.value = 'remove'),
  m: ({ tool }) => (tool.value = 'move'),
  e: ({ wholeArea }) => (wholeArea.value = !wholeArea.value),
  '[': (session) => resize(session, -1),
  ']': (session) => resize(session, 1),
};

/** Acts on a key anywhere in the dialog. @param apply ends the dialog with the strokes. @returns true when it did. */
export function actOnKey(event: KeyboardEvent, session: BrushSession, apply: () => void): boolean {
  const key = event.key.toLowerCase();
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z' && !event.shiftKey) undo(session);
    else if (key === 'y' || key === 'z') redo(session);
    else if (key === 'enter') apply();
    else return false;
    return true;
  }
  const act = Object.hasOwn(letters, key) ? letters[key] : undefined;
  act?.(session);
  return act !== undefined;
}

/** Acts on a key on the picture. @param showPhoto shows what the photo shows. @returns true when it did. */
export function actOnStageKey(
  event: KeyboardEvent,
  stage: HTMLElement,
  session: BrushSession,
  showPhoto: () => void,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { value: picture } = session.picture;
  if (!picture) return false;
  const size = { widthPx: stage.clientWidth, heightPx: stage.clientHeight };
  const centre = { x: size.widthPx / 2, y: size.heightPx / 2 };
  const { view, cursor } = session;
  const zoom = (factor: number) => {
    const at = cursor.value ? placeOf(cursor.value, view.value, picture) : centre;
    view.value = zoomed(view.value, factor, at, picture, size);
  };
  const arrow = Object.hasOwn(arrows, event.key) ? arrows[event.key] : undefined;
  if (arrow) moveBrush(session, arrow, event.shiftKey, size);
  else if (event.key === ' ') press(session, pointAt(centre, view.value, picture));
  else if (event.key === '+' || event.key === '=') zoom(keyZoom);
  else if (event.key === '-') zoom(1 / keyZoom);
  else if (event.key === '0') showPhoto();
  else return false;
  return true;
}

/** Begins a stroke where the brush is, or ends it. */
function press(session: BrushSession, centre: readonly [number, number]): void {
  const { tool, line, cursor } = session;
  if (tool.value === 'move') return;
  if (line.value) {
    endStroke(session);
    return;
  }
  cursor.value ??= limited(centre);
  line.value = [cursor.value];
}

/** Moves the brush by one step; with the tool `move`, the view. */
function moveBrush(
  session: BrushSession,
  [right, down]: readonly [number, number],
  isFast: boolean,
  stage: { readonly widthPx: number; readonly heightPx: number },
): void {
  const { tool, radius, line, cursor, view, picture } = session;
  if (!picture.value) return;
  const { widthPx, heightPx } = picture.value;
  if (tool.value === 'move') {
    view.value = moved(view.value, -right * followPx, -down * followPx, picture.value, stage);
    return;
  }
  const stepPx = Math.max(1, radius.value * heightPx * keyStep) * (isFast ? 4 : 1);
  const middle = pointAt({ x: stage.widthPx / 2, y: stage.heightPx / 2 }, view.value, picture.value);
  const [x, y] = cursor.value ?? middle;
  const next = limited([x + (right * stepPx) / widthPx, y + (down * stepPx) / heightPx]);
  cursor.value = next;
  if (line.value) line.value = [...line.value, next];
  const place = placeOf(next, view.value, picture.value);
  const missing = (value: number, most: number) =>
    Math.max(0, followPx - value) - Math.max(0, value - (most - followPx));
  const [slideX, slideY] = [missing(place.x, stage.widthPx), missing(place.y, stage.heightPx)];
  if (slideX !== 0 || slideY !== 0) view.value = moved(view.value, slideX, slideY, picture.value, stage);
}
