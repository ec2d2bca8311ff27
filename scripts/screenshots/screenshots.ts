/**
 * `npm run screenshots`: makes pictures of the page. A real browser sends drawn portraits to a real local studio. It needs
 * a Chromium.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { readyModels } from '../../cli/models.ts';
import { runCommand } from '../../cli/run-command.ts';
import { readArguments, UsageError } from '../../cli/usage.ts';
import { startStudio } from '../../local/studio/studio.ts';
import { filmOf } from '../../portraits/film.ts';
import { findBrowser, launchBrowser } from '../chromium.ts';
import { portraitOf } from './page-steps.ts';
import { writeReadmePictures } from './readme-pictures.ts';
import { writeStatePictures } from './states.ts';

const usage = `Usage: npm run screenshots                                  the pictures of README and guide, to docs/
       npm run screenshots -- --states FOLDER [--only TEXT]  every state in every language, with index.html;
                                                             --only: those whose name has the text, such as photo-phone
`;

/** Writes the pictures. @returns 0. @throws UsageError when there is no browser or an argument is wrong. */
export async function runScreenshots(args: string[]): Promise<number> {
  const options = { states: { type: 'string' }, only: { type: 'string', default: '' } } as const;
  const { states, only } = readArguments({ args, options }, usage).values;
  const path = findBrowser();
  if (path === null) throw new UsageError('No Chromium was found. Install one, or set CHROMIUM to the path of one.');
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-screenshots-'));
  const film = join(dataDir, 'film.y4m');
  await writeFile(film, await filmOf(await portraitOf('ada')));
  const studio = await startStudio({ dataDir: join(dataDir, 'studio'), modelDir: await readyModels(), pagePort: 0 });
  const browser = await launchBrowser(path, [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  try {
    const url = studio.pageUrl ?? '';
    if (states === undefined) await writeReadmePictures(browser, url);
    else await writeStatePictures(browser, url, states, only);
  } finally {
    await browser.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  return 0;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runScreenshots, argv.slice(2));
}
