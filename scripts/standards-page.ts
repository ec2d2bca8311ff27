/** `npm run standards-page`: writes docs/standards.md, the whole table of photo standards with the sources of each. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { sizesOf } from '../cli/standard-page.ts';
import { byRegion } from '../core/standards/regions.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';

const path = 'docs/standards.md';

const head = `# All photo standards

\`npm run standards-page\` writes this page from \`core/standards/\`. [The guide](guide/standards.md) explains the fields; \`npm run standards -- ID\` prints every rule of one document. Search with the browser: names stand in English and Chinese.
`;

const columns = [
  'Document',
  'Print mm',
  'Upload px',
  'Head',
  'Background',
  'File kB',
  'Editing',
  'Person',
  'Sources',
  'Checked',
];

/** Returns the page: one table for each region. */
export function standardsPage(): string {
  const countries = new Set(standards.flatMap(({ country }) => country ?? []));
  const counts = `${standards.length} documents of ${countries.size} countries and regions.\n`;
  const tables = byRegion(standards).map(({ region, standards: all }) => {
    const rows = [columns, columns.map(() => '---'), ...all.map(rowOf)];
    return `## ${region}\n\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
  });
  return [head, counts, ...tables].join('\n');
}

function rowOf(standard: PhotoStandard): string[] {
  const { id, name, country, backdrops, confidence, checked, unconfirmed } = standard;
  const colours = backdrops.map(({ name: { en } }) => en).join(', ') || 'any';
  const doubt = unconfirmed.length > 0 ? `; unconfirmed: ${unconfirmed.join(', ')}` : '';
  return [
    `\`${id}\`<br>${text(name.en)}<br>${name.zh}${country ? ` (${country})` : ''}`,
    ...sizesOf(standard).map((size) => size.replace('x', ' × ')),
    colours,
    fileText(standard),
    editingText(standard),
    personText(standard),
    standard.sources.map(sourceText).join('<br>'),
    `${checked ?? ''}<br>${confidence}${doubt}`,
  ];
}

function fileText({ file: { minBytes, maxBytes, formats } }: PhotoStandard): string {
  const kilobytes = [
    minBytes && `from ${Math.ceil(minBytes / 1024)}`,
    maxBytes && `up to ${Math.floor(maxBytes / 1000)}`,
  ];
  return [...kilobytes, formats?.join(', ')].filter(Boolean).join(' ');
}

function editingText({ editing }: PhotoStandard): string {
  const { replaceBackdrop, retouch } = editing;
  const rules = [`new background ${replaceBackdrop}`, `retouching ${retouch}`].map((rule) => rule.replace('-', ' '));
  return [...rules, editing.says ? `«${text(editing.says)}»` : ''].filter(Boolean).join('<br>');
}

function personText({ glasses, headCover, infants, maxAgeMonths, caption, takenBy }: PhotoStandard): string {
  return [
    glasses && `glasses ${glasses}`,
    headCover && `head cover ${headCover.rule === 'religious' ? 'for religion or health' : headCover.rule}`,
    maxAgeMonths && `at most ${maxAgeMonths} months old`,
    infants && `small children: ${text(infants.says)}`,
    caption &&
      `name and day in the foot${caption.rule === 'required' ? '' : ' in some notices'}: ${text(caption.says)}`,
    takenBy && `taken by ${takenBy.who === 'office' ? 'the office' : 'a professional'}`,
  ]
    .filter(Boolean)
    .join('<br>');
}

function sourceText({ ref, kind, says, read }: PhotoStandard['sources'][number]): string {
  const link = /^(https?:\/\/\S+)(.*)$/.exec(ref);
  const name = link
    ? `[${new URL(link[1] ?? '').hostname}](${encodeURI(decodeSafely(link[1] ?? ''))})${text(link[2] ?? '')}`
    : text(ref);
  return `${name} (${kind}${read ? `, ${read}` : ''})${says ? `: ${text(says)}` : ''}`;
}

function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** Returns a text in which no character ends a cell or begins markup. */
function text(value: string): string {
  return value.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('_', '\\_');
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const page = standardsPage();
  await writeFile(path, page);
  stdout.write(`${path}: ${standards.length} standards, ${Math.ceil(page.length / 1000)} kB\n`);
}
