/** The brush while a person corrects one cutout: tool, size, the strokes so far, and the part of the picture in view. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { fitTogether, type Stroke, type StrokePoint, strokeLimits } from '../../../core/brush/stroke.ts';
import type { BrushPicture } from './picture.ts';
import { simplified } from './simplify.ts';

/** `move` moves the view. */
export type BrushTool = Stroke['kind'] | 'move';
/** What is shown behind the person: the backdrop, the part that is cut away, or a colour that no person has. */
type Behind = 'backdrop' | 'photo' | 'contrast';

/** The place of the picture on the stage: px of the screen for one px of the picture, and the place of its corner. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface BrushSession {
  readonly tool: Signal<BrushTool>;
  /** As in {@link Stroke}. */
  readonly radius: Signal<number>;
  readonly wholeArea: Signal<boolean>;
  readonly behind: Signal<Behind>;
  readonly strokes: Signal<readonly Stroke[]>;
  /** The strokes that were taken back; the last one is the next to come again. */
  readonly undone: Signal<readonly Stroke[]>;
  /** The points of the stroke that is being painted; null: none is. */
  readonly line: Signal<readonly StrokePoint[] | null>;
  /** Where the brush is; null: not on the picture. */
  readonly cursor: Signal<StrokePoint | null>;
  readonly view: Signal<View>;
  /** Null while it is loaded. */
  readonly picture: Signal<BrushPicture | null>;
  /** True when the last stroke was too much for one order. */
  readonly isFull: Signal<boolean>;
  readonly isChanged: ReadonlySignal<boolean>;
}

const usualRadius = 0.02;
/** One step of the size. */
const sizeStep = 1.2;

/** @param before the strokes with which the photo was made. */
export function brushSession(before: readonly Stroke[]): BrushSession {
  const strokes = signal(before);
  return {
    tool: signal<BrushTool>('remove'),
    radius: signal(usualRadius),
    wholeArea: signal(false),
    behind: signal<Behind>('photo'),
    strokes,
    undone: signal<readonly Stroke[]>([]),
    line: signal<readonly StrokePoint[] | null>(null),
    cursor: signal<StrokePoint | null>(null),
    view: signal({ scale: 0, x: 0, y: 0 }),
    picture: signal<BrushPicture | null>(null),
    isFull: signal(false),
    isChanged: computed(() => strokes.value !== before && (strokes.value.length > 0 || before.length > 0)),
  };
}

/** Gives the session its picture, and applies the strokes with which the photo was made. */
export function beginWith(session: BrushSession, picture: BrushPicture): void {
  for (const stroke of session.strokes.value) picture.add(stroke);
  session.picture.value = picture;
}

/** Sets the size of the brush within its limits. */
export function setRadius({ radius }: BrushSession, value: number): void {
  const { min, max } = strokeLimits.radius;
  radius.value = Number(Math.min(max, Math.max(min, value)).toFixed(4));
}

/** Makes the brush larger, or smaller with a negative number of steps. */
export function resize(session: BrushSession, steps: number): void {
  setRadius(session, session.radius.value * sizeStep ** steps);
}

/** Ends the stroke that is being painted, and applies it. */
export function endStroke(session: BrushSession): void {
  const { line, tool, radius, wholeArea, strokes, undone, picture, isFull } = session;
  const points = line.value;
  line.value = null;
  if (!points || tool.value === 'move' || !picture.value) return;
  const { widthPx, heightPx } = picture.value;
  const stroke: Stroke = {
    kind: tool.value,
    radius: radius.value,
    points: simplified(points, radius.value, widthPx / heightPx),
    wholeArea: wholeArea.value,
  };
  const next = [...strokes.value, stroke];
  isFull.value = !fitTogether(next);
  if (isFull.value) return;
  picture.value.add(stroke);
  batch(() => {
    strokes.value = next;
    undone.value = [];
  });
}

/** Takes the last stroke back; does nothing without one. */
export function undo({ strokes, undone, picture, isFull }: BrushSession): void {
  const last = strokes.value.at(-1);
  if (!last || !picture.value) return;
  picture.value.takeBack();
  batch(() => {
    strokes.value = strokes.value.slice(0, -1);
    undone.value = [...undone.value, last];
    isFull.value = false;
  });
}

/** Applies the stroke again that was taken back last; does nothing without one. */
export function redo({ strokes, undone, picture }: BrushSession): void {
  const next = undone.value.at(-1);
  if (!next || !picture.value) return;
  picture.value.add(next);
  batch(() => {
    strokes.value = [...strokes.value, next];
    undone.value = undone.value.slice(0, -1);
  });
}
