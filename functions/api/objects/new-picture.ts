/** Issues a ticket for a picture in which things are to be found, as new-photo.ts does for a photo. */
import type * as z from 'zod';
import { objectsPrefix } from '../../../core/keys.ts';
import type { newPictureSchema, PictureTicket } from '../../../core/objects-api.ts';
import type { ApiConfig } from '../../runtime/config.ts';
import type { Signer } from '../../runtime/presign.ts';
import { checkFile, newPhotoId, signUpload } from '../new-photo.ts';

/** Issues the ticket. @throws PhotoRejected for a file that would be refused later anyway. */
export async function issuePictureTicket(
  config: ApiConfig,
  picture: z.output<typeof newPictureSchema>,
  signer?: Signer,
): Promise<PictureTicket> {
  const contentType = checkFile(config, picture);
  const pictureId = newPhotoId(contentType);
  const file = { key: `${objectsPrefix}${pictureId}`, sizeBytes: picture.sizeBytes, contentType };
  const metadata: Readonly<Record<string, string>> = picture.draw ? { draw: 'boxes' } : {};
  return { pictureId, ...(await signUpload(config, { ...file, metadata }, signer)) };
}
