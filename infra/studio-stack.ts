/**
 * The whole studio in one account: an upload starts matting, matting starts compose, what fails for good lies in a queue,
 * and alarms tell. Nothing here is billed by the hour. What is still to come fits in as constructs of the same kind:
 * the desk with its front door, and the gradual deployment on the two aliases.
 */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { resultsPrefix, uploadKey } from '../core/keys.ts';
import { type Config, configToEnv } from '../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import { StudioAlarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { createLogGroup, ImageFunction } from './image-function.ts';
import type { StackOptions } from './options.ts';
import { composePermissions, mattingPermissions } from './permissions.ts';
import { PhotoBuckets } from './photo-buckets.ts';
import { startOnUpload } from './upload-notification.ts';
import { watchStudio } from './watch.ts';

/** SQS keeps no message for longer. */
const longestQueueDays = 14;

/** An order that every reader can try: the folder names standard and backdrop. */
const examplePhotoId = 'cn-1-inch+blue/photo.jpg';

export interface StudioStackProps extends StackProps {
  readonly options: StackOptions;
}

export class StudioStack extends Stack {
  constructor(scope: Construct, id: string, { options, ...props }: StudioStackProps) {
    super(scope, id, { description: 'Zerobooth: ID photos that cost nothing while nobody wants one', ...props });
    Tags.of(this).add('project', 'zerobooth');
    const setUpLogs = createLogGroup(this, 'SetUpLogs');
    const buckets = new PhotoBuckets(this, 'Photos', options, setUpLogs);
    const deadLetters = createDeadLetters(this, options);
    const common = { architecture: options.architecture, deadLetters };
    const names = { uploadsBucket: buckets.uploads.bucketName, resultsBucket: buckets.results.bucketName };
    const compose = new ImageFunction(this, 'Compose', {
      ...common,
      name: 'compose',
      description: 'From a cutout and an order to finished photos',
      memoryMb: options.composeMemoryMb,
      timeout: Duration.seconds(30),
      // Compose hands on to nobody, and its own alias cannot be in its environment; the parser wants a name.
      env: configToEnv({ ...names, composeFunction: 'none' }),
      permissions: composePermissions(buckets),
      reservedConcurrency: options.composeConcurrency,
    });
    const matting = new ImageFunction(this, 'Matting', {
      ...common,
      name: 'matting',
      description: 'From an uploaded photo to a cutout and head measurements',
      memoryMb: options.mattingMemoryMb,
      timeout: Duration.seconds(60),
      env: configToEnv({ ...names, ...mattingSettings(options), composeFunction: compose.alias.functionArn }),
      permissions: mattingPermissions(buckets, compose.alias),
      reservedConcurrency: options.mattingConcurrency,
      buildArgs: { MATTING_MODEL: options.modelId },
    });
    startOnUpload(buckets.uploads, matting.alias, setUpLogs);
    const watch = watchStudio({ matting, compose, deadLetters, architecture: options.architecture });
    const alarms = new StudioAlarms(this, 'Alarms', { watch, options });
    const dashboard = createDashboard(this, watch);
    tell(this, {
      UploadsBucket: buckets.uploads.bucketName,
      ResultsBucket: buckets.results.bucketName,
      Upload: `aws s3 cp photo.jpg s3://${buckets.uploads.bucketName}/${uploadKey(examplePhotoId)}`,
      Download: `aws s3 cp s3://${buckets.results.bucketName}/${resultsPrefix(examplePhotoId)} . --recursive`,
      DeadLetterQueue: deadLetters.queueUrl,
      MattingLogs: matting.logGroup.logGroupName,
      ComposeLogs: compose.logGroup.logGroupName,
      AlarmTopic: alarms.topic.topicArn,
      DashboardName: dashboard.dashboardName,
    });
  }
}

/**
 * The queue of events that failed three times. They hold keys, and keys hold file names: they go when the results of the
 * same day go.
 */
function createDeadLetters(scope: Construct, { resultsDays }: StackOptions): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(Math.min(resultsDays, longestQueueDays)),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is the dead-letter queue itself.' });
  return queue;
}

/** Half of what is above 1 GB goes to decoding; below that the functions' own default holds (runtime/config.ts). */
function mattingSettings({ modelId, inferenceSidePx, workingSidePx, mattingMemoryMb }: StackOptions): Partial<Config> {
  const decodeMb = 180 + Math.floor((mattingMemoryMb - 1024) / 2);
  return { modelId, inferenceSidePx, workingSidePx, decodeMb };
}

function tell(stack: Stack, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
