/** Opens the camera, takes a still at its full size, and closes it. */

/** Why there is no picture: the browser denies the camera, or there is none. */
export type CameraFailure = 'denied' | 'none';

/** The camera beside the screen, or the one on the back; values of `facingMode`. */
export type Facing = 'user' | 'environment';

/** px. The camera gives the nearest size that it has. It is large because offices want about 600 px across a face. */
const idealSize = { width: { ideal: 2560 }, height: { ideal: 1920 } };

/** Opens the camera. @throws CameraFailure, a plain string. */
export async function openCamera(facing: Facing): Promise<MediaStream> {
  // A page from another machine over plain HTTP has no mediaDevices.
  if (!navigator.mediaDevices) throw 'none' satisfies CameraFailure;
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...idealSize, facingMode: facing } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw (name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : 'none') satisfies CameraFailure;
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Returns the current picture as a JPEG, not mirrored. */
export async function takeStill(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '-');
  return new File([blob ?? new Blob()], `camera-${time}.jpg`, { type: 'image/jpeg' });
}
