/**
 * The stack of the whole studio: an upload invokes matting, matting invokes compose, events that fail for good go to a
 * dead-letter queue, and alarms report problems. The API serves the page. New versions get work step by step. Nothing is
 * billed by the hour.
 */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { accessCodeKey, resultsPrefix, uploadKey } from '../core/keys.ts';
import { type Config, configToEnv } from '../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import { StudioAlarms } from './alarms.ts';
import { Api } from './api.ts';
import { bucketNames } from './bucket-names.ts';
import { createDashboard } from './dashboard.ts';
import { createLogGroup } from './function-identity.ts';
import { GradualDeployment, type GradualDeploymentProps } from './gradual-deployment.ts';
import { ImageFunction } from './image-function.ts';
import { watchStudio } from './metrics.ts';
import type { StackOptions } from './options.ts';
import { composePermissions, mattingPermissions } from './permissions.ts';
import { PhotoBuckets } from './photo-buckets.ts';
import { startOnUpload } from './upload-notification.ts';
import type { ZipFunction } from './zip-function.ts';

/** The longest retention time of SQS, days. */
const longestQueueDays = 14;

/** An example of an upload; its folder names standard and backdrop. */
const examplePhotoId = 'cn-1-inch+blue/photo.jpg';

export interface StudioStackProps extends StackProps {
  readonly options: StackOptions;
}

export class StudioStack extends Stack {
  constructor(scope: Construct, id: string, { options, ...props }: StudioStackProps) {
    super(scope, id, { description: 'Zerobooth: ID photos on demand, without cost while idle', ...props });
    Tags.of(this).add('project', 'zerobooth');
    const setUpLogs = createLogGroup(this, 'SetUpLogs');
    const names = bucketNames(options.bucketPrefix);
    const deadLetters = createDeadLetters(this, options);
    const common = { architecture: options.architecture, deadLetters };
    const buckets = { uploadsBucket: names.uploads, resultsBucket: names.results };
    const compose = new ImageFunction(this, 'Compose', {
      ...common,
      name: 'compose',
      description: 'From a cutout and an order to finished photos',
      memoryMb: options.composeMemoryMb,
      timeout: Duration.seconds(30),
      env: configToEnv({ resultsBucket: names.results }),
      permissions: composePermissions(names),
      reservedConcurrency: options.composeConcurrency,
    });
    const matting = new ImageFunction(this, 'Matting', {
      ...common,
      name: 'matting',
      description: 'From an uploaded photo to a cutout and head measurements',
      memoryMb: options.mattingMemoryMb,
      timeout: Duration.seconds(60),
      env: configToEnv({ ...buckets, ...mattingSettings(options), composeFunction: compose.alias.functionArn }),
      permissions: mattingPermissions(names, compose.alias),
      reservedConcurrency: options.mattingConcurrency,
      buildArgs: { MATTING_MODEL: options.modelId },
    });
    const apiConstruct = new Api(this, 'FrontDoor', { names, compose: compose.alias, options });
    const photos = new PhotoBuckets(this, 'Photos', {
      ...{ names, options, pageOrigin: apiConstruct.pageOrigin, logGroup: setUpLogs },
    });
    startOnUpload(photos.uploads, matting.alias, setUpLogs);
    const { api } = apiConstruct;
    const watch = watchStudio({ matting, compose, api, deadLetters, architecture: options.architecture });
    const { topic, byName } = new StudioAlarms(this, 'Alarms', { watch, options });
    const preTraffic = deployGradually(this, { names, matting, compose, options }, byName);
    const dashboard = createDashboard(this, watch);
    addOutputs(this, {
      UploadsBucket: photos.uploads.bucketName,
      ResultsBucket: photos.results.bucketName,
      Upload: `aws s3 cp photo.jpg s3://${names.uploads}/${uploadKey(examplePhotoId)}`,
      Download: `aws s3 cp s3://${names.results}/${resultsPrefix(examplePhotoId)} . --recursive`,
      FormUrl: apiConstruct.url,
      ...(options.access === 'code' && { AccessCode: `aws s3 cp s3://${names.results}/${accessCodeKey} -` }),
      DeadLetterQueue: deadLetters.queueUrl,
      MattingLogs: matting.logGroup.logGroupName,
      ComposeLogs: compose.logGroup.logGroupName,
      DeskLogs: api.logGroup.logGroupName,
      ...(preTraffic && { GoldenLogs: preTraffic.logGroup.logGroupName }),
      AlarmTopic: topic.topicArn,
      DashboardName: dashboard.dashboardName,
    });
  }
}

function deployGradually(
  scope: Construct,
  studio: Pick<GradualDeploymentProps, 'names' | 'matting' | 'compose' | 'options'>,
  { MattingErrors: matting, ComposeErrors: compose }: StudioAlarms['byName'],
): ZipFunction | undefined {
  const { canary: minutes } = studio.options;
  if (minutes === 'off') return undefined;
  return new GradualDeployment(scope, 'Deployment', { ...studio, minutes, alarms: { matting, compose } }).preTraffic;
}

/**
 * Creates the queue of dead letters. They contain object keys, which contain file names, so they expire together with the
 * results of the same day.
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

/** Returns the settings of matting. Half of the memory above 1 GB goes to decoding; the base is the default (runtime/config.ts). */
function mattingSettings({ modelId, inferenceSidePx, workingSidePx, mattingMemoryMb }: StackOptions): Partial<Config> {
  const decodeMb = 180 + Math.floor((mattingMemoryMb - 1024) / 2);
  return { modelId, inferenceSidePx, workingSidePx, decodeMb };
}

function addOutputs(stack: Stack, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
