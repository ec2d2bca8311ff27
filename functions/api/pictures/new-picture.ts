/** Issues a ticket for a picture in which a function finds something, as new-photo.ts does for a photo. */
import type * as z from 'zod';
import type { FinderName } from '../../../core/functions.ts';
import type { newPictureSchema, PictureTicket } from '../../../core/pictures-api.ts';
import type { ApiConfig } from '../../runtime/config.ts';
import type { Signer } from '../../runtime/presign.ts';
import { checkFile, newPhotoId, signUpload } from '../new-photo.ts';
import { ApiRefused } from '../refused.ts';
import { uploadOf } from './picture-status.ts';

/** A picture as it is announced; `draw` only where the function draws. */
type AnnouncedPicture = z.output<typeof newPictureSchema> & { readonly draw?: boolean };

/**
 * Issues the ticket. @throws ApiRefused `no-such-page` where the studio does not have the function; PhotoRejected for a file
 * that would be refused later anyway.
 */
export async function issuePictureTicket(
  config: ApiConfig,
  finder: FinderName,
  picture: AnnouncedPicture,
  signer?: Signer,
): Promise<PictureTicket> {
  if (!config.finders.includes(finder)) {
    throw new ApiRefused('no-such-page', `This studio does not have the function ${finder}.`);
  }
  const contentType = checkFile(config, picture);
  const pictureId = newPhotoId(contentType);
  const metadata: Readonly<Record<string, string>> = picture.draw ? { draw: 'boxes' } : {};
  const file = { key: uploadOf({ finder, pictureId }), sizeBytes: picture.sizeBytes, contentType, metadata };
  return { pictureId, ...(await signUpload(config, file, signer)) };
}
