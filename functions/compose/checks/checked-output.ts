/** The input of the checks on a finished file. */
import type { Backdrop } from '../../../core/backdrop.ts';
import type { Frame } from '../../../core/frame.ts';
import type { Measurements, Output } from '../../../core/photo-record.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import type { Crop } from '../crop.ts';

/** One finished file with the frame, crop, backdrop and measurements that it was made with. */
export interface CheckedOutput extends Pick<Output, 'widthPx' | 'heightPx' | 'sizeBytes' | 'contentType'> {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly crop: Crop;
  readonly backdrop: Backdrop;
  readonly measured: Measurements;
  /** Of the right one of two people; null or absent in a photo of one person. */
  readonly measuredSecond?: Measurements | null;
}
