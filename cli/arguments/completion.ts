/** Writes the completion scripts of bash, zsh and fish for the command `zerobooth`, from the tables. */
import { standards } from '../../core/standards.ts';
import { say } from './language.ts';
import { helpText, languageOption } from './shared-options.ts';
import type { CommandTable, Option } from './table.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Returns the script of a shell. */
export function completionScript(shell: Shell, tables: readonly CommandTable[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](tables);
}

const optionsOf = ({ options }: CommandTable) => Object.entries<Option>({ ...options, ...languageOption });

/** Returns the values that a shell offers for an option; empty when it offers files or nothing. */
function valuesOf({ choices, completes }: Option): readonly string[] {
  return completes === 'standard' ? standards.map(({ id }) => id) : (choices ?? []);
}

/** Returns the first words that may follow the command: those of its commands, or a list such as `bash|zsh|fish`. */
function firstWords({ actions, words }: CommandTable): readonly string[] {
  if (actions.length > 0) return [...new Set(actions.map((action) => action.words.split(' ')[0]))];
  return /^[a-z]+(\|[a-z]+)+$/.test(words) ? words.split('|') : [];
}

function bashScript(tables: readonly CommandTable[]): string {
  const offer = (words: readonly string[]) => `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
  const values = tables.flatMap((table) =>
    optionsOf(table).flatMap(([name, option]) => {
      if (option.type === 'boolean') return [];
      const words = valuesOf(option);
      const files = option.completes === 'folder' ? 'compopt -o dirnames' : 'compopt -o default';
      return [`    '${table.name} --${name}') ${words.length > 0 ? offer(words) : files}; return ;;`];
    }),
  );
  const names = tables.map((table) => {
    const words = [...optionsOf(table).map(([name]) => `--${name}`), '--help', ...firstWords(table)];
    return `    ${table.name}) words='${words.join(' ')}' ;;`;
  });
  return `# bash completion of zerobooth: source <(zerobooth completion bash)
_zerobooth() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then ${offer(tables.map(({ name }) => name))}; return; fi
  case "$command $before" in
${values.join('\n')}
  esac
  case "$command" in
${names.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$command" = photo ]; then compopt -o default; fi
}
complete -F _zerobooth zerobooth
`;
}

/** Quotes a text for zsh and fish. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function zshScript(tables: readonly CommandTable[]): string {
  const description = (text: string) => text.replaceAll(/[[\]:]/g, (sign) => `\\${sign}`);
  const spec = ([name, option]: [string, Option]) => {
    const repeats = option.multiple ? '*' : '';
    const start = `${repeats}--${name}[${description(say(option.text))}]`;
    if (option.type === 'boolean') return quoted(start);
    const words = valuesOf(option);
    const files = { file: '_files', folder: '_files -/', standard: '' }[option.completes ?? 'standard'];
    return quoted(`${start}:${description(option.value ?? '')}:${words.length > 0 ? `(${words.join(' ')})` : files}`);
  };
  const cases = tables.map((table) => {
    const words = firstWords(table);
    const last = words.length > 0 ? `'1: :(${words.join(' ')})'` : `'*: :_files'`;
    const specs = [...optionsOf(table).map(spec), quoted(`--help[${description(say(helpText))}]`), last];
    return `    ${table.name}) _arguments ${specs.join(' \\\n      ')} ;;`;
  });
  const commands = tables.map(({ name, text }) => `    ${quoted(`${name}:${say(text)}`)}`);
  return `#compdef zerobooth
# zsh completion of zerobooth: source <(zerobooth completion zsh)
_zerobooth() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _zerobooth zerobooth
`;
}

function fishScript(tables: readonly CommandTable[]): string {
  const commands = tables.map(
    ({ name, text }) => `complete -c zerobooth -n __fish_use_subcommand -f -a ${name} -d ${quoted(say(text))}`,
  );
  const options = tables.flatMap((table) => {
    const start = `complete -c zerobooth -n '__fish_seen_subcommand_from ${table.name}'`;
    const words = firstWords(table);
    return [
      ...(words.length > 0 ? [`${start} -f -a '${words.join(' ')}'`] : []),
      ...optionsOf(table).map(([name, option]) => {
        const offered = valuesOf(option);
        const takesFile = option.completes === 'file' || option.completes === 'folder';
        const flags = option.type === 'boolean' ? '' : takesFile ? ' -r' : ' -x';
        const list = offered.length > 0 ? ` -a '${offered.join(' ')}'` : '';
        return `${start} -l ${name}${flags}${list} -d ${quoted(say(option.text))}`;
      }),
      `${start} -s h -l help -d ${quoted(say(helpText))}`,
    ];
  });
  return `# fish completion of zerobooth: zerobooth completion fish | source\n${[...commands, ...options].join('\n')}\n`;
}
