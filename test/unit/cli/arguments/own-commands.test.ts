/** Commands in texts of the npm package. */
import { expect, test } from 'vitest';
import { withOwnCommands } from '../../../../cli/arguments/own-commands.ts';

test.each([
  ['npm run photo -- jane.jpg', 'npx zerobooth photo jane.jpg'],
  ['Start it first: npm start', 'Start it first: npx zerobooth start'],
  ['npm start -- --port N', 'npx zerobooth start --port N'],
  ['run `npm run model`', 'run `npx zerobooth model`'],
  ['To explain one: npm run standards -- ID', 'To explain one: npx zerobooth standards ID'],
  ['npm run --silent mcp -- --root DIR', 'npx zerobooth mcp --root DIR'],
  ['npm run zerobooth -- completion bash', 'npx zerobooth completion bash'],
  ['npm run bench -- speed', 'npm run bench -- speed'],
])('%s', (text, own) => {
  expect(withOwnCommands(text, true)).toBe(own);
  expect(withOwnCommands(text, false)).toBe(text);
});
