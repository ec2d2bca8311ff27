/** Who may use the operator's SDK clients: no function, and nobody but ops/ and what tests it. */
import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import { expect, it } from 'vitest';

const operatorsOnly = /@aws-sdk\/client-(sqs|cloudwatch-logs|cloudformation)/;

it("keeps the operator's clients in ops/", async () => {
  const files = await glob(['**/*.ts', '!node_modules', '!dist', '!cdk.out'], { cwd: '.' });
  const users: string[] = [];
  for (const file of files) if (operatorsOnly.test(await readFile(file, 'utf8'))) users.push(file);
  const outside = users.filter((file) => !file.startsWith('ops/') && !file.startsWith('test/'));
  expect(users.length).toBeGreaterThan(3);
  expect(outside).toEqual([]);
});

it('is development only: the functions are bundled from dependencies', async () => {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
  expect(Object.keys(dependencies).filter((name) => operatorsOnly.test(name))).toEqual([]);
});
