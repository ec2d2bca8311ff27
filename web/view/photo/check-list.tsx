/** What an examiner would find: first what can be done better, then what passed. */
import type { Check } from '../../../core/checks.ts';
import { words } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { CheckIcon, CrossIcon, InfoIcon, LookIcon } from '../controls/icons.tsx';
import { foundText, wantedText } from './check-wording.ts';

export function CheckList({ photo }: { readonly photo: Photo }) {
  const result = photo.result.value;
  if (!result) return null;
  const { checks: said } = words.value;
  const { output } = result.files.photo;
  const checks = [...result.answer.checks, ...output.checks];
  const mend = [
    ...checks.filter(({ result: is }) => is === 'fail'),
    ...checks.filter(({ result: is }) => is === 'warn'),
  ];
  const passed = checks.filter(({ result: is }) => is === 'pass');
  const notes = notesWorthSaying(output.notes, mend);
  return (
    <section class="card checks" aria-labelledby="checks-heading">
      <header class="checks-head">
        <h2 id="checks-heading">{said.heading}</h2>
        <p>{said.summary(passed.length, checks.length)}</p>
      </header>
      {mend.length === 0 && notes.length === 0 && <p class="all-good">{said.allGood}</p>}
      {mend.length > 0 && (
        <ul class="check-list">
          {mend.map((check) => (
            <CheckRow key={check.code} check={check} />
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul class="note-list">
          {notes.map((code) => (
            <li key={code}>
              <InfoIcon />
              {said.notes[code]}
            </li>
          ))}
        </ul>
      )}
      {passed.length > 0 && (
        <details class="more">
          <summary>{said.passed(passed.length)}</summary>
          <ul class="check-list">
            {passed.map((check) => (
              <CheckRow key={check.code} check={check} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function CheckRow({ check }: { readonly check: Check }) {
  const { checks: said } = words.value;
  const { title, advice } = said.reads[check.code];
  const [found, wanted] = [foundText(check), wantedText(check)];
  return (
    <li class="check-row" data-result={check.result}>
      <ResultIcon result={check.result} />
      <div>
        <p class="check-title">
          <span class="visually-hidden">{said[check.result]}: </span>
          {title}
        </p>
        {check.result !== 'pass' && <p>{advice}</p>}
      </div>
      <p class="check-value">
        {found}
        {wanted && check.result !== 'pass' && (
          <small>
            {said.wanted} {wanted}
          </small>
        )}
      </p>
    </li>
  );
}

function ResultIcon({ result }: { readonly result: Check['result'] }) {
  if (result === 'pass') return <CheckIcon />;
  return result === 'warn' ? <LookIcon /> : <CrossIcon />;
}

type NoteCode = NonNullable<Photo['result']['value']>['files']['photo']['output']['notes'][number]['code'];

/** A note whose matter a check tells with figures says nothing new. */
const toldByChecks: Partial<Record<NoteCode, readonly Check['code'][]>> = {
  'hair-cut': ['crown-inside'],
  'low-resolution': ['resolution'],
};

function notesWorthSaying(notes: readonly { code: NoteCode }[], mend: readonly Check[]): readonly NoteCode[] {
  const told = (code: NoteCode) =>
    code === 'rule-missed' ? mend.length > 0 : mend.some((check) => toldByChecks[code]?.includes(check.code));
  return [...new Set(notes.map(({ code }) => code))].filter((code) => !told(code));
}
