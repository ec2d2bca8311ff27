/** The figures that alarms and dashboard share, each made once so that both mean the same. */
import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionArchitecture, lambdaPrices } from '../core/prices.ts';
import type { ImageFunction } from './image-function.ts';

/** Above this share of its memory or time a function has too little room for the next, larger photo. */
const nearLimit = 0.8;

const period = Duration.minutes(5);

/** The fields of a function's log line (functions/runtime/frame.ts) that are read here. */
export const logFields = { peakMemoryMb: '$.peakMemoryMb' } as const;

export interface FunctionWatch {
  readonly name: 'matting' | 'compose';
  readonly invocations: Metric;
  readonly errors: Metric;
  readonly throttles: Metric;
  /** ms. */
  readonly longestDuration: Metric;
  readonly medianDuration: Metric;
  readonly slowDurationMs: number;
  readonly concurrency: Metric;
  /** How long the oldest event waited, ms. */
  readonly eventAge: Metric;
  /** Dead letters that could not be delivered either. */
  readonly lostEvents: Metric;
  readonly peakMemoryMb: Metric;
}

export interface StudioWatch {
  readonly functions: readonly [FunctionWatch, FunctionWatch];
  readonly deadLetters: Metric;
  readonly lostEvents: IMetric;
  /** Photos for which a function held more than four fifths of its memory. */
  readonly nearMemoryLimit: Metric;
  /** Run time in one day as money; start-up, requests and storage are left out. */
  readonly dailySpendUsd: IMetric;
}

export interface WatchedStudio {
  readonly matting: ImageFunction;
  readonly compose: ImageFunction;
  readonly deadLetters: Queue;
  readonly architecture: FunctionArchitecture;
}

/** Also creates the metric filters, which turn the functions' log lines into figures at no cost of their own. */
export function watchStudio({ matting, compose, deadLetters, architecture }: WatchedStudio): StudioWatch {
  const namespace = `Zerobooth/${Stack.of(matting).stackName}`;
  const functions = [
    watchFunction('matting', matting, namespace),
    watchFunction('compose', compose, namespace),
  ] as const;
  const metricName = 'PhotosNearMemoryLimit';
  for (const { logGroup, memoryMb } of [matting, compose]) {
    const limitMb = Math.floor(memoryMb * nearLimit);
    new MetricFilter(logGroup, metricName, {
      logGroup,
      metricNamespace: namespace,
      metricName,
      metricValue: '1',
      filterPattern: FilterPattern.numberValue(logFields.peakMemoryMb, '>', limitMb),
    });
  }
  return {
    functions,
    deadLetters: deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    lostEvents: new MathExpression({
      expression: 'FILL(matting, 0) + FILL(compose, 0)',
      usingMetrics: { matting: functions[0].lostEvents, compose: functions[1].lostEvents },
      label: 'Events lost',
      period,
    }),
    nearMemoryLimit: new Metric({ namespace, metricName, period, statistic: Stats.SUM, label: metricName }),
    dailySpendUsd: spendIn(Duration.days(1), { matting, compose }, architecture),
  };
}

function watchFunction(
  name: FunctionWatch['name'],
  { alias, logGroup, timeout }: ImageFunction,
  namespace: string,
): FunctionWatch {
  const sum = (metricName: string) =>
    alias.metric(metricName, { period, statistic: Stats.SUM, label: `${name} ${metricName}` });
  const duration = (statistic: string) =>
    alias.metricDuration({ period, statistic, unit: Unit.MILLISECONDS, label: `${name} ${statistic}` });
  // Lambda reports asynchronous events by function, not by alias.
  const ofEvents = (metricName: string, statistic: string) =>
    alias.lambda.metric(metricName, { period, statistic, label: `${name} ${metricName}` });
  const peakMemory = new MetricFilter(logGroup, 'PeakMemory', {
    logGroup,
    metricNamespace: namespace,
    metricName: `${name}-peak-memory-mb`,
    metricValue: logFields.peakMemoryMb,
    filterPattern: FilterPattern.numberValue(logFields.peakMemoryMb, '>=', 0),
  });
  return {
    name,
    invocations: sum('Invocations'),
    errors: sum('Errors'),
    throttles: sum('Throttles'),
    longestDuration: duration(Stats.MAXIMUM),
    medianDuration: duration(Stats.p(50)),
    slowDurationMs: timeout.toMilliseconds() * nearLimit,
    concurrency: alias.lambda.metric('ConcurrentExecutions', { period, statistic: Stats.MAXIMUM, label: name }),
    eventAge: ofEvents('AsyncEventAge', Stats.MAXIMUM),
    lostEvents: ofEvents('DestinationDeliveryFailures', Stats.SUM),
    peakMemoryMb: peakMemory.metric({ period, statistic: Stats.MAXIMUM, label: name }),
  };
}

/** Time used times memory times price, within one period. */
function spendIn(
  span: Duration,
  functions: Readonly<Record<'matting' | 'compose', ImageFunction>>,
  architecture: FunctionArchitecture,
): MathExpression {
  const { matting, compose } = functions;
  const busy = (of: ImageFunction) => of.alias.metricDuration({ period: span, statistic: Stats.SUM });
  const gb = ({ memoryMb }: ImageFunction) => memoryMb / 1024;
  return new MathExpression({
    expression: `(FILL(matting, 0) * ${gb(matting)} + FILL(compose, 0) * ${gb(compose)}) / 1000 * ${lambdaPrices.perGbSecond[architecture]}`,
    usingMetrics: { matting: busy(matting), compose: busy(compose) },
    label: 'USD a day',
    period: span,
  });
}
