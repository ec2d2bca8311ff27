/** The finished file that the checks of this folder look at. */
import type { Backdrop } from '../../../core/backdrop.ts';
import type { Frame } from '../../../core/frame.ts';
import type { Measurements, Output } from '../../../core/photo-record.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import type { Crop } from '../crop.ts';

/** One finished file and how it came about. */
export interface CheckedOutput extends Pick<Output, 'widthPx' | 'heightPx' | 'sizeBytes' | 'contentType'> {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly crop: Crop;
  readonly backdrop: Backdrop;
  readonly measured: Measurements;
}
