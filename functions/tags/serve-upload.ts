/** Handles one upload under `tags/`: finds its tags and stores them. Called by handler.ts. */
import { tagResultKey, tagsPrefix } from '../../core/keys.ts';
import { tagResultSchema } from '../../core/tag-result.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import type { TagsConfig } from '../runtime/config.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { Upload } from '../runtime/s3-events.ts';
import { type PictureContext, servePicture } from '../runtime/serve-picture.ts';
import { limitsOf } from './limits.ts';
import { findTags, type TagNetworks } from './tag.ts';

/** Everything that the function has from its start. */
export interface TagsContext extends PictureContext, TagNetworks {
  readonly config: TagsConfig;
  /** Null: no limit. */
  readonly memory: FunctionMemory | null;
}

/** A picture that breaks a rule is recorded as rejected. @throws Transient or Fault; Lambda then sends the event again. */
export function serveUpload(context: TagsContext, upload: Upload): Promise<PhotoOutcome> {
  const { config, faceBox, detector, tagger, memory } = context;
  const models = [faceBox, detector, tagger?.network].flatMap((one) =>
    one ? [{ id: one.id, digest: one.digest }] : [],
  );
  return servePicture(context, upload, {
    ...{ prefix: tagsPrefix, schema: tagResultSchema, resultKey: tagResultKey },
    empty: { tags: [], limits: [], models, modelVersion: config.modelVersion || null },
    look: async ({ bytes }, _, mark) => {
      const input = { bytes, settings: config, networks: context, memory };
      const { picture, tags, degraded } = await findTags(input, mark);
      return { picture, degraded, tags: [...tags], limits: limitsOf(context) };
    },
  });
}
