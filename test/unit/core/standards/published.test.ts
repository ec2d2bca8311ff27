/** The table as data for others: the JSON Schema holds every record, and refuses a broken one. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { writeStandardsData } from '../../../../build/standards-data.ts';
import { packs } from '../../../../core/forms/packs.ts';
import { standards } from '../../../../core/standards.ts';

test('both files are written, and the schema takes the document and refuses a record with a wrong field', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-data-'));
  try {
    const [data, schema] = await Promise.all(
      (await writeStandardsData(dir)).map(async (path) => JSON.parse(await readFile(path, 'utf8'))),
    );
    expect(data.standards).toEqual(JSON.parse(JSON.stringify(standards)));
    expect(data.packs).toEqual(packs);
    expect(data.licence).toContain('creativecommons.org/publicdomain/zero');
    const check = z.fromJSONSchema(schema);
    expect(check.safeParse(data).error?.issues ?? []).toEqual([]);
    const [first] = data.standards;
    expect(check.safeParse({ ...data, standards: [{ ...first, glasses: 'maybe' }] }).success).toBe(false);
    expect(check.safeParse({ ...data, packs: [{ ...data.packs[0], files: 'none' }] }).success).toBe(false);
    expect(check.safeParse({ ...data, standards: [{ ...first, sources: 'none' }] }).success).toBe(false);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
