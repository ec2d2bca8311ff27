/** Writes the table of standards as data for others: dist/standards.json and its JSON Schema. */
import { join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { dataFile, publishedJsonSchema, publishedStandards, schemaFile } from '../core/standards/published.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';

/** Writes both files to a folder. @returns their paths. */
export async function writeStandardsData(dir: string): Promise<readonly string[]> {
  const files = [
    [dataFile, publishedStandards()],
    [schemaFile, publishedJsonSchema()],
  ] as const;
  for (const [name, content] of files) {
    await replaceGeneratedFile(join(dir, name), Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
  }
  return files.map(([name]) => join(dir, name));
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const paths = await writeStandardsData(fileURLToPath(new URL('../dist', import.meta.url)));
  stdout.write(`${paths.join('\n')}\n`);
}
