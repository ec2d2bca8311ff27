/** A command refuses unknown options. It must not ignore them and start a studio, or write a file named `--help`. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runDemo } from '../../../cli/demo.ts';
import { runServe } from '../../../cli/serve.ts';
import { runContactSheet } from '../../../scripts/contact-sheet.ts';
import { runEdgeSheet } from '../../../scripts/edge-sheet.ts';
import { runScreenshots } from '../../../scripts/screenshots.ts';

const commands = { runContactSheet, runDemo, runEdgeSheet, runScreenshots, runServe };

test.each(Object.entries(commands))('%s refuses an unknown option', async (_, run) => {
  await expect(run(['--prot', '8080'])).rejects.toThrow(/--prot[\s\S]*(Usage: npm|npm .*--help$)/);
  expect(existsSync('--prot')).toBe(false);
});

test('a port must be a number', async () => {
  await expect(runServe(['--port', 'http'])).rejects.toThrow('Ports are whole numbers');
  await expect(runServe(['--access', 'password'])).rejects.toThrow('--access must be code or none, not "password".');
});
