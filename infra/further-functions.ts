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
import { configToEnv, decodeMbOf } from '../functions/runtime/config.ts';
import type { BucketNames } from './bucket-names.ts';
import { ImageFunction, type ImageSource } from './image-function.ts';
import type { StackOptions } from './options.ts';
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
  readonly uploadPrefix: string;
  readonly resources: ImageFunction;
}

const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
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
      ...(namePattern.test(name) ? [] : [`${name} must be lower-case words with dashes to be a name of a function.`]),
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
  readonly options: Pick<StackOptions, 'architecture' | 'tracing'>;
}

/** Creates each function with its role, log group and alias. */
export function createFurther(
  scope: Construct,
  { functions, names, deadLetters, compose, options }: FurtherProps,
): readonly FurtherResources[] {
  const { architecture, tracing } = options;
  return functions.map((of) => {
    const { name, uploadPrefix, handsOnTo, memoryMb, timeoutMs, onAws } = of;
    const id = constructIdOf(name);
    const resources = new ImageFunction(scope, id, {
      ...{ name, description: onAws.description, architecture, tracing, memoryMb, deadLetters },
      image: of.image ?? imageOf(of),
      timeout: Duration.millis(timeoutMs),
      env: configToEnv({
        ...{ uploadsBucket: names.uploads, resultsBucket: names.results, decodeMb: decodeMbOf(memoryMb) },
        ...(handsOnTo === 'compose' && { composeFunction: compose.functionArn }),
      }),
      permissions: furtherPermissions(names, of, handsOnTo === 'compose' ? compose : null),
    });
    return { name, id, uploadPrefix, resources };
  });
}

/** Returns the image of a function of the project: its bundle, and the default models of its tasks. */
const imageOf = ({ name, models }: FurtherFunction): ImageSource => ({
  file: 'functions/image.Dockerfile',
  buildArgs: { FUNCTION: name, MODEL_TASKS: models.join(' ') },
});
