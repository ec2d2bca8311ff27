/** The index of the pictures: a row for each state, size and scheme, a column for each language. */

/** One picture. */
export interface Shot {
  readonly state: string;
  readonly size: string;
  readonly scheme: 'light' | 'dark';
  readonly language: string;
  /** The name of its file. */
  readonly file: string;
}

/** Returns the HTML page. */
export function indexPage(shots: readonly Shot[]): string {
  const titleOf = ({ state, size, scheme }: Shot) => `${state}, ${size}, ${scheme}`;
  const rows = new Map<string, Shot[]>();
  for (const shot of shots) rows.set(titleOf(shot), [...(rows.get(titleOf(shot)) ?? []), shot]);
  const sections = [...rows].map(([title, row]) => `<h2>${title}</h2>\n<p>${row.map(figureOf).join('\n')}</p>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Zerobooth: the states of the page</title>
<style>body { font: 16px sans-serif } p { display: flex; gap: 8px; overflow-x: auto } img { height: 360px; border: 1px solid #ccc }</style>
<h1>The states of the page</h1>
${sections.join('\n')}
</html>
`;
}

const figureOf = ({ file, language }: Shot) =>
  `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"><br>${language}</a>`;
