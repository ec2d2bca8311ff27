/** Creates the metrics that alarms and dashboard share, each once, so that both show the same figure. */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionArchitecture, lambdaPrices } from '../core/prices.ts';
import type { ImageFunction } from './image-function.ts';
import type { ZipFunction } from './zip-function.ts';

/** A function that uses more than this share of its memory or time has too little reserve for a larger photo. */
const nearLimit = 0.8;

const period = Duration.minutes(5);

/** The fields of a function's log line (functions/runtime/event-handler.ts) that the metric filters read. */
const logFields = { peakMemoryMb: '$.peakMemoryMb', ms: '$.ms' } as const;

/** The names that deployed metrics carry. `desk` is the API function: a metric that is renamed loses its history. */
export type FunctionName = 'matting' | 'compose' | 'desk';

export interface FunctionWatch {
  readonly name: FunctionName;
  readonly invocations: Metric;
  readonly errors: Metric;
  readonly throttles: Metric;
  /** Longest duration, ms. */
  readonly longestDuration: Metric;
  readonly medianDuration: Metric;
  readonly concurrency: Metric;
  /** Waiting time of the oldest event, ms. */
  readonly eventAge: Metric;
  /** Dead letters that could not be delivered. */
  readonly lostEvents: Metric;
  readonly peakMemoryMb: Metric;
}

export interface StudioWatch {
  readonly functions: readonly [FunctionWatch, FunctionWatch, FunctionWatch];
  readonly deadLetters: Metric;
  readonly lostEvents: IMetric;
  /** Answers of the API with a status of 500 or above. */
  readonly apiFailures: Metric;
  /** Number of invocations that used more than four fifths of a function's memory or time. */
  readonly nearLimit: Metric;
  /** Price of the run time of one day, USD. Start-up, requests and storage are left out. */
  readonly dailySpendUsd: IMetric;
}

export interface WatchedStudio {
  readonly matting: ImageFunction;
  readonly compose: ImageFunction;
  readonly api: ZipFunction;
  readonly deadLetters: Queue;
  readonly architecture: FunctionArchitecture;
  /** The namespace of the metrics that are made from log lines. */
  readonly namespace: string;
}

/** The parts of a function whose metrics are read. */
interface Watched {
  /** The alias; for a function without an alias the function itself. */
  readonly called: Pick<IFunction, 'metric' | 'metricDuration'>;
  readonly lambda: Pick<IFunction, 'metric'>;
  readonly logGroup: ILogGroup;
  readonly memoryMb: number;
  readonly timeout: Duration;
}

/** Creates the metrics, and the metric filters that turn log lines into figures without extra cost. */
export function watchStudio(studio: WatchedStudio): StudioWatch {
  const { matting, compose, api, deadLetters, architecture, namespace } = studio;
  const watched = {
    matting: { ...matting, lambda: matting.alias.lambda, called: matting.alias },
    compose: { ...compose, lambda: compose.alias.lambda, called: compose.alias },
    desk: { ...api, called: api.lambda },
  };
  const functions = [
    watchFunction('matting', watched.matting, namespace),
    watchFunction('compose', watched.compose, namespace),
    watchFunction('desk', watched.desk, namespace),
  ] as const;
  const metricName = 'NearLimit';
  for (const { logGroup, memoryMb, timeout } of Object.values(watched)) {
    const limitMb = Math.floor(memoryMb * nearLimit);
    const limitMs = timeout.toMilliseconds() * nearLimit;
    new MetricFilter(logGroup, metricName, {
      logGroup,
      metricNamespace: namespace,
      metricName,
      metricValue: '1',
      filterPattern: FilterPattern.any(
        FilterPattern.numberValue(logFields.peakMemoryMb, '>', limitMb),
        FilterPattern.numberValue(logFields.ms, '>', limitMs),
      ),
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
    apiFailures: api.lambda.metric('Url5xxCount', { period, statistic: Stats.SUM, label: 'desk 5xx' }),
    nearLimit: new Metric({ namespace, metricName, period, statistic: Stats.SUM, label: metricName }),
    dailySpendUsd: spendIn(Duration.days(1), watched, architecture),
  };
}

function watchFunction(name: FunctionName, { called, lambda, logGroup }: Watched, namespace: string): FunctionWatch {
  const sum = (metricName: string) =>
    called.metric(metricName, { period, statistic: Stats.SUM, label: `${name} ${metricName}` });
  const duration = (statistic: string) =>
    called.metricDuration({ period, statistic, unit: Unit.MILLISECONDS, label: `${name} ${statistic}` });
  // Lambda reports asynchronous events by function, not by alias.
  const ofEvents = (metricName: string, statistic: string) =>
    lambda.metric(metricName, { period, statistic, label: `${name} ${metricName}` });
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
    concurrency: lambda.metric('ConcurrentExecutions', { period, statistic: Stats.MAXIMUM, label: name }),
    eventAge: ofEvents('AsyncEventAge', Stats.MAXIMUM),
    lostEvents: ofEvents('DestinationDeliveryFailures', Stats.SUM),
    peakMemoryMb: peakMemory.metric({ period, statistic: Stats.MAXIMUM, label: name }),
  };
}

/** Returns the price of the run time within one period: time times memory times price. */
function spendIn(
  span: Duration,
  functions: Readonly<Record<FunctionName, Watched>>,
  architecture: FunctionArchitecture,
): MathExpression {
  const names = Object.keys(functions) as FunctionName[];
  const gbMs = names.map((name) => `FILL(${name}, 0) * ${functions[name].memoryMb / 1024}`).join(' + ');
  const busy = ({ called }: Watched) => called.metricDuration({ period: span, statistic: Stats.SUM });
  return new MathExpression({
    expression: `(${gbMs}) / 1000 * ${lambdaPrices.perGbSecond[architecture]}`,
    usingMetrics: Object.fromEntries(names.map((name) => [name, busy(functions[name])])),
    label: 'USD a day',
    period: span,
  });
}
