/** Words a bench's findings as Markdown and JSON. Before it: the benches; after it: plot.ts and the files of write-report.ts. */
import type { CurvePlot } from './curve.ts';
import { describeMachine, type MachineFacts } from './machine.ts';
import type { BarPlot } from './plot.ts';

/** Null: not measured. */
export type Cell = string | number | null;

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The findings of a bench. The description of the machine is added at the end. */
export interface Findings {
  readonly title: string;
  /** The method, in sentences. */
  readonly method: readonly string[];
  readonly tables: readonly Table[];
  /** Facts about this run that a reader needs: photos left out, limits that were not enforced. */
  readonly notes: readonly string[];
  readonly plot: BarPlot | CurvePlot;
}

/** Three significant digits or all digits before the point; thousands stay plain so that tables can be pasted. */
export function formatCell(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell === 'string') return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
  if (!Number.isFinite(cell)) return '-';
  if (Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  if (size >= 100) return cell.toFixed(0);
  if (size >= 10) return cell.toFixed(1);
  return size >= 1 ? cell.toFixed(2) : cell.toPrecision(3);
}

/** `12.3x`; `-` where either side is missing. */
export function formatRatio(of: number | null, to: number | null): string {
  if (of === null || to === null || !Number.isFinite(of / to)) return '-';
  return `${formatCell(Math.round((of / to) * 100) / 100)}x`;
}

/** A Markdown table; columns whose every cell is a number or a ratio lean to the right. */
export function formatTable({ title, columns, rows }: Table): string {
  const text = rows.map((row) => row.map(formatCell));
  const isFigure = (at: number) => text.every((row) => /^(-|-?[\d.]+(e-?\d+)?x?)$/.test(row[at]));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, at) => (rows.length > 0 && isFigure(at) ? '---:' : '---'));
  return [`### ${title}`, '', line(columns), line(rule), ...text.map(line)].join('\n');
}

/** @param machine null for figures that were computed and depend on none. */
export function formatMarkdown({ title, method, tables, notes }: Findings, machine: MachineFacts | null): string {
  const remarks = notes.length > 0 ? notes.map((note) => `- ${note}`).join('\n') : '';
  const parts = [
    `## ${title}`,
    method.join(' '),
    ...tables.map(formatTable),
    remarks,
    machine ? `Taken on ${describeMachine(machine)}.` : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Returns the report with raw figures, for programs. NaN and infinities become null, because JSON has none. */
export function formatJson({ title, method, tables, notes }: Findings, machine: MachineFacts | null): string {
  return `${JSON.stringify({ title, machine, method, notes, tables }, null, 1)}\n`;
}
