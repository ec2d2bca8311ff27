/** The hints of the camera over its picture, and the countdown to the photo. Without the networks, the text for the outline. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { readStored, writeStored } from '../../browser/storage.ts';
import { countdownShare, type Guide, goodMs } from '../../camera/steady-guide.ts';
import { watchCamera } from '../../camera/watch-camera.ts';
import { partTexts } from '../../state/language.ts';
import { HintIcon } from './hint-icon.tsx';

const autoKey = 'zerobooth.camera.auto';

interface CameraGuideProps {
  readonly video: HTMLVideoElement;
  readonly isMirrored: boolean;
  /** Called once, at the end of the countdown. */
  readonly onGood: () => void;
  /** The text for the outline. */
  readonly otherwise: string;
}

interface Shown {
  readonly guide: Guide;
  /** The part of the countdown that is over, 0..1. */
  readonly share: number;
}

export function CameraGuide({ video, isMirrored, onGood, otherwise }: CameraGuideProps) {
  const text = partTexts.value.camera;
  /** Null until the first frame, and without the networks. */
  const shown = useSignal<Shown | null>(null);
  const isAuto = useSignal(readStored(autoKey) !== 'off');
  useEffect(() => {
    const stop = watchCamera(video, {
      isMirrored,
      onGuide: (guide, nowMs) => {
        const share = isAuto.value ? countdownShare(guide, nowMs) : 0;
        shown.value = { guide, share };
        if (share < 1) return;
        stop();
        onGood();
      },
      onUnavailable: () => {
        shown.value = null;
      },
    });
    return stop;
  }, []);
  if (!shown.value) return <p class="small centred">{otherwise}</p>;
  const { guide, share } = shown.value;
  const good = isAuto.value ? text.holdStill : text.takeNow;
  const { announced } = guide;
  return (
    <div class="camera-guide" data-hint={guide.hint ?? 'good'}>
      <p class="camera-hint" aria-hidden="true">
        {guide.hint === null && isAuto.value ? <Countdown share={share} /> : <HintIcon hint={guide.hint} />}
        {guide.hint === null ? good : text.hints[guide.hint]}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {announced === 'good' ? good : announced && text.hints[announced]}
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={isAuto.value}
          onChange={({ currentTarget }) => {
            isAuto.value = currentTarget.checked;
            writeStored(autoKey, currentTarget.checked ? null : 'off');
          }}
        />
        {text.auto}
      </label>
      <p class="small">{text.stays}</p>
    </div>
  );
}

/** A ring that closes, with the seconds that are left in it. */
function Countdown({ share }: { readonly share: number }) {
  return (
    <span class="countdown">
      <svg viewBox="0 0 44 44" aria-hidden="true" focusable="false">
        <circle class="countdown-track" cx="22" cy="22" r="19" />
        <circle
          class="countdown-ring"
          cx="22"
          cy="22"
          r="19"
          pathLength="1"
          stroke-dasharray="1"
          stroke-dashoffset={1 - share}
        />
      </svg>
      <span>{Math.max(1, Math.ceil((goodMs / 1000) * (1 - share)))}</span>
    </span>
  );
}
