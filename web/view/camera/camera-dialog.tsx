/** Takes a photo with the device's camera; an outline shows where face and eyes belong. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type CameraTrouble, closeCamera, type Facing, openCamera, takeStill } from '../../state/camera.ts';
import { words } from '../../state/language.ts';
import { addFiles } from '../../state/studio.ts';
import { Dialog } from '../controls/dialog.tsx';
import { SwapIcon } from '../controls/icons.tsx';
import { cameraOpen } from '../controls/open.ts';
import { FaceOutline } from './face-outline.tsx';

interface Still {
  readonly file: File;
  readonly url: string;
}

export function CameraDialog() {
  const { title } = words.value.camera;
  const still = useSignal<Still | null>(null);
  const forgetStill = () => {
    if (still.value) URL.revokeObjectURL(still.value.url);
    still.value = null;
  };
  const close = () => {
    forgetStill();
    cameraOpen.value = false;
  };
  return (
    <Dialog title={title} kind="camera" onClose={close}>
      {still.value ? (
        <Review still={still.value} onAgain={forgetStill} onDone={close} />
      ) : (
        <Viewfinder
          onTaken={(file) => {
            still.value = { file, url: URL.createObjectURL(file) };
          }}
        />
      )}
    </Dialog>
  );
}

function Viewfinder({ onTaken }: { readonly onTaken: (file: File) => void }) {
  const { guide, take, switchCamera, starting, denied, none } = words.value.camera;
  const video = useRef<HTMLVideoElement>(null);
  const facing = useSignal<Facing>('user');
  const state = useSignal<'starting' | 'running' | CameraTrouble>('starting');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOver = false;
    state.value = 'starting';
    openCamera(facing.value).then(
      (opened) => {
        stream = opened;
        if (isOver || !video.current) return closeCamera(opened);
        video.current.srcObject = opened;
      },
      (trouble: CameraTrouble) => {
        state.value = trouble;
      },
    );
    return () => {
      isOver = true;
      closeCamera(stream);
    };
  }, [facing.value]);
  const trouble = state.value === 'denied' ? denied : state.value === 'none' ? none : null;
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
        {state.value === 'running' && <FaceOutline />}
        {state.value === 'starting' && <p>{starting}</p>}
        {trouble && <p role="alert">{trouble}</p>}
      </div>
      <p class="small centred">{guide}</p>
      <div class="buttons centred">
        <button
          type="button"
          class="button primary"
          disabled={state.value !== 'running'}
          onClick={() => {
            if (video.current) void takeStill(video.current).then(onTaken);
          }}
        >
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
  readonly onAgain: () => void;
  readonly onDone: () => void;
}

function Review({ still, onAgain, onDone }: ReviewProps) {
  const { title, use, again } = words.value.camera;
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
            addFiles([still.file]);
            onDone();
          }}
        >
          {use}
        </button>
        <button type="button" class="button" onClick={onAgain}>
          {again}
        </button>
      </div>
    </>
  );
}
