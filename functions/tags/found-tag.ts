/** A tag as the steps of the stage find it. */
import type { Tag } from '../../core/tag-result.ts';

export interface FoundTag extends Pick<Tag, 'tag' | 'kind' | 'score'> {
  /** The names of a tagger's own label; other labels are in core/labels. */
  readonly names?: Pick<Tag, 'en' | 'zh'>;
  readonly count?: number;
  /** `#rrggbb`. */
  readonly colour?: string;
}
