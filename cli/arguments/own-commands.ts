/** The commands of the program in texts: `npm run NAME --` in a checkout, `npx zerobooth NAME` in the npm package. */
import { isCompiled } from '../../files/package-dir.ts';

/** Returns the text with the commands that work for this installation. @param compiled true in the npm package. */
export function withOwnCommands(text: string, compiled = isCompiled()): string {
  if (!compiled) return text;
  return text
    .replaceAll(
      /\bnpm run (?:--silent )?(demo|photo|standards|ops|mcp|model|completion)\b( --(?= ))?/g,
      'npx zerobooth $1',
    )
    .replaceAll(/\bnpm run zerobooth --(?= )/g, 'npx zerobooth')
    .replaceAll(/\bnpm start\b( --(?= |$))?/g, 'npx zerobooth start');
}
