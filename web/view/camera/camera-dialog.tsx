/** Takes a photo with the device's camera. An outline shows the right place of face and eyes. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type CameraFailure, closeCamera, type Facing, openCamera, takeStill } from '../../browser/camera.ts';
import { texts } from '../../state/language.ts';
import { type CameraUse, cameraUse } from '../../state/open-overlays.ts';
import { Dialog } from '../controls/dialog.tsx';
import { SwapIcon } from '../controls/icons.tsx';
import { CameraGuide } from './camera-guide.tsx';
import { FaceOutline } from './face-outline.tsx';

interface Still {
  readonly file: File;
  readonly url: string;
}

export function CameraDialog({ use }: { readonly use: CameraUse }) {
  const { title } = texts.value.camera;
  const still = useSignal<Still | null>(null);
  const discardStill = () => {
    if (still.value) URL.revokeObjectURL(still.value.url);
    still.value = null;
  };
  const close = () => {
    discardStill();
    cameraUse.value = null;
  };
  return (
    <Dialog title={title} kind="camera" onClose={close}>
      {still.value ? (
        <Review still={still.value} use={use} onAgain={discardStill} onDone={close} />
      ) : (
        <Viewfinder
          takes={use.takes}
          onTaken={(file) => {
            still.value = { file, url: URL.createObjectURL(file) };
          }}
        />
      )}
    </Dialog>
  );
}

interface ViewfinderProps {
  readonly takes: CameraUse['takes'];
  readonly onTaken: (file: File) => void;
}

function Viewfinder({ takes, onTaken }: ViewfinderProps) {
  const { guide, paperGuide, take, switchCamera, starting, denied, none } = texts.value.camera;
  const video = useRef<HTMLVideoElement>(null);
  const facing = useSignal<Facing>(takes === 'paper' ? 'environment' : 'user');
  const state = useSignal<'starting' | 'running' | CameraFailure>('starting');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isClosed = false;
    state.value = 'starting';
    openCamera(facing.value).then(
      (opened) => {
        stream = opened;
        if (isClosed || !video.current) return closeCamera(opened);
        video.current.srcObject = opened;
      },
      (failure: CameraFailure) => {
        state.value = failure;
      },
    );
    return () => {
      isClosed = true;
      closeCamera(stream);
    };
  }, [facing.value]);
  const isRunning = state.value === 'running';
  const takePicture = () => {
    if (video.current) void takeStill(video.current).then(onTaken);
  };
  const failure = state.value === 'denied' ? denied : state.value === 'none' ? none : null;
  return (
    <>
      <div class="viewfinder" data-facing={facing.value}>
        <video
          ref={video}
          autoplay
          playsinline
          muted
          onPlaying={() => {
            state.value = 'running';
          }}
        />
        {isRunning && takes !== 'paper' && <FaceOutline />}
        {state.value === 'starting' && <p>{starting}</p>}
        {failure && <p role="alert">{failure}</p>}
      </div>
      {isRunning && takes === 'portrait' && video.current && (
        <CameraGuide
          key={facing.value}
          video={video.current}
          isMirrored={facing.value === 'user'}
          onGood={takePicture}
          otherwise={guide}
        />
      )}
      {!(isRunning && takes === 'portrait') && <p class="small centred">{takes === 'paper' ? paperGuide : guide}</p>}
      <div class="buttons centred">
        <button type="button" class="button primary" disabled={!isRunning} onClick={takePicture}>
          {take}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            facing.value = facing.value === 'user' ? 'environment' : 'user';
          }}
        >
          <SwapIcon />
          {switchCamera}
        </button>
      </div>
    </>
  );
}

interface ReviewProps {
  readonly still: Still;
  readonly use: CameraUse;
  readonly onAgain: () => void;
  readonly onDone: () => void;
}

function Review({ still, use, onAgain, onDone }: ReviewProps) {
  const { title, use: useText, again } = texts.value.camera;
  return (
    <>
      <div class="viewfinder">
        <img src={still.url} alt={title} />
      </div>
      <div class="buttons centred">
        <button
          type="button"
          class="button primary"
          onClick={() => {
            use.onTaken(still.file);
            onDone();
          }}
        >
          {useText}
        </button>
        <button type="button" class="button" onClick={onAgain}>
          {again}
        </button>
      </div>
    </>
  );
}
