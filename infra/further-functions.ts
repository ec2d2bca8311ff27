/**
 * Creates the functions beyond matting and compose: those lines of core/functions.ts that the option `also` names, and
 * those that a stack adds by a line of its own. Each is a container image with the memory, the time limit, the networks and the
 * prefixes of its line.
 */
import { Duration } from 'aws-cdk-lib';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Fault } from '../core/errors.ts';
import { type PictureFunction, pictureFunctions, type StackEntry } from '../core/functions.ts';
import { type ModelVersion, settingOfTask } from '../core/model-versions.ts';
import { configToEnv, decodeMbOf } from '../functions/runtime/config.ts';
import { formatShares } from '../functions/runtime/version-share.ts';
import type { BucketNames } from './bucket-names.ts';
import { ImageFunction, type ImageSource, imageWithNetworks } from './image-function.ts';
import { type StackOptions, stackVersionOf } from './options.ts';
import { furtherPermissions } from './permissions.ts';
import { constructIdOf } from './studio-names.ts';

/** A line of the table from which the stack creates a function. */
export interface FurtherFunction extends Pick<PictureFunction, 'name' | 'models' | 'memoryMb' | 'timeoutMs'> {
  /** Objects under this prefix of the uploads bucket start it. */
  readonly uploadPrefix: string;
  readonly handsOnTo: 'compose' | null;
  readonly onAws: StackEntry;
  /** Default: functions/image.Dockerfile of the project, which bundles `functions/NAME/handler.ts`. */
  readonly image?: ImageSource;
}

/** A function as the stack has it. */
export interface FurtherResources {
  readonly name: string;
  /** The part of construct ids and outputs that names it. */
  readonly id: string;
  /** Null for a version: its function hands uploads on to it. */
  readonly uploadPrefix: string | null;
  readonly resources: ImageFunction;
}

/** The word `at` stands for the @ of a version in construct ids. */
const namePattern = /^(?!.*-at-)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const prefixPattern = /^[a-z][a-z0-9-]*\/$/;

/**
 * Returns the lines of the chosen functions.
 * @param also the names of lines of the table. @param added lines that the stack adds.
 * @throws Fault `bad-config` when two have the same name, or upload prefixes that one of them has no use for.
 */
export function furtherFunctions(
  also: readonly string[],
  added: readonly FurtherFunction[] = [],
): readonly FurtherFunction[] {
  const table: readonly PictureFunction[] = pictureFunctions;
  const chosen = table.filter(isFurther).filter(({ name }) => also.includes(name));
  const taken = table.filter(({ onAws }) => onAws === undefined);
  const complaints = added.flatMap(({ name, uploadPrefix }, at) => {
    const others = [...taken, ...chosen, ...added.slice(0, at)];
    return [
      ...(namePattern.test(name)
        ? []
        : [`${name} must be lower-case words with dashes, and without -at-, to be a name of a function.`]),
      ...(others.some((of) => of.name === name) ? [`There are two functions ${name}; give one another name.`] : []),
      ...(prefixPattern.test(uploadPrefix)
        ? []
        : [`${uploadPrefix} of ${name} must be one lower-case folder, as toys/.`]),
      ...(others.some((of) => of.uploadPrefix === uploadPrefix)
        ? [`${uploadPrefix} starts another function than ${name}; give ${name} another prefix.`]
        : []),
    ];
  });
  if (complaints.length > 0) throw new Fault('bad-config', complaints.join('\n'));
  return [...chosen, ...added];
}

function isFurther(of: PictureFunction): of is PictureFunction & FurtherFunction {
  return of.onAws !== undefined && of.uploadPrefix !== null && (of.handsOnTo === null || of.handsOnTo === 'compose');
}

export interface FurtherProps {
  readonly functions: readonly FurtherFunction[];
  readonly names: BucketNames;
  readonly deadLetters: IQueue;
  readonly compose: Alias;
  readonly options: Pick<StackOptions, 'architecture' | 'tracing' | 'modelVersions' | 'licence'>;
}

/**
 * Creates each function with its role, log group and alias, and its versions. A prefix of S3 starts one function, so the
 * function hands the uploads of its versions on to them.
 */
export function createFurther(scope: Construct, props: FurtherProps): readonly FurtherResources[] {
  return props.functions.flatMap((of) => {
    const versions = props.options.modelVersions
      .flatMap((text) => stackVersionOf(text) ?? [])
      .filter(({ functionName }) => functionName === of.name)
      .map((version) => ({ version, ...createOne(scope, props, of, version, []) }));
    const takers = versions.map(({ version, resources }) => ({ share: version.share, alias: resources.alias }));
    const own = createOne(scope, props, of, null, takers);
    return [
      { ...own, uploadPrefix: of.uploadPrefix },
      ...versions.map(({ name, id, resources }) => ({ name, id, resources, uploadPrefix: null })),
    ];
  });
}

/** A version that gets a share of the uploads. */
interface VersionTaker {
  readonly share: number;
  readonly alias: Alias;
}

/** @param version null for the function itself. @param takers the versions that it hands on to. */
function createOne(
  scope: Construct,
  { names, deadLetters, compose, options: { architecture, tracing, licence } }: FurtherProps,
  of: FurtherFunction,
  version: ModelVersion | null,
  takers: readonly VersionTaker[],
): Pick<FurtherResources, 'name' | 'id' | 'resources'> {
  const { timeoutMs, onAws } = of;
  const name = version ? `${of.name}@${version.name}` : of.name;
  const id = constructIdOf(name);
  const memoryMb = version?.memoryMb ?? of.memoryMb;
  const handsOnTo = of.handsOnTo === 'compose' ? compose : null;
  const shares = takers.map(({ share, alias }) => ({ share, functionArn: alias.functionArn }));
  const resources = new ImageFunction(scope, id, {
    ...{ name, architecture, tracing, memoryMb, deadLetters },
    description: version ? `${onAws.description}, with ${version.modelId}` : onAws.description,
    image: of.image ?? imageWithNetworks(of.name, { tasks: of.models, modelId: version?.modelId, licence }),
    timeout: Duration.millis(timeoutMs),
    env: configToEnv({
      ...{ uploadsBucket: names.uploads, resultsBucket: names.results, decodeMb: decodeMbOf(memoryMb), licence },
      ...(handsOnTo && { composeFunction: handsOnTo.functionArn }),
      ...(version && { [settingOfTask[version.task]]: version.modelId, modelVersion: version.name }),
      ...(shares.length > 0 && { versionShares: formatShares(shares) }),
    }),
    permissions: furtherPermissions(names, of, [
      ...(handsOnTo ? [handsOnTo] : []),
      ...takers.map(({ alias }) => alias),
    ]),
  });
  return { name, id, resources };
}
