/** The rules of a standard as text: the most important ones, and the others when the person opens the list. */
import type { Frame } from '../../../core/frame.ts';
import type { PhotoStandard, Rule } from '../../../core/standards.ts';
import { nameInText, remarkOf, texts } from '../../state/language.ts';
import { bytesText, choiceOf, number, percent, pixels, withUnit } from '../format.ts';

type Row = readonly [string, string];

export function RuleList({ standard, frame }: { readonly standard: PhotoStandard; readonly frame: Frame }) {
  const { document, rules } = texts.value;
  const remark = remarkOf(standard);
  const main = [headRow(standard, frame), backdropRow(standard)].filter((row) => row !== null);
  const rest = [...lengthRows(standard, frame), ...fileRows(standard, frame), ...personRows(standard)];
  const links = standard.sources.map(({ ref }) => /https?:\/\/\S+/.exec(ref)?.[0]).filter((link) => link !== undefined);
  return (
    <>
      <Rows rows={main} />
      {(rest.length > 0 || links.length > 0 || remark) && (
        <details class="more">
          <summary>{document.rules}</summary>
          <Rows rows={rest} />
          {remark && (
            <p class="small" lang={remark.lang}>
              {remark.text}
            </p>
          )}
          {links.length > 0 && (
            <p class="small sources">
              {rules.sources}{' '}
              {links.map((link) => (
                <a key={link} href={link} target="_blank" rel="noreferrer noopener">
                  {new URL(link).hostname}
                </a>
              ))}
            </p>
          )}
        </details>
      )}
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl class="rules">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function headRow(standard: PhotoStandard, frame: Frame): Row | null {
  const text = ruleText(standard.rules.headHeight, frame, 'headHeight');
  return text ? [texts.value.rules.head, text] : null;
}

function backdropRow({ backdrops }: PhotoStandard): Row {
  const { rules } = texts.value;
  const names = backdrops.map(({ name }) => nameInText(name));
  return [rules.backdrop, names.length > 0 ? choiceOf(names) : rules.anyBackdrop];
}

function lengthRows({ rules: rulesOfStandard }: PhotoStandard, frame: Frame): Row[] {
  const { rules } = texts.value;
  const rows: [keyof Frame['rules'], string][] = [
    ['eyeLine', rules.eyes],
    ['topMargin', rules.top],
    ['chinToBottom', rules.chin],
    ['headWidth', rules.headWidth],
  ];
  return rows
    .map(([key, term]) => [term, ruleText(rulesOfStandard[key], frame, key)] as const)
    .filter(([, text]) => text !== '');
}

/** Returns the rule in mm when the photo has a size on paper, else as a share; empty when it has no rule. */
function ruleText(rule: Rule | null, { pxPerMm, rules }: Frame, key: keyof Frame['rules']): string {
  if (!rule || !rules[key]) return '';
  if (pxPerMm !== null && rule.mm) return bandText(rule.mm, (value) => withUnit(number(value, 1), 'mm'));
  if (!rule.share) return '';
  const text = bandText(rule.share, percent);
  return key === 'headWidth' ? text : texts.value.rules.ofHeight(text);
}

function bandText({ min, max }: { min: number | null; max: number | null }, unit: (value: number) => string): string {
  const { between, atLeast, atMost } = texts.value.rules;
  if (min === null) return max === null ? '' : atMost(unit(max));
  if (max === null) return atLeast(unit(min));
  return min === max ? unit(min) : between(unit(min), unit(max));
}

function fileRows({ file, upload }: PhotoStandard, frame: Frame): Row[] {
  const { rules } = texts.value;
  const { comma } = texts.value.marks;
  const { minBytes, maxBytes, formats } = file;
  const limits = [
    minBytes !== null || maxBytes !== null ? bandText({ min: minBytes, max: maxBytes }, bytesText) : '',
    choiceOf(formats?.map((name) => name.toUpperCase()) ?? []),
    upload?.minPx && frame.profile === 'upload'
      ? rules.atLeast(pixels({ widthPx: upload.minPx[0], heightPx: upload.minPx[1] }))
      : '',
  ].filter((text) => text !== '');
  return [
    [rules.pixels, `${pixels(frame)}${comma}${frame.densityDpi} dpi`],
    ...(limits.length > 0 ? [[rules.file, limits.join(comma)] as const] : []),
  ];
}

function personRows(standard: PhotoStandard): Row[] {
  const { glasses, headCover, maxAgeMonths, editing, takenBy, sources } = standard;
  const { rules, marks } = texts.value;
  const editingTexts = [
    editing.replaceBackdrop === 'forbidden' ? rules.noReplacing : '',
    // A custom size has no office that could have a rule.
    editing.replaceBackdrop === 'not-known' && sources.length > 0 ? rules.replacingUnknown : '',
    editing.crop === 'forbidden' ? rules.noCropping : '',
    editing.retouch === 'forbidden' ? rules.noRetouching : '',
  ].filter((text) => text !== '');
  return [
    ...(glasses ? [[rules.glasses, rules.glassesTexts[glasses]] as const] : []),
    ...(headCover ? [[rules.headCover, rules.headCoverTexts[headCover.rule]] as const] : []),
    ...(maxAgeMonths ? [[rules.age, rules.months(maxAgeMonths)] as const] : []),
    ...(editingTexts.length > 0 ? [[rules.editing, editingTexts.join(marks.comma)] as const] : []),
    ...(takenBy ? [[rules.taker, rules.takers[takenBy.who]] as const] : []),
  ];
}
