/** The entry point of the command line: answers --help from the tables, else loads the module of a command and runs it. */
import { argv, stderr, stdout } from 'node:process';
import { commandHelp, overview } from './arguments/help.ts';
import { chooseLanguage, say } from './arguments/language.ts';
import { optionsKeptByNpm } from './arguments/npm-options.ts';
import { nearest } from './arguments/read.ts';
import { type Command, runCommand } from './run-command.ts';
import { handleStreamErrors } from './streams.ts';
import { tables } from './tables/tables.ts';
import { UsageError } from './usage.ts';

/** Only the module of the called command is loaded, because `npm run model` must work when nothing else is prepared. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).runDemo,
  photo: async () => (await import('./photo.ts')).runPhotoCommand,
  standards: async () => (await import('./standards.ts')).runStandards,
  start: async () => (await import('./serve.ts')).runServe,
  ops: async () => (await import('./ops.ts')).runOps,
  mcp: async () => (await import('./mcp/mcp.ts')).runMcp,
  model: async () => (await import('../layers/model/cli.ts')).runModelCommand,
  completion: async () => (await import('./completion.ts')).runCompletion,
};

const [given = '', ...args] = argv.slice(2);
/** `serve` is the name that the command had in 0.2. */
const name = given === 'serve' ? 'start' : given;
handleStreamErrors();
chooseLanguage(argv.slice(2), process.env);
process.exitCode = await runCommand(run, args);

async function run(): Promise<number> {
  const table = tables.find((one) => one.name === name);
  if (!table) return withoutCommand();
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (options.includes('--help') || options.includes('-h')) {
    stdout.write(commandHelp(table));
    return 0;
  }
  const kept = optionsKeptByNpm(table, args, process.env);
  if (kept !== null) throw new UsageError(kept);
  return (await commands[name]())(args);
}

/** Prints the list of the commands; for an unknown command to stderr. @returns 0 for --help, else 2. */
function withoutCommand(): number {
  if (['--help', '-h', 'help'].includes(name)) {
    stdout.write(overview(tables));
    return 0;
  }
  if (name !== '' && !name.startsWith('-')) {
    const names = tables.map((table) => table.name);
    const near = nearest(name, names);
    const hint = near === null ? { en: '', zh: '' } : { en: ` Did you mean ${near}?`, zh: `是否想用 ${near}？` };
    stderr.write(`${say({ en: `There is no command ${name}.${hint.en}`, zh: `没有命令 ${name}。${hint.zh}` })}\n\n`);
  }
  stderr.write(overview(tables));
  return 2;
}
