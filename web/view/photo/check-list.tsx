/** The checks of the photo: first those that warn or fail, then those that passed. */
import type { Check } from '../../../core/checks.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import type { UncheckedRule } from '../../../core/unchecked.ts';
import { placeOf } from '../../state/check-place.ts';
import { standardOf } from '../../state/draft.ts';
import { texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import type { ResultFile } from '../../state/result-files.ts';
import { CheckIcon, CrossIcon, InfoIcon, WarningIcon } from '../controls/icons.tsx';
import { list } from '../format.ts';
import { limitText, valueText } from './format-check.ts';
import { PlacePicture } from './place-picture.tsx';

export function CheckList({ photo }: { readonly photo: Photo }) {
  const result = photo.result.value;
  if (!result) return null;
  const { checks: text, verdict, marks } = texts.value;
  const { output } = result.files.photo;
  const checks = [...result.apiPhoto.checks, ...output.checks];
  const problems = [
    ...checks.filter(({ result: outcome }) => outcome === 'fail'),
    ...checks.filter(({ result: outcome }) => outcome === 'warn'),
  ];
  const passed = checks.filter(({ result: outcome }) => outcome === 'pass');
  const notes = notesBesideChecks(output.notes, problems);
  return (
    <section class="card" aria-labelledby="checks-heading">
      <header class="checks-head">
        <h2 id="checks-heading">{text.heading}</h2>
        <p>{text.summary(passed.length, checks.length)}</p>
      </header>
      {output.verdict === 'ready' && <p class="all-good">{text.allGood}</p>}
      {problems.length > 0 && (
        <ul>
          {problems.map((check) => (
            <CheckRow key={`${check.code} ${check.person ?? ''}`} check={check} file={result.files.photo} />
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul class="note-list">
          {notes.map((code) => (
            <li key={code}>
              <InfoIcon />
              {text.notes[code]}
            </li>
          ))}
        </ul>
      )}
      {passed.length > 0 && (
        <details class="more">
          <summary>{text.passed(passed.length)}</summary>
          <ul>
            {passed.map((check) => (
              <CheckRow key={`${check.code} ${check.person ?? ''}`} check={check} />
            ))}
          </ul>
        </details>
      )}
      <details class="more">
        <summary>{verdict.unchecked(output.notChecked.length)}</summary>
        <ul class="plain-list">
          {output.notChecked.map(({ code }) => (
            <li key={code}>{uncheckedText(code, standardOf(result.draft))}</li>
          ))}
        </ul>
      </details>
      {output.edits && output.edits.length > 0 && (
        <p class="small">
          {verdict.edits}
          {marks.colon}
          {list(output.edits.map(({ kind, value }) => verdict.editNames[kind](value ?? 0)))}
        </p>
      )}
    </section>
  );
}

/** Returns the rule that is not checked, with what the office says about glasses, head covers and the age of the photo. */
function uncheckedText(code: UncheckedRule, { glasses, headCover, maxAgeMonths }: PhotoStandard): string {
  const { verdict, rules, marks } = texts.value;
  const { inBrackets } = marks;
  const name = verdict.uncheckedRules[code];
  if (code === 'glasses' && glasses) return name + inBrackets(rules.glassesTexts[glasses]);
  if (code === 'head-cover' && headCover) return name + inBrackets(rules.headCoverTexts[headCover.rule]);
  return code === 'photo-age' && maxAgeMonths ? name + inBrackets(rules.months(maxAgeMonths)) : name;
}

/** @param file the photo on which a small picture shows the place; absent: no picture. */
function CheckRow({ check, file }: { readonly check: Check; readonly file?: ResultFile }) {
  const { checks: text, marks } = texts.value;
  const { title, advice } = text.byCode[check.code];
  const shown = check.cause ? text.byCause[check.cause] : advice;
  const [value, limit] = [valueText(check), limitText(check)];
  const place = file ? placeOf(check.code, file.output, check.person) : null;
  return (
    <li class="check-row" data-result={check.result} data-placed={place !== null}>
      <ResultIcon result={check.result} />
      <div>
        <p class="check-title">
          <span class="visually-hidden">{text[check.result] + marks.colon}</span>
          {check.person && text.people[check.person] + marks.colon}
          {title}
        </p>
        {check.result !== 'pass' && <p>{shown}</p>}
      </div>
      <p class="check-value">
        {value}
        {limit && check.result !== 'pass' && (
          <small>
            {text.wanted} {limit}
          </small>
        )}
      </p>
      {file && place && <PlacePicture file={file} place={place} />}
    </li>
  );
}

function ResultIcon({ result }: { readonly result: Check['result'] }) {
  if (result === 'pass') return <CheckIcon />;
  return result === 'warn' ? <WarningIcon /> : <CrossIcon />;
}

type NoteCode = NonNullable<Photo['result']['value']>['files']['photo']['output']['notes'][number]['code'];

/** The checks that report the matter of a note as well, with figures. */
const checksOfNote: Partial<Record<NoteCode, readonly Check['code'][]>> = {
  'hair-cut': ['crown-inside'],
  'low-resolution': ['resolution'],
};

/** Returns the notes that say more than the checks that warn or fail, without duplicates. */
function notesBesideChecks(notes: readonly { code: NoteCode }[], problems: readonly Check[]): readonly NoteCode[] {
  const isCovered = (code: NoteCode) =>
    code === 'rule-missed' ? problems.length > 0 : problems.some((check) => checksOfNote[code]?.includes(check.code));
  return [...new Set(notes.map(({ code }) => code))].filter((code) => !isCovered(code));
}
