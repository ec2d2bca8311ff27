/**
 * The whole studio as a construct for any stack: an upload invokes matting, matting invokes compose, events that fail for
 * good go to a dead-letter queue, and alarms report problems. The API serves the page. New versions get work step by step.
 * Further functions of core/functions.ts are added by the option `also`.
 * Nothing is billed by the hour.
 */
import { Duration } from 'aws-cdk-lib';
import { type OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { finderNames, pictureFunctionTable } from '../core/functions.ts';
import { accessCodeKey, resultsPrefix, uploadKey, uploadsPrefix } from '../core/keys.ts';
import { defaultBus, settledEvent } from '../core/settled-event.ts';
import { type Config, configToEnv, decodeMbOf } from '../functions/runtime/config.ts';
import { StudioAlarms } from './alarms.ts';
import { Api } from './api.ts';
import { createBrake, keepForBrake } from './brake.ts';
import { type BucketNames, bucketNames } from './bucket-names.ts';
import { createDashboard } from './dashboard.ts';
import { createDeadLetters } from './dead-letters.ts';
import { findEncryptionKey } from './encryption-key.ts';
import { storeFirstAccessCode } from './first-access-code.ts';
import { createLogGroup } from './function-identity.ts';
import { arnOf } from './function-role.ts';
import { createFurther, type FurtherFunction, furtherFunctions } from './further-functions.ts';
import { GradualDeployment, type GradualDeploymentProps } from './gradual-deployment.ts';
import { ImageFunction, type ImageSource, imageWithNetworks } from './image-function.ts';
import { watchStudio } from './metrics.ts';
import { readOptions, type StackOptions } from './options.ts';
import { composePermissions, letStartItself, mattingPermissions } from './permissions.ts';
import { PhotoBuckets } from './photo-buckets.ts';
import { studioNames } from './studio-names.ts';
import { notifyByCustomResource, notifyFromBucket } from './upload-notification.ts';
import type { ZipFunction } from './zip-function.ts';

/** An example of an upload; its folder names standard and backdrop. */
const examplePhotoId = 'cn-1-inch+blue/photo.jpg';

/** The options of docs/runbook.md, each with the same default. */
export type PhotoStudioProps = { readonly [Name in keyof StackOptions]?: StackOptions[Name] | undefined } & {
  /**
   * The holder of the notification that starts matting: the bucket (the default), or CDK's custom resource, which the
   * stacks of 0.1 and 0.2 have and which a stack has once.
   */
  readonly notification?: 'bucket' | 'custom-resource';
  /** Functions of your own, each with a line as in core/functions.ts and an image from a folder of your own. */
  readonly functions?: readonly (FurtherFunction & { readonly image: ImageSource & { readonly directory: string } })[];
};

export class PhotoStudio extends Construct {
  /** The bucket for photos under `uploads/`. */
  readonly uploads: IBucket;
  /** The bucket with records, cutouts and finished photos. */
  readonly results: IBucket;
  readonly matting: Alias;
  readonly compose: Alias;
  /** The aliases of the further functions, by name. */
  readonly further: Readonly<Record<string, Alias>>;
  /** The address of page and API, with a slash at its end. */
  readonly url: string;
  /** The queue with the events that failed for good. */
  readonly deadLetters: IQueue;
  /** Values for people and for `npm run ops`: addresses, names and lines to paste, by the names of the stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;

  /** @throws Fault `bad-config` with a sentence for each option whose value is not allowed. */
  constructor(scope: Construct, id: string, { notification = 'bucket', functions, ...given }: PhotoStudioProps = {}) {
    super(scope, id);
    const options = keepForBrake(readOptions((name) => given[name as keyof typeof given], Object.keys(given)));
    const { bucketPrefix, metricNamespace: namespace, applicationName } = studioNames(this, options);
    const setUpLogs = notification === 'custom-resource' ? createLogGroup(this, 'SetUpLogs') : undefined;
    const key = findEncryptionKey(this, options);
    const names = { ...bucketNames(this, bucketPrefix, options.bucketNames), keyArn: key?.keyArn };
    const deadLetters = createDeadLetters(this, options, key);
    const { matting, compose } = createStages(this, { names, deadLetters, options });
    const further = createFurther(this, {
      ...{ functions: furtherFunctions(options.also, functions), names, deadLetters, compose: compose.alias, options },
    });
    const { api, url, pageOrigin, domainTarget } = new Api(this, 'FrontDoor', {
      names,
      compose: compose.alias,
      finders: finderNames.filter((name) =>
        further.some(({ uploadPrefix }) => uploadPrefix === pictureFunctionTable[name].uploadPrefix),
      ),
      options,
    });
    const photos = new PhotoBuckets(this, 'Photos', { names, options, pageOrigin, key, setUpLogs });
    const targets = [
      { id: 'Matting', alias: matting.alias, uploadPrefix: uploadsPrefix },
      ...further.flatMap(({ id: of, uploadPrefix, resources: { alias } }) =>
        uploadPrefix === null ? [] : [{ id: of, alias, uploadPrefix }],
      ),
    ];
    if (setUpLogs) notifyByCustomResource(photos.uploads, targets, setUpLogs);
    else notifyFromBucket(photos.uploads, arnOf(names.uploads), targets);
    if (options.access === 'code') storeFirstAccessCode(this, { names, results: photos.results, options });
    const { architecture } = options;
    const watch = watchStudio({ matting, compose, further, api, deadLetters, architecture, namespace });
    const alarms = new StudioAlarms(this, 'Alarms', { watch, options });
    const brake = createBrake(this, { names, matting: matting.alias.lambda, alarm: alarms.brake, options });
    const preTraffic = deployGradually(this, { names, matting, compose, further, options, applicationName }, alarms);
    const dashboard = createDashboard(this, watch);
    // The casts are needed only because aws-cdk-lib is not written for exactOptionalPropertyTypes.
    this.uploads = photos.uploads as IBucket;
    this.results = photos.results as IBucket;
    this.matting = matting.alias;
    this.compose = compose.alias;
    this.further = Object.fromEntries(further.map(({ name, resources }) => [name, resources.alias]));
    this.url = url;
    this.deadLetters = deadLetters;
    this.outputs = {
      UploadsBucket: photos.uploads.bucketName,
      ResultsBucket: photos.results.bucketName,
      Upload: `aws s3 cp photo.jpg s3://${names.uploads}/${uploadKey(examplePhotoId)}`,
      Download: `aws s3 cp s3://${names.results}/${resultsPrefix(examplePhotoId)} . --recursive`,
      FormUrl: url,
      ...(domainTarget !== undefined && { DomainTarget: domainTarget }),
      ...(options.access === 'code' && { AccessCode: `aws s3 cp s3://${names.results}/${accessCodeKey} -` }),
      DeadLetterQueue: deadLetters.queueUrl,
      MattingFunction: matting.alias.lambda.functionName,
      ComposeFunction: compose.alias.lambda.functionName,
      MattingLogs: matting.logGroup.logGroupName,
      ComposeLogs: compose.logGroup.logGroupName,
      ...Object.fromEntries(
        further.flatMap(({ id: of, resources: { alias, logGroup } }) => [
          [`${of}Function`, alias.lambda.functionName],
          [`${of}Logs`, logGroup.logGroupName],
        ]),
      ),
      DeskLogs: api.logGroup.logGroupName,
      ...(preTraffic && { GoldenLogs: preTraffic.logGroup.logGroupName }),
      ...(brake && { BrakeLogs: brake.logGroup.logGroupName }),
      AlarmTopic: alarms.topic.topicArn,
      DashboardName: dashboard.dashboardName,
    };
  }

  /**
   * Creates a rule on the account's default event bus for the settled photos of this studio.
   * @param options as those of CDK's other `on` methods; `eventPattern` narrows the choice, for example to a status.
   */
  onSettled(id: string, options: OnEventOptions = {}): Rule {
    const { crossStackScope, eventPattern, target, ...others } = options;
    const rule = new Rule(crossStackScope ?? this, id, { ...others, ...(target && { targets: [target] }) });
    rule.addEventPattern({ source: [settledEvent.source], detailType: [settledEvent.detailType] });
    rule.addEventPattern({ detail: { bucket: [this.results.bucketName] } });
    rule.addEventPattern(eventPattern);
    return rule;
  }
}

interface StagesProps {
  readonly names: BucketNames;
  readonly deadLetters: IQueue;
  readonly options: StackOptions;
}

function createStages(scope: Construct, { names, deadLetters, options }: StagesProps) {
  const { modelId, comicModelId, licence } = options;
  const common = { architecture: options.architecture, tracing: options.tracing, deadLetters };
  const buckets = { uploadsBucket: names.uploads, resultsBucket: names.results };
  const announces = options.events === 'on';
  const events = announces ? { eventBus: defaultBus, ...(options.stage && { stage: options.stage }) } : {};
  const compose = new ImageFunction(scope, 'Compose', {
    ...common,
    name: 'compose',
    description: 'From a cutout and an order to finished photos',
    memoryMb: options.composeMemoryMb,
    timeout: Duration.millis(pictureFunctionTable.compose.timeoutMs),
    env: configToEnv({ resultsBucket: names.results, licence, comicId: comicModelId, ...events }),
    permissions: composePermissions(names, announces),
    reservedConcurrency: options.composeConcurrency,
    image: comicModelId
      ? imageWithNetworks('compose', { tasks: [], modelId: comicModelId, licence })
      : { file: 'functions/compose/image.Dockerfile' },
  });
  const matting = new ImageFunction(scope, 'Matting', {
    ...common,
    name: 'matting',
    description: 'From an uploaded photo to a cutout and head measurements',
    memoryMb: options.mattingMemoryMb,
    timeout: Duration.millis(pictureFunctionTable.matting.timeoutMs),
    env: configToEnv({
      ...buckets,
      ...mattingSettings(options),
      ...events,
      composeFunction: compose.alias.functionArn,
    }),
    permissions: mattingPermissions(names, compose.alias, announces),
    reservedConcurrency: options.mattingConcurrency,
    image: imageWithNetworks('matting', { tasks: pictureFunctionTable.matting.models, modelId, licence }),
  });
  letStartItself(matting.alias);
  return { matting, compose };
}

function deployGradually(
  scope: Construct,
  studio: Pick<GradualDeploymentProps, 'names' | 'matting' | 'compose' | 'further' | 'options' | 'applicationName'>,
  { byName: { MattingErrors: matting, ComposeErrors: compose }, further }: StudioAlarms,
): ZipFunction | undefined {
  const { canary: minutes } = studio.options;
  if (minutes === 'off') return undefined;
  return new GradualDeployment(scope, 'Deployment', { ...studio, minutes, alarms: { matting, compose, further } })
    .preTraffic;
}

/** Returns the settings of matting. */
function mattingSettings({
  modelId,
  inferenceSidePx,
  workingSidePx,
  mattingMemoryMb,
  licence,
}: StackOptions): Partial<Config> {
  return { modelId, inferenceSidePx, workingSidePx, licence, decodeMb: decodeMbOf(mattingMemoryMb) };
}
