/** A command refuses unknown options. It must not ignore them and start a studio, or write a file named `--help`. */
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runDemo } from '../../../cli/demo.ts';
import { runPhotoCommand } from '../../../cli/photo.ts';
import { runCommand } from '../../../cli/run-command.ts';
import { runServe } from '../../../cli/serve.ts';
import { runContactSheet } from '../../../scripts/contact-sheet.ts';
import { runEdgeSheet } from '../../../scripts/edge-sheet.ts';
import { runScreenshots } from '../../../scripts/screenshots/screenshots.ts';

const commands = { runContactSheet, runDemo, runEdgeSheet, runScreenshots, runServe };

test.each(Object.entries(commands))('%s refuses an unknown option', async (_, run) => {
  await expect(run(['--prot', '8080'])).rejects.toThrow(/--prot[\s\S]*(Usage: npm|npm .*--help$)/);
  expect(existsSync('--prot')).toBe(false);
});

test('a port must be a number', async () => {
  await expect(runServe(['--port', 'http'])).rejects.toThrow('Ports are whole numbers');
  await expect(runServe(['--access', 'password'])).rejects.toThrow('--access must be code or none, not "password".');
});

/** Collects what is written to a stream of this process until the test ends. */
function collect(stream: 'stdout' | 'stderr'): () => string {
  let written = '';
  const spy = vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
    written += chunk;
    return true;
  });
  onTestFinished(() => spy.mockRestore());
  return () => written;
}

// Three more are sent to a process of the command in test/e2e/command.test.ts.
test.each([
  ['a file that is not there', ['nowhere.jpg']],
  ['an unknown option', ['package.json', '--frobnicate']],
  ['an unknown backdrop', ['package.json', '--backdrop', 'mauve']],
  ['an unknown paper', ['package.json', '--sheet', 'b9']],
  ['a sheet without room for a photo', ['package.json', '--sheet', '3R', '--margin-mm', '40']],
  ['a gap that is not a number', ['package.json', '--sheet', '4R', '--gap-mm', 'two']],
  ['marks without a sheet', ['package.json', '--marks', 'lines']],
  ['an unknown profile', ['package.json', '--profile', 'paper']],
  ['an --out below a file', ['package.json', '--out', 'package.json/out']],
  ['an --out whose name is too long', ['package.json', '--out', 'x'.repeat(300)]],
  ['an --out without a name', ['package.json', '--out=']],
  ['an --out where nothing can be made', ['package.json', '--out', '/proc/zerobooth']],
])('photo: %s is a usage error: exit code 2 and one sentence', async (_, args) => {
  const [stdout, stderr] = [collect('stdout'), collect('stderr')];
  const code = await runCommand(runPhotoCommand, args);
  expect({ code, stdout: stdout() }).toEqual({ code: 2, stdout: '' });
  expect(stderr()).toMatch(/^.+\n$/);
});
