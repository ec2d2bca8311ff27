/** The tables of all commands, in the order of the help. */
import type { CommandTable } from '../arguments/table.ts';
import { opsTable } from './ops-table.ts';
import { photoTable } from './photo-table.ts';
import { serveTable } from './serve-table.ts';
import { completionTable, demoTable, mcpTable, modelTable, standardsTable } from './small-tables.ts';

export const tables: readonly CommandTable[] = [
  demoTable,
  photoTable,
  standardsTable,
  serveTable,
  opsTable,
  mcpTable,
  modelTable,
  completionTable,
];
