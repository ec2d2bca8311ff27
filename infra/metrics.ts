/** Creates the metrics that alarms and dashboard share, each once, so that both show the same figure. */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionArchitecture, lambdaPrices } from '../core/prices.ts';
import type { FurtherResources } from './further-functions.ts';
import type { ImageFunction } from './image-function.ts';
import type { ZipFunction } from './zip-function.ts';

/** A function that uses more than this share of its memory or time has too little reserve for a larger photo. */
const nearLimit = 0.8;

const period = Duration.minutes(5);

/** The fields of a function's log line (functions/runtime/event-handler.ts) that the metric filters read. */
const logFields = { peakMemoryMb: '$.peakMemoryMb', ms: '$.ms', gbSeconds: '$.gbSeconds' } as const;

export interface FunctionWatch {
  /** The name that deployed metrics carry. `desk` is the API function: a metric that is renamed loses its history. */
  readonly name: string;
  readonly invocations: Metric;
  readonly errors: Metric;
  readonly throttles: Metric;
  /** Longest duration, ms. */
  readonly longestDuration: Metric;
  readonly medianDuration: Metric;
  readonly concurrency: Metric;
  /** Waiting time of the oldest event, ms. */
  readonly eventAge: Metric;
  /** Events that Lambda gave up: after the last try, after six hours, or while the brake is on. */
  readonly droppedEvents: Metric;
  /** Dead letters that could not be delivered. */
  readonly lostEvents: Metric;
  readonly peakMemoryMb: Metric;
}

export interface StudioWatch {
  readonly functions: readonly [FunctionWatch, FunctionWatch, FunctionWatch];
  /** The functions that the option `also` adds. */
  readonly further: readonly FunctionWatch[];
  /** Messages in the dead-letter queue. */
  readonly deadLetters: Metric;
  /** Events of all functions but the API that Lambda gave up. */
  readonly droppedEvents: IMetric;
  /** Waiting time of the oldest event of any function but the API, ms. */
  readonly oldestEventMs: IMetric;
  /** Requests for any function of the account and region that were turned away. */
  readonly accountThrottles: Metric;
  /** Answers of the API with a status of 500 or above. */
  readonly apiFailures: Metric;
  /** Number of invocations that used more than four fifths of a function's memory or time. */
  readonly nearLimit: Metric;
  /** Price of the run time of one day, starts included, USD. Requests and storage are left out. */
  readonly dailySpendUsd: IMetric;
}

export interface WatchedStudio {
  readonly matting: ImageFunction;
  readonly compose: ImageFunction;
  readonly further: readonly FurtherResources[];
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
  const { api, deadLetters, architecture, namespace } = studio;
  const watchedImage = (image: ImageFunction): Watched => {
    const { alias, logGroup, memoryMb, timeout } = image;
    return { ...{ logGroup, memoryMb, timeout }, lambda: alias.lambda, called: alias };
  };
  const watched: Readonly<Record<string, Watched>> = {
    matting: watchedImage(studio.matting),
    compose: watchedImage(studio.compose),
    desk: { ...api, called: api.lambda },
    ...Object.fromEntries(studio.further.map(({ name, resources }) => [name, watchedImage(resources)])),
  };
  const functions = [
    watchFunction('matting', watched.matting, namespace),
    watchFunction('compose', watched.compose, namespace),
    watchFunction('desk', watched.desk, namespace),
  ] as const;
  const further = studio.further.map(({ name }) => watchFunction(name, watched[name], namespace));
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
  const [matting, compose] = functions;
  const withEvents = [matting, compose, ...further];
  return {
    functions,
    further,
    deadLetters: deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    droppedEvents: new MathExpression({
      expression: withEvents.map(({ name }) => `FILL(${variableOf(name)}, 0)`).join(' + '),
      usingMetrics: byVariable(withEvents, ({ droppedEvents }) => droppedEvents),
      label: 'Events given up',
      period,
    }),
    oldestEventMs: new MathExpression({
      expression: `MAX([${withEvents.map(({ name }) => `FILL(${variableOf(name)}, 0)`).join(', ')}])`,
      usingMetrics: byVariable(withEvents, ({ eventAge }) => eventAge),
      label: 'Oldest event, ms',
      period,
    }),
    // Without dimensions it is the sum of all functions of the account, which share one limit.
    accountThrottles: new Metric({
      ...{ namespace: 'AWS/Lambda', metricName: 'Throttles', period, statistic: Stats.SUM },
      label: 'Throttles of the account',
    }),
    apiFailures: api.lambda.metric('Url5xxCount', { period, statistic: Stats.SUM, label: 'desk 5xx' }),
    nearLimit: new Metric({ namespace, metricName, period, statistic: Stats.SUM, label: metricName }),
    dailySpendUsd: spendIn(Duration.days(1), Object.values(watched), { architecture, namespace }),
  };
}

/** Returns the name of a function in an expression, which holds letters, digits and underscores. */
const variableOf = (name: string): string => name.replace('@', '_at_').replaceAll('-', '_');

const byVariable = (functions: readonly FunctionWatch[], pick: (of: FunctionWatch) => Metric) =>
  Object.fromEntries(functions.map((of) => [variableOf(of.name), pick(of)]));

function watchFunction(name: string, { called, lambda, logGroup }: Watched, namespace: string): FunctionWatch {
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
    droppedEvents: ofEvents('AsyncEventsDropped', Stats.SUM),
    lostEvents: ofEvents('DestinationDeliveryFailures', Stats.SUM),
    peakMemoryMb: peakMemory.metric({ period, statistic: Stats.MAXIMUM, label: name }),
  };
}

/**
 * Returns the price of the run time within one period. The functions log the GB-seconds of every run, start included. A run
 * that timed out or crashed has no such line; Lambda's report of it counts as the longest run that the function can have.
 * All of it is one metric, because three would leave no room for other alarms (docs/cost.md).
 */
function spendIn(
  span: Duration,
  functions: readonly Watched[],
  { architecture, namespace }: Pick<WatchedStudio, 'architecture' | 'namespace'>,
): MathExpression {
  const metricName = 'gb-seconds';
  for (const { logGroup, memoryMb, timeout } of functions) {
    const common = { logGroup, metricNamespace: namespace, metricName };
    new MetricFilter(logGroup, 'RunTime', {
      ...common,
      metricValue: logFields.gbSeconds,
      filterPattern: FilterPattern.numberValue(logFields.gbSeconds, '>=', 0),
    });
    new MetricFilter(logGroup, 'BrokenRunTime', {
      ...common,
      metricValue: String((memoryMb / 1024) * timeout.toSeconds()),
      filterPattern: FilterPattern.allTerms('REPORT RequestId', 'Status: '),
    });
  }
  return new MathExpression({
    expression: `gbSeconds * ${lambdaPrices.perGbSecond[architecture]}`,
    usingMetrics: { gbSeconds: new Metric({ namespace, metricName, period: span, statistic: Stats.SUM }) },
    label: 'USD a day',
    period: span,
  });
}
