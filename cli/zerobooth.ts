/** The command line. Each command is one module; this file finds and runs it. */
import { argv, stderr } from 'node:process';
import { type Command, runCommand } from './run-command.ts';

const usage = `Usage:
  npm run demo                       watch a drawn portrait become an ID photo
  npm run photo -- FILE|FOLDER|GLOB  make ID photos of your own pictures (npm run photo -- --help)
  npm run standards [-- ID]          list the photo standards, or explain one
  npm start                          keep the studio running on http://127.0.0.1:7860
  npm run ops -- tail|history|...    logs, dead letters and records, here or on AWS (npm run ops -- --help)
  npm run model [-- --model ID]      fetch and prepare the models
`;

/** Each command's module is loaded when it is called: `npm run model` must work before anything else is there. */
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

/** Answers a missing or unknown command with the list of commands. */
async function refuse(): Promise<number> {
  stderr.write(usage);
  return 2;
}
