/** The tags of a picture by kind, and what they cannot say. */
import type { PictureTags } from '../../../core/pictures-api.ts';
import type { TagGroup } from '../../locales/part-texts.ts';
import type { FoundPicture } from '../../state/found.ts';
import { nameOf, partTexts } from '../../state/language.ts';
import { percent } from '../format.ts';
import { FoundRow } from './found-row.tsx';

type Tag = PictureTags['tags'][number];

/** The kinds of tags under each heading. */
const groups: readonly (readonly [TagGroup, readonly Tag['kind'][]])[] = [
  ['label', ['label']],
  ['thing', ['thing']],
  ['people', ['people']],
  ['colour', ['colour']],
  ['picture', ['tone', 'light', 'shape']],
];

export function FoundTags({ picture: { answer } }: { readonly picture: FoundPicture<'tags'> }) {
  const own = partTexts.value.found;
  return (
    <section class="card stack" aria-labelledby="found-heading">
      <h2 id="found-heading" class="eyebrow">
        <span role="status">{own.tags(answer.tags.length)}</span>
      </h2>
      {groups.map(([group, kinds]) => {
        const tags = answer.tags.filter(({ kind }) => kinds.includes(kind));
        return tags.length > 0 && <TagGroupList key={group} group={group} tags={tags} />;
      })}
      <h3>{own.limitsTitle}</h3>
      <ul class="found-limits small">
        {answer.limits.map(({ code, en, zh }) => (
          <li key={code}>{own.limits?.[code] ?? nameOf({ en, zh })}</li>
        ))}
      </ul>
      <p class="small">{own.deleted}</p>
    </section>
  );
}

function TagGroupList({ group, tags }: { readonly group: TagGroup; readonly tags: readonly Tag[] }) {
  const own = partTexts.value.found;
  return (
    <div>
      <h3>{own.groups[group]}</h3>
      <ul class="found-list">
        {tags.map(({ tag, en, zh, score, count, colour, kind }) => (
          <FoundRow
            key={tag}
            named={{ label: tag, en, zh }}
            colour={colour}
            {...(kind === 'thing' && count !== null && { count })}
          >
            {group === 'picture' ? own.measured : <Score of={score} />}
          </FoundRow>
        ))}
      </ul>
    </div>
  );
}

function Score({ of }: { readonly of: number }) {
  return (
    <>
      <span class="visually-hidden">{partTexts.value.found.score} </span>
      {percent(of)}
    </>
  );
}
