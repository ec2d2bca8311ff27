/**
 * Formats one standard as a page of text: its sizes, rules in mm and px, file limits, backdrops, editing and sources.
 */
import { type Frame, frameOf, type Profile } from '../core/frame.ts';
import type { OpenBand, PhotoStandard, Rule } from '../core/standards.ts';

/** Returns print size in mm, upload size in px and head height for one row of the table. */
export function sizesOf({ print, upload, rules, aim }: PhotoStandard): readonly [string, string, string] {
  const { headHeight } = rules;
  const head = headHeight?.mm ? range(headHeight.mm) : headHeight?.share ? percent(headHeight.share) : '';
  const aimText = aim ? `aim ${Math.round(aim.headShare * 100)} %` : '-';
  return [
    print ? `${print.widthMm}x${print.heightMm}` : '-',
    upload ? `${upload.widthPx}x${upload.heightPx}` : '-',
    head || aimText,
  ];
}

/** Returns the page of one standard. */
export function explainStandard(standard: PhotoStandard): string {
  const { id, name, country, category, confidence, checked, unconfirmed, remark, sources, aim, rules } = standard;
  const profiles = (['print', 'upload'] as const).filter((profile) => standard[profile] !== null);
  const sections = [
    [`${id}  ${name.en} · ${name.zh}`, `${country ?? 'international'}, ${category}`],
    ...profiles.map((profile) => profileLines(standard, profile)),
    aim ? [`aim           head ${Math.round(aim.headShare * 100)} % of the height (${aim.basis})`] : [],
    backdropLines(standard),
    fileLines(standard),
    [...editingLines(standard), ...personLines(standard)],
    [
      `confidence    ${confidence} (${confidenceWords[confidence]})`,
      ...(checked ? [`checked       ${checked}`] : []),
      ...(rules.crown === 'unclear' ? ['crown         the sources do not say whether hair counts'] : []),
      ...(unconfirmed.length > 0 ? [`unconfirmed   ${unconfirmed.join(', ')}`] : []),
      ...sources.flatMap(sourceLines),
      ...(remark ? [`remark        ${remark}`] : []),
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const confidenceWords: { readonly [K in PhotoStandard['confidence']]: string } = {
  official: "the office's own page was read",
  secondary: "copies of the office's text, or other texts",
  convention: 'there is no office',
};

const sourceWords: { readonly [K in PhotoStandard['sources'][number]['kind']]: string } = {
  read: "the authority's own page, read",
  quoted: "the authority's words, quoted by others",
  named: "the authority's page, known but not seen",
  restated: 'restated by others',
  repository: 'a public collection',
};

/** Returns the source, and below it the rules that it states. */
function sourceLines({ ref, kind, says, read }: PhotoStandard['sources'][number]): string[] {
  const day = read ? `, ${read}` : '';
  return [`source        ${ref} (${sourceWords[kind]}${day})`, ...(says ? [`              «${says}»`] : [])];
}

/** Width of the longest rule name, in characters. */
const ruleColumn = 36;

const crownWords = {
  hair: 'top of the hair',
  skull: 'top of the skull',
  unclear: 'crown',
};

function profileLines(standard: PhotoStandard, profile: Profile): string[] {
  const frame = frameOf(standard, undefined, profile);
  const { widthPx, heightPx, densityDpi } = frame;
  const paper =
    profile === 'print' && standard.print ? `${standard.print.widthMm} x ${standard.print.heightMm} mm, ` : '';
  const stated = profile === 'print' && !standard.print?.densityStated ? ' (common practice, not stated)' : '';
  const lines = [`${profile.padEnd(13)} ${paper}${widthPx} x ${heightPx} px at ${densityDpi} dpi${stated}`];
  if (profile === 'upload') lines.push(...limitLines(standard));
  const names = ruleNames(standard);
  for (const [key, label] of Object.entries(names) as [keyof Frame['rules'], string][]) {
    const text = ruleText(standard.rules[key], frame, key);
    if (text) lines.push(`  ${label.padEnd(ruleColumn)} ${text}`);
  }
  const { eyeDistance } = standard.rules;
  if (eyeDistance?.share)
    lines.push(`  ${'between the pupils'.padEnd(ruleColumn)} ${percent(eyeDistance.share)} of the width`);
  return lines;
}

function ruleNames({ rules }: PhotoStandard): { readonly [K in keyof Frame['rules']]: string } {
  const crown = crownWords[rules.crown];
  return {
    headHeight: `head, chin to ${crown}`,
    eyeLine: 'eyes above the lower edge',
    topMargin: `${crown} below the upper edge`,
    chinToBottom: 'chin above the lower edge',
    headWidth: `head width, ${rules.width === 'ears' ? 'ear to ear' : 'cheek to cheek'}`,
  };
}

/** Returns the text of a rule; empty when the profile does not have the rule. */
function ruleText(rule: Rule | null, frame: Frame, key: keyof Frame['rules']): string {
  const band = frame.rules[key];
  if (!rule || !band) return '';
  const { pxPerMm } = frame;
  const stated = pxPerMm !== null && rule.mm ? rule.mm : rule.share;
  const inUnit = (unit: (px: number) => number) =>
    range({ min: (stated?.min ?? null) && unit(band.min), max: (stated?.max ?? null) && unit(band.max) });
  const side = key === 'headWidth' ? 'width' : 'height';
  const parts = [
    ...(pxPerMm === null ? [] : [`${inUnit((px) => round1(px / pxPerMm))} mm`]),
    `${inUnit(Math.round)} px`,
    ...(stated && stated === rule.share ? [`${percent(stated)} of the ${side}`] : []),
  ];
  return parts.join(' = ');
}

function limitLines({ upload }: PhotoStandard): string[] {
  const { minPx, maxPx, aspect } = upload ?? {};
  const limits = [
    minPx && `at least ${minPx.join(' x ')} px`,
    maxPx && `at most ${maxPx.join(' x ')} px`,
    aspect && `shape ${aspect.join(':')}`,
  ].filter(Boolean);
  return limits.length > 0 ? [`  ${'accepted'.padEnd(ruleColumn)} ${limits.join(', ')}`] : [];
}

const acceptWords = {
  this: 'this colour',
  lighter: 'this or lighter',
  light: 'any light colour',
  'light-not-white': 'any light colour but white',
};
const standingWords = {
  official: 'official',
  restated: 'restated by others',
  convention: 'common practice',
  rendering: 'our choice for the colour word',
};

function backdropLines({ backdrops }: PhotoStandard): string[] {
  if (backdrops.length === 0) return ['backdrop      any'];
  return backdrops.map(({ name, hex, standing, accepts }, i) => {
    return `${(i === 0 ? 'backdrop' : '').padEnd(13)} ${name.en} · ${name.zh} ${hex}: ${acceptWords[accepts]} (${standingWords[standing]})`;
  });
}

function fileLines({ file }: PhotoStandard): string[] {
  const { minBytes, maxBytes, maxCompression, formats } = file;
  const limits = [
    minBytes !== null && `at least ${minBytes} bytes`,
    maxBytes !== null && `at most ${maxBytes} bytes`,
    maxCompression !== null && `compressed no more than ${maxCompression}:1`,
    formats?.join(', '),
  ].filter(Boolean);
  return [`file          ${limits.join('; ') || 'no limits known'}`];
}

function editingLines({ editing }: PhotoStandard): string[] {
  const words = {
    crop: 'cropping',
    resize: 'resizing',
    rotate: 'turning',
    replaceBackdrop: 'replacing the background',
    tone: 'changing tones',
    retouch: 'retouching',
  };
  const keys = Object.keys(words) as (keyof typeof words)[];
  const list = (rule: PhotoStandard['editing']['crop']) => {
    const named = keys.filter((key) => editing[key] === rule).map((key) => words[key]);
    return named.length > 0 ? [`${rule}: ${named.join(', ')}`] : [];
  };
  const { says, source, read } = editing;
  return [
    `editing       ${[...list('forbidden'), ...list('allowed'), ...list('not-known')].join('; ')}`,
    ...(says ? [`              «${says}» (${source}, read ${read})`] : []),
  ];
}

function personLines({ people, glasses, headCover, infants, maxAgeMonths, caption, takenBy }: PhotoStandard): string[] {
  return [
    ...(people > 1 ? [`people        ${people}, side by side in one photo`] : []),
    ...(takenBy ? [`taken by      ${takenBy.says} (${takenBy.source}, read ${takenBy.read})`] : []),
    ...(glasses ? [`glasses       ${glasses}`] : []),
    ...(headCover ? [`head cover    ${headCoverText(headCover)}`] : []),
    ...(infants ? [`infants       «${infants.says}» (${infants.source})`] : []),
    ...(caption
      ? [
          `caption       ${caption.rule === 'required' ? 'required' : 'in some notices'}: «${caption.says}» (${caption.source})`,
        ]
      : []),
    ...(maxAgeMonths ? [`age           taken within ${maxAgeMonths} months`] : []),
  ];
}

const headCoverWords = { allowed: 'allowed', religious: 'for religion or health only', forbidden: 'forbidden' };

function headCoverText({ rule, says, source }: NonNullable<PhotoStandard['headCover']>): string {
  return [headCoverWords[rule], says && `«${says}»`, source && `(${source})`].filter(Boolean).join(' ');
}

/** Formats a range: `12..14`, `from 12`, `up to 14` or `12`. */
function range({ min, max }: OpenBand): string {
  if (min === null) return `up to ${max}`;
  if (max === null) return `from ${min}`;
  return min === max ? `${min}` : `${min}..${max}`;
}

function percent({ min, max }: OpenBand): string {
  const of = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10);
  return `${range({ min: of(min), max: of(max) })} %`;
}

const round1 = (value: number) => Math.round(value * 10) / 10;
