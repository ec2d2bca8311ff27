/** The entry `zerobooth/compose`: makes photos, sheets and cutouts of a picture that `zerobooth/matting` has cut out. */
import { PhotoRejected } from '../core/errors.ts';
import { type PhotoOrder, type PhotoOrderInput, parseOrder } from '../core/order.ts';
import { composePhoto as runCompose } from '../functions/compose/compose.ts';
import type { ComposedFile } from '../functions/compose/finish.ts';
import type { StoredCutout } from '../functions/compose/open-cutout.ts';

export type { ComposedFile, PhotoOrder, PhotoOrderInput };
export { PhotoRejected, parseOrder };

/**
 * Makes the files of an order, one after the other; the sheet comes last.
 * @param matted what `matte` returned.
 * @param order standards, backdrops and options as in the API; without them, a photo for `cn-1-inch`.
 * @throws PhotoRejected with a code and advice when the order cannot be carried out.
 */
export async function* composePhoto(matted: StoredCutout, order: PhotoOrderInput = {}): AsyncGenerator<ComposedFile> {
  yield* runCompose({ ...matted, order: parseOrder(order) }, () => {});
}
