/** The verdict above the download button: one sentence, and the rules that are broken with their sources. */

import { texts } from '../../state/language.ts';
import type { ApiOutput } from '../../state/result-files.ts';
import { CheckIcon, CrossIcon, WarningIcon } from '../controls/icons.tsx';
import { list } from '../format.ts';

type Reason = ApiOutput['reasons'][number];

export function VerdictBox({ output }: { readonly output: ApiOutput }) {
  const { verdict: text, marks } = texts.value;
  const { verdict, reasons } = output;
  const decisive = reasons.filter((reason) => reason.verdict === verdict);
  const points = list(decisivePoints(output));
  const broken = decisive.filter((reason) => reason.verdict === 'will-be-refused' && reason.source !== null);
  return (
    <div class="verdict" data-verdict={verdict}>
      <VerdictIcon verdict={verdict} />
      <div>
        <p>
          <strong>{text.names[verdict] + marks.fullStop}</strong> {text.sentences[verdict](points)}
        </p>
        {broken.length > 0 && (
          <ul class="small">
            {broken.map((reason) => (
              <li key={`${reason.code} ${reason.source}`}>
                {text.ruleOf} {pointOf(reason)} – <SourceOf reason={reason} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

export function VerdictIcon({ verdict }: { readonly verdict: ApiOutput['verdict'] }) {
  if (verdict === 'ready') return <CheckIcon />;
  return verdict === 'look-again' ? <WarningIcon /> : <CrossIcon />;
}

/** Returns the short names of the points that decide the verdict. */
export function decisivePoints({ verdict, reasons }: Pick<ApiOutput, 'verdict' | 'reasons'>): readonly string[] {
  return [...new Set(reasons.filter((reason) => reason.verdict === verdict).map(pointOf))];
}

/** Returns the short name of the check or note. */
function pointOf({ code }: Reason): string {
  const { checks, verdict } = texts.value;
  return code in verdict.points
    ? verdict.points[code as keyof typeof verdict.points]
    : checks.byCode[code as keyof typeof checks.byCode].title;
}

/** Shows the source of a rule; as a link when it is a page. */
function SourceOf({ reason: { source } }: { readonly reason: Reason }) {
  const link = /https?:\/\/\S+/.exec(source ?? '')?.[0];
  if (!link) return <>{source}</>;
  return (
    <a href={link} target="_blank" rel="noreferrer noopener">
      {new URL(link).hostname}
    </a>
  );
}
