/** Health, figures and traces of one studio. It gets the reports and log lines of the functions. */
import { pictureFunctions } from '../../core/functions.ts';
import { partsOfName } from '../../core/model-versions.ts';
import type { DeadLetter, FunctionHost, FunctionSpec, InvocationReport } from '../lambda/host.ts';
import { parseFunctionReference } from '../lambda/invoke-request.ts';
import { Metrics } from './metrics.ts';
import { type OtlpTarget, startExporter } from './otlp.ts';
import { parsePhotoLine } from './photo-line.ts';
import { PhotoTraces } from './traces.ts';

/** The running monitoring of a studio. */
export interface Monitoring {
  addReport(report: InvocationReport): void;
  addLine(functionName: string, line: string): void;
  addDeadLetter(deadLetter: DeadLetter): void;
  /** Returns the figures for Prometheus. */
  figures(host: FunctionHost, specs: readonly FunctionSpec[]): Promise<Figures>;
  /** Sends the last spans. */
  close(): Promise<void>;
}

/** The body of `/metrics`. */
export interface Figures {
  readonly contentType: string;
  readonly text: string;
}

/** The functions whose figures and traces are shown by photo. */
const stages: ReadonlySet<string> = new Set(pictureFunctions.map(({ name }) => name));

/** Returns whether the function, or the function of the version, is one of them. */
const isStage = (hosted: string): boolean => stages.has(partsOfName(hosted).functionName);

/** @param target where traces go; null: nowhere. @param onTrouble called when the collector does not take them. */
export function openMonitoring(target: OtlpTarget | null, onTrouble: (reason: string) => void): Monitoring {
  const metrics = new Metrics();
  const exporter = target && startExporter(target, onTrouble);
  const traces = exporter && new PhotoTraces((spans) => exporter.add(spans));
  return {
    addReport: (report) => {
      metrics.addReport(report);
      if (isStage(report.functionName)) traces?.addReport(report);
    },
    addLine: (functionName, line) => {
      const photo = isStage(functionName) ? parsePhotoLine(line) : null;
      if (!photo) return;
      metrics.addPhoto(functionName, photo);
      traces?.addPhoto(photo);
    },
    addDeadLetter: ({ requestContext }) => {
      metrics.addDeadLetter(parseFunctionReference(requestContext.functionArn).name);
    },
    figures: async (host, specs) => ({ contentType: metrics.contentType, text: await metrics.text(host, specs) }),
    close: async () => exporter?.close(),
  };
}
