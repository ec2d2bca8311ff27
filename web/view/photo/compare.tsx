/**
 * The finished photo with its measures. A slider uncovers the same crop with its own background. While a new backdrop is
 * ordered, the page shows the transparent crop on its colour.
 */
import { useSignal } from '@preact/signals';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import { backdropName, type Draft, profileOf, standardOf } from '../../state/draft.ts';
import { documentName, texts } from '../../state/language.ts';
import { adjustOpen, brushOpen } from '../../state/open-overlays.ts';
import type { Photo, Result } from '../../state/photo.ts';
import { paintOf } from '../../state/swatches.ts';
import { BrushIcon, MoveIcon } from '../controls/icons.tsx';
import { Measures } from './measures.tsx';

interface CompareProps {
  readonly photo: Photo;
  readonly result: Result;
}

export function Compare({ photo, result }: CompareProps) {
  const { compare } = texts.value;
  const shown = useSignal(0);
  const measured = useSignal(true);
  const { files } = result;
  const { widthPx, heightPx } = files.photo.output;
  const name = documentName(standardOf(result.draft));
  const previewPaint = previewPaintOf(photo, result);
  return (
    <div class="compare">
      <div class="compare-figure" style={{ '--ratio': String(widthPx / heightPx), '--shown': `${shown.value}%` }}>
        <div class="compare-photo">
          {previewPaint && files.transparent ? (
            <img style={{ background: previewPaint }} src={files.transparent.url} alt={compare.alt(photo.name, name)} />
          ) : (
            <img src={files.photo.url} alt={compare.alt(photo.name, name)} width={widthPx} height={heightPx} />
          )}
          {files.original && <img class="compare-before" src={files.original.url} alt={compare.beforeAlt} />}
          {files.original && (
            <input
              class="compare-range"
              type="range"
              min="0"
              max="100"
              value={shown.value}
              aria-label={compare.label}
              aria-valuetext={compare.value(shown.value)}
              onInput={({ currentTarget }) => {
                shown.value = Number(currentTarget.value);
              }}
            />
          )}
          <span class="compare-handle" data-idle={shown.value === 0} aria-hidden="true" />
        </div>
        {measured.value && <Measures output={files.photo.output} standard={standardOf(result.draft)} />}
      </div>
      <div class="compare-tools">
        {files.original && (
          <span class="small" aria-hidden="true">
            ← {compare.label} →
          </span>
        )}
        {files.photo.output.crop && (
          <button type="button" class="button" onClick={() => (adjustOpen.value = true)}>
            <MoveIcon />
            {compare.adjust}
          </button>
        )}
        {files.photo.output.backdrop !== 'original' && (
          <button type="button" class="button" onClick={() => (brushOpen.value = true)}>
            <BrushIcon />
            {compare.brush}
          </button>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={measured.value}
            onChange={({ currentTarget }) => {
              measured.value = currentTarget.checked;
            }}
          />
          {compare.measures}
        </label>
      </div>
    </div>
  );
}

/** Returns the CSS `background` of a new backdrop behind the same crop; null when the page must wait for the photo. */
function previewPaintOf(photo: Photo, { draft: finished, files }: Result): string | null {
  const next = photo.draft.value;
  const sameCrop =
    next.standard === finished.standard &&
    profileOf(next) === profileOf(finished) &&
    JSON.stringify(byHand(next)) === JSON.stringify(byHand(finished));
  if (!photo.updating.value || !sameCrop || !files.transparent || backdropName(next) === backdropName(finished))
    return null;
  const paint = paintOf(resolveBackdrop(next.backdrop ?? backdropName(next), standardOf(next)));
  return paint === 'transparent' ? null : paint;
}

/** Returns what a person has corrected or added. */
const byHand = ({ adjust, strokes, tone, caption }: Draft) => [adjust, strokes, tone, caption];
