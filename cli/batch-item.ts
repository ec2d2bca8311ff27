/** One photo of a batch, before it is made. */
import type { PhotoOrder } from '../core/order.ts';
import type { Placed } from './input/places.ts';

export interface BatchItem extends Placed {
  /** The name of the person; null when only the file is known. */
  readonly name: string | null;
  readonly order: PhotoOrder;
  /** Copies on the common sheets. */
  readonly copies: number;
}
