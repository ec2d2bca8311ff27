/** Only ops/ and its tests import the SDK clients for SQS, CloudWatch Logs and CloudFormation; no function does. */
import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import { expect, it } from 'vitest';

const operatorsOnly = /@aws-sdk\/client-(sqs|cloudwatch-logs|cloudformation)/;
const operatorsImport = /(from|import\() ?'@aws-sdk\/client-(sqs|cloudwatch-logs|cloudformation)'/;

it('only ops/ and the tests import these clients', async () => {
  const files = await glob(['**/*.ts', '!node_modules', '!dist', '!cdk.out'], { cwd: '.' });
  const users: string[] = [];
  for (const file of files) if (operatorsImport.test(await readFile(file, 'utf8'))) users.push(file);
  const outside = users.filter((file) => !file.startsWith('ops/') && !file.startsWith('test/'));
  expect(users.length).toBeGreaterThan(3);
  expect(outside).toEqual([]);
});

it('the clients are development dependencies, because functions are bundled from dependencies', async () => {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
  expect(Object.keys(dependencies).filter((name) => operatorsOnly.test(name))).toEqual([]);
});
