/**
 * Creates the alarms, each with a section of docs/runbook.md, and the topic that they notify. Together they watch ten
 * metrics, the number that is free in an account (docs/cost.md). The alarm of the brake is one more, and each further
 * function adds three: its errors, and one in each of the alarms on events.
 */
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { FunctionWatch, StudioWatch } from './metrics.ts';
import type { StackOptions } from './options.ts';
import { constructIdOf } from './studio-names.ts';

const runbook = 'docs/runbook.md';

/** One photo that fails for good causes three errors and a dead letter with an alarm of its own. Six errors are more than one photo. */
const errorsInFiveMinutes = 6;

/** The API calls a photo late after the same time (functions/api/photo-status.ts). Three tries that time out take six minutes. */
const lateMinutes = 10;

/** A burst of photos is turned away for some minutes and does no harm: the events come back. */
const throttledPeriods = 3;

interface AlarmRule {
  readonly metric: IMetric;
  /** The alarm is raised at or above this value. */
  readonly threshold: number;
  /** The number of periods in a row with such a value; default 1. */
  readonly periods?: number;
  /** One sentence for the description; the link to the runbook is added to it. */
  readonly says: string;
  /** The section of the runbook. */
  readonly section: string;
}

export class StudioAlarms extends Construct {
  readonly topic: Topic;
  readonly byName: Readonly<Record<AlarmName, Alarm>>;
  /** The alarms on the errors of further functions, by the name of the function. */
  readonly further: Readonly<Record<string, Alarm>>;
  /** The alarm that puts the brake on; undefined without `brakeUsdPerDay`. */
  readonly brake: Alarm | undefined;

  constructor(scope: Construct, id: string, { watch, options }: { watch: StudioWatch; options: StackOptions }) {
    super(scope, id);
    this.topic = createTopic(this, options.alarmEmail);
    const action = new SnsAction(this.topic);
    const make = ([name, { metric, threshold, periods = 1, says, section }]: [string, AlarmRule]): [string, Alarm] => {
      const alarm = new Alarm(this, name, {
        metric,
        threshold,
        alarmDescription: `${says} What to do: ${runbook}#${section}`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: periods,
        // An idle studio reports no data, which is normal.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return [name, alarm];
    };
    const alarms = Object.entries(alarmRules(watch, options)).map(make);
    this.byName = Object.fromEntries(alarms) as Record<AlarmName, Alarm>;
    this.further = Object.fromEntries(
      watch.further.map((of) => {
        const id = constructIdOf(of.name);
        return [of.name, make([`${id}Errors`, errorsRule(of, id)])[1]];
      }),
    );
    const { brakeUsdPerDay } = options;
    [, this.brake] = brakeUsdPerDay === undefined ? [] : make(['Brake', brakeRule(watch, brakeUsdPerDay)]);
  }
}

export type AlarmName =
  | 'DeadLetters'
  | 'LateEvents'
  | 'Throttles'
  | 'MattingErrors'
  | 'ComposeErrors'
  | 'DeskErrors'
  | 'NearLimit'
  | 'DailySpend';

function alarmRules(watch: StudioWatch, { dailySpendUsd }: StackOptions): Readonly<Record<AlarmName, AlarmRule>> {
  const [matting, compose] = watch.functions;
  return {
    DeadLetters: {
      metric: watch.droppedEvents,
      threshold: 1,
      says: 'A photo or an order failed three times or waited six hours; Lambda gave up its event.',
      section: 'dead-letters',
    },
    LateEvents: {
      metric: watch.oldestEventMs,
      threshold: lateMinutes * 60_000,
      says: `A photo or an order has waited for ${lateMinutes} minutes.`,
      section: 'late-events',
    },
    Throttles: {
      metric: watch.accountThrottles,
      threshold: 1,
      periods: throttledPeriods,
      says: `Functions of this account have been turned away for ${throttledPeriods * 5} minutes.`,
      section: 'throttles',
    },
    MattingErrors: errorsRule(matting, 'Matting'),
    ComposeErrors: errorsRule(compose, 'Compose'),
    DeskErrors: {
      metric: watch.apiFailures,
      threshold: errorsInFiveMinutes,
      says: `The API answered ${errorsInFiveMinutes} requests in five minutes with a server error.`,
      section: 'api-errors',
    },
    NearLimit: {
      metric: watch.nearLimit,
      threshold: 1,
      says: "A photo, an order or a request used more than four fifths of its function's memory or time.",
      section: 'near-limit',
    },
    DailySpend: {
      metric: watch.dailySpendUsd,
      threshold: dailySpendUsd,
      says: `The functions ran for more than ${dailySpendUsd} USD in one day.`,
      section: 'spend',
    },
  };
}

/** @param title the name of the function as a sentence begins with it. */
function errorsRule({ errors }: FunctionWatch, title: string): AlarmRule {
  return {
    metric: errors,
    threshold: errorsInFiveMinutes,
    says: `${title} failed ${errorsInFiveMinutes} times in five minutes.`,
    section: 'errors',
  };
}

function brakeRule({ dailySpendUsd }: StudioWatch, usdPerDay: number): AlarmRule {
  return {
    metric: dailySpendUsd,
    threshold: usdPerDay,
    says: `The functions ran for more than ${usdPerDay} USD in one day. Matting is stopped.`,
    section: 'brake',
  };
}

/** Creates the topic. It has no encryption key of its own, which would cost a dollar a month: alarms contain no names. */
function createTopic(scope: Construct, email: string | undefined): Topic {
  const topic = new Topic(scope, 'Topic', { displayName: 'Zerobooth alarms', enforceSSL: true });
  // This policy replaces the standard one, which allows the account's alarms to publish, so it must allow them again.
  topic.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (email) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
