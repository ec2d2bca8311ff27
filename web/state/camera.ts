/** The camera: opens it, takes a still at its full size, lets go of it. */

export type CameraTrouble = 'denied' | 'none';

export type Facing = 'user' | 'environment';

/** As large as it goes; offices want some 600 px across a face. */
const ideal = { width: { ideal: 2560 }, height: { ideal: 1920 } };

/** @throws CameraTrouble as a string's value: the browser forbids it, or there is no camera. */
export async function openCamera(facing: Facing): Promise<MediaStream> {
  // Not there on plain HTTP from other machines.
  if (!navigator.mediaDevices) throw 'none' satisfies CameraTrouble;
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...ideal, facingMode: facing } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw (name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : 'none') satisfies CameraTrouble;
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The picture as the camera sees it, not mirrored. */
export async function takeStill(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '-');
  return new File([blob ?? new Blob()], `camera-${time}.jpg`, { type: 'image/jpeg' });
}
