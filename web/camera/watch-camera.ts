/** Sends frames of the camera to the worker (worker.ts) and makes a guide of its readings. No frame leaves the browser. */
import { workerAddress } from '../browser/worker-address.ts';
import type { FaceReading, Frame, WorkerMessage } from './face-reading.ts';
import { asShown } from './hints.ts';
import { judgeReading } from './judge-reading.ts';
import { type Guide, nextGuide, noGuide } from './steady-guide.ts';

/** The path of the worker's bundle; build/page.ts fills it in. */
declare const faceWorkerPath: string;

/** The long edge of a frame, px. A face that fills the outline is then as large as the input of the mesh. */
const longPx = 480;
/** The least time from frame to frame, ms: at most eight frames a second. */
const leastGapMs = 125;
/** When even the fastest of the first frames takes longer, ms, hints would come too late to help. */
const mostFrameMs = 700;
const triedFrames = 6;

/** What the page does with the guide. */
export interface WatchOptions {
  /** Called after each frame. @param nowMs its time, as of performance.now(). */
  readonly onGuide: (guide: Guide, nowMs: number) => void;
  /** Called at most once: the networks cannot be loaded, or this device is too slow for them. */
  readonly onUnavailable: () => void;
  /** True when the page shows the picture mirrored. */
  readonly isMirrored: boolean;
}

/** Watches the video until the returned function is called. */
export function watchCamera(video: HTMLVideoElement, options: WatchOptions): () => void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const frameTimes: number[] = [];
  let guide: Guide = noGuide;
  let sentAt = 0;
  let timer = 0;
  let isOver = false;
  const worker = startWorker();
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    worker?.terminate();
  };
  const giveUp = () => {
    if (isOver) return;
    stop();
    options.onUnavailable();
  };
  const sendFrame = () => {
    const frame = context && frameOf(video, canvas, context);
    // The camera is changing; the next try finds it.
    if (!frame) return schedule(leastGapMs);
    sentAt = performance.now();
    worker?.postMessage(frame, [frame.data.buffer]);
  };
  const schedule = (waitMs: number) => {
    timer = window.setTimeout(sendFrame, waitMs);
  };
  const take = (reading: FaceReading) => {
    const nowMs = performance.now();
    frameTimes.push(nowMs - sentAt);
    if (frameTimes.length === triedFrames && Math.min(...frameTimes) > mostFrameMs) return giveUp();
    const videoScale = video.videoWidth / reading.widthPx;
    const viewAspect = video.clientWidth / Math.max(1, video.clientHeight);
    const judged = judgeReading(reading, { viewAspect, videoScale, isLenient: guide.hint === null });
    guide = nextGuide(guide, asShown(judged, options.isMirrored), nowMs);
    options.onGuide(guide, nowMs);
    schedule(Math.max(0, leastGapMs - (nowMs - sentAt)));
  };
  if (!worker || !context) {
    // The caller gets the function first.
    timer = window.setTimeout(giveUp);
    return stop;
  }
  worker.onerror = giveUp;
  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    if (isOver) return;
    if (data.kind === 'failed') giveUp();
    else if (data.kind === 'ready') sendFrame();
    else take(data.reading);
  };
  return stop;
}

/** Returns null where the browser does not start workers. */
function startWorker(): Worker | null {
  try {
    return new Worker(workerAddress('face-worker', faceWorkerPath));
  } catch {
    return null;
  }
}

/** Returns the current picture of the video, reduced; null while it has none. */
function frameOf(video: HTMLVideoElement, canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): Frame | null {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const scale = Math.min(1, longPx / Math.max(videoWidth, videoHeight));
  const [widthPx, heightPx] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  if (canvas.width !== widthPx || canvas.height !== heightPx) [canvas.width, canvas.height] = [widthPx, heightPx];
  context.drawImage(video, 0, 0, widthPx, heightPx);
  return { widthPx, heightPx, data: context.getImageData(0, 0, widthPx, heightPx).data };
}
