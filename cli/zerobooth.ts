/** The command line: each command is one module; this file only finds it and turns its failure into an exit code. */
import { argv, stderr } from 'node:process';
import { Fault } from '../core/errors.ts';
import { UsageError } from './usage.ts';

const usage = `Usage:
  npm run demo                       watch a drawn portrait become an ID photo
  npm run photo -- FILE|FOLDER|GLOB  make ID photos of your own pictures (npm run photo -- --help)
  npm run standards [-- ID]          list the photo standards, or explain one
  npm run contact-sheet              draw one person in every standard into docs/contact-sheet.jpg
  npm run screenshots                draw the README's pictures of the page
  npm run edge-sheet                 draw the portraits that are hard to cut out into docs/edge-sheet.jpg
  npm start                          keep the studio running on http://127.0.0.1:7860
  npm run ops -- tail|history|...    logs, dead deadLetters and records, here or on AWS (npm run ops -- --help)
  npm run model [-- --model ID]      fetch and prepare the models
`;

type Command = (args: string[]) => Promise<number>;

/** Modules load on demand: `model` must work before anything else is there. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).runDemo,
  photo: async () => (await import('./photo.ts')).runPhotoCommand,
  standards: async () => (await import('./standards.ts')).runStandards,
  'contact-sheet': async () => (await import('../scripts/contact-sheet.ts')).runContactSheet,
  screenshots: async () => (await import('../scripts/screenshots.ts')).runScreenshots,
  'edge-sheet': async () => (await import('../scripts/edge-sheet.ts')).runEdgeSheet,
  serve: async () => (await import('./serve.ts')).runServe,
  ops: async () => (await import('./ops.ts')).runOps,
  model: async () => (await import('../layers/model/cli.ts')).runModelCommand,
};

// The SDK announces on every start that it will drop Node 20 in 2027; package.json says which Node we support.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [name = '', ...args] = argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
process.exitCode = load ? await run(load) : explain(usage, 2);

async function run(loadCommand: () => Promise<Command>): Promise<number> {
  try {
    return await (await loadCommand())(args);
  } catch (error) {
    if (error instanceof UsageError) return explain(`${error.message}\n`, 2);
    if (error instanceof Fault) return explain(`${error.code}: ${error.message}\n`, 1);
    throw error;
  }
}

function explain(text: string, exitCode: number): number {
  stderr.write(text);
  return exitCode;
}
