import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStoppedStudio } from '../../../local/studio/stopped-studio.ts';

test('a data folder in use gives a Fault, so that commands print its message', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'stopped-studio-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const first = await openStoppedStudio(dataDir);
  onTestFinished(() => first.close());
  const message = expect.stringMatching(/^the data folder is in use by the object server on port \d+ \(process \d+\)$/);
  await expect(openStoppedStudio(dataDir)).rejects.toMatchObject({ name: 'Fault', code: 'bad-config', message });
});
