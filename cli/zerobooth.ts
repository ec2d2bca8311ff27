/** The entry point of the command line: loads the module of one command and runs it. */
import { argv, stderr } from 'node:process';
import { type Command, runCommand } from './run-command.ts';

const usage = `Usage:
  npm run demo                       make ID photos from two drawn portraits
  npm run photo -- FILE|FOLDER|GLOB  make ID photos from your own pictures (npm run photo -- --help)
  npm run standards [-- ID]          list the photo standards, or explain one
  npm start                          run the studio on http://127.0.0.1:7860 until Ctrl-C
  npm run ops -- COMMAND             show logs, dead letters and records, here or on AWS (npm run ops -- --help)
  npm run model [-- --model ID]      download and prepare the models
`;

/** Only the module of the called command is loaded, because `npm run model` must work when nothing else is prepared. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).runDemo,
  photo: async () => (await import('./photo.ts')).runPhotoCommand,
  standards: async () => (await import('./standards.ts')).runStandards,
  serve: async () => (await import('./serve.ts')).runServe,
  ops: async () => (await import('./ops.ts')).runOps,
  model: async () => (await import('../layers/model/cli.ts')).runModelCommand,
};

const [name = '', ...args] = argv.slice(2);
process.exitCode = await runCommand(Object.hasOwn(commands, name) ? loadAndRun : refuse, args);

async function loadAndRun(): Promise<number> {
  return (await commands[name]())(args);
}

/** Prints the list of commands when the command is missing or unknown. @returns 2. */
async function refuse(): Promise<number> {
  stderr.write(usage);
  return 2;
}
