/** Creates the dashboard: amount of work, failures, duration, distance from the limits, cost. */
import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { FunctionWatch, StudioWatch } from './metrics.ts';

/** Two graphs side by side fill the 24 columns of a dashboard. */
const widgetWidth = 12;

/**
 * Creates the dashboard. Up to three dashboards with fewer than fifty metrics each are free (docs/cost.md), so each further
 * function shows five: with three of them there are 47.
 */
export function createDashboard(scope: Construct, watch: StudioWatch): Dashboard {
  const ofEach = (pick: (of: FunctionWatch) => readonly IMetric[]) => watch.functions.flatMap(pick);
  const ofFurther = (pick: (of: FunctionWatch) => IMetric) => watch.further.map(pick);
  const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []) =>
    new GraphWidget({ title, left: [...left], right: [...right], width: widgetWidth });
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [
        graph('Photos, orders and requests', [
          ...ofEach(({ invocations }) => [invocations]),
          ...ofFurther(({ invocations }) => invocations),
        ]),
        graph('Failures', [
          ...ofEach(({ errors, throttles }) => [errors, throttles]),
          ...watch.functions.slice(0, 2).flatMap(({ droppedEvents, lostEvents }) => [droppedEvents, lostEvents]),
          ...ofFurther(({ errors }) => errors),
          ...ofFurther(({ droppedEvents }) => droppedEvents),
          watch.deadLetters,
          watch.apiFailures,
        ]),
      ],
      [
        graph('Duration, ms', [
          ...ofEach(({ medianDuration, longestDuration }) => [medianDuration, longestDuration]),
          ...ofFurther(({ longestDuration }) => longestDuration),
        ]),
        graph(
          'Waiting for an instance, ms',
          ofEach(({ eventAge }) => [eventAge]),
          ofEach(({ concurrency }) => [concurrency]),
        ),
      ],
      [
        graph(
          'Most memory held, MB',
          [...ofEach(({ peakMemoryMb }) => [peakMemoryMb]), ...ofFurther(({ peakMemoryMb }) => peakMemoryMb)],
          [watch.nearLimit],
        ),
        graph('Run time, USD a day', [watch.dailySpendUsd]),
      ],
    ],
  });
}
