/** Help and completion are made from the tables, in both languages, and hold every option of every command. */
import { spawnSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { completionScript, shells } from '../../../../cli/arguments/completion.ts';
import { columnsOf, commandHelp, overview } from '../../../../cli/arguments/help.ts';
import { chooseLanguage } from '../../../../cli/arguments/language.ts';
import { tables } from '../../../../cli/tables/tables.ts';

afterEach(() => {
  chooseLanguage(['--lang', 'en'], {});
});

test.each(tables.map((table) => [table.name, table] as const))('the help of %s is complete', (_, table) => {
  for (const lang of ['en', 'zh']) {
    chooseLanguage(['--lang', lang], {});
    const help = commandHelp(table);
    for (const name of [...Object.keys(table.options), 'lang', 'help']) expect(help).toContain(`--${name}`);
    for (const { words } of table.actions) expect(help).toContain(`  ${words} `);
    for (const code of ['0', '1', '2', '130']) expect(help).toMatch(new RegExp(`^ {2}${code} +\\S`, 'm'));
    for (const line of help.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(112);
    expect(overview(tables)).toContain(table.script.replace(/ --$/, ''));
  }
});

test('each shell completes each option; bash offers commands, values and options', () => {
  for (const shell of shells) {
    const script = completionScript(shell, tables);
    for (const { name, options } of tables) {
      expect(script).toContain(name);
      for (const option of Object.keys(options)) expect(script).toContain(option);
    }
  }
  const offered = (...words: string[]) => {
    const last = words.length;
    const line = `COMP_WORDS=(zerobooth ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${last}; _zerobooth 2>/dev/null; echo "\${COMPREPLY[*]}"`;
    const script = `${completionScript('bash', tables)}\n${line}`;
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim();
  };
  expect(offered('ph')).toBe('photo');
  expect(offered('photo', '--mar')).toBe('--margin-mm --marks');
  expect(offered('photo', '--format', '')).toBe('auto jpeg png');
  expect(offered('photo', '--standard', 'us-pass')).toBe('us-passport us-passport-online-renewal');
  expect(offered('ops', 'dead')).toBe('dead-letters');
  expect(offered('completion', '')).toContain('bash zsh fish');
});
