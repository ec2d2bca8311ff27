/**
 * Defines the permissions of each function: exact actions on the keys of core/keys.ts. They follow the calls that
 * functions/runtime makes; a new call there needs a line here.
 */
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { type FinderName, pictureFunctionTable, type StackEntry } from '../core/functions.ts';
import {
  accessCodeKey,
  backdropKey,
  brakeKey,
  cutoutKey,
  cutoutPngKey,
  fingerprintKey,
  firstCutoutKey,
  formPrefix,
  headKey,
  namedCodesKey,
  photoCountKey,
  preTrafficKey,
  preTrafficPhotoId,
  preTrafficPrefix,
  recordKey,
  resultKey,
  rosterResultsKey,
  uploadKey,
  workingPhotoKey,
  wrongTriesKey,
} from '../core/keys.ts';
import { rosterName } from '../core/roster/roster-place.ts';
import type { BucketNames } from './bucket-names.ts';
import { any, mayAnnounce, mayInvoke, mayListBuckets, mayUseKey, type Permissions } from './function-role.ts';

/** Returns the keys of the cutouts of photos with these ids. @param group of `cutoutGroup` in core/keys.ts. */
const cutoutKeys = (photos: string, group = '') => [firstCutoutKey(group, any), cutoutKey(photos)];
/** Returns the keys of cutouts that versions before 0.3 stored. */
const oldCutoutKeys = (photos: string) => [cutoutPngKey(photos), headKey(photos), workingPhotoKey(photos)];

/**
 * Matting reads uploads; reads, writes and copies cutouts and records; invokes compose; announces rejected photos. It
 * deletes what was made of a photo that was deleted at the same time (docs/decisions/0007-api.md).
 */
export function mattingPermissions(names: BucketNames, compose: Alias, announces: boolean): Permissions {
  const { uploads, results } = names;
  const worked = [...cutoutKeys(any), recordKey(any)];
  return {
    objects: [
      { bucket: uploads, keys: [uploadKey(any), preTrafficKey(any)], actions: ['s3:GetObject'] },
      // HeadObject and the source of CopyObject need GetObject; the copy itself needs PutObject.
      { bucket: results, keys: worked, actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      { bucket: results, keys: [...oldCutoutKeys(any), resultKey(any, any)], actions: ['s3:DeleteObject'] },
      { bucket: results, keys: [fingerprintKey(any)], actions: ['s3:GetObject', 's3:DeleteObject'] },
    ],
    others: [
      mayListBuckets(uploads, results),
      mayInvoke(compose.functionArn),
      ...mayUseKey(names),
      ...mayAnnounce(announces),
    ],
  };
}

/**
 * A roster starts the photos that wait for it (functions/matting/serve-roster.ts): the alias may be invoked with the role
 * of its own function. The permission is a policy of its own, because the role is created before the function.
 */
export function letStartItself(alias: Alias): void {
  const { role } = alias.lambda;
  if (!role) return;
  new CfnPolicy(alias, 'MayStartPhotos', {
    policyName: 'start-photos',
    policyDocument: new PolicyDocument({ statements: [mayInvoke(alias.functionArn)] }),
    roles: [role.roleName],
  });
}

/**
 * Compose reads cutouts, backdrop pictures and records, writes results and records, deletes replaced results, and announces
 * settled photos. It lists results and records for the table of a roster.
 */
export function composePermissions(names: BucketNames, announces: boolean): Permissions {
  const { results } = names;
  return {
    objects: [
      {
        bucket: results,
        keys: [...cutoutKeys(any), ...oldCutoutKeys(any), backdropKey(any), rosterResultsKey(`${any}/${rosterName}`)],
        actions: ['s3:GetObject'],
      },
      { bucket: results, keys: [recordKey(any)], actions: ['s3:GetObject', 's3:PutObject'] },
      { bucket: results, keys: [resultKey(any, any)], actions: ['s3:PutObject', 's3:DeleteObject'] },
    ],
    others: [mayListBuckets(results), ...mayUseKey(names), ...mayAnnounce(announces)],
  };
}

/**
 * A further function of core/functions.ts reads its uploads, and reads and writes its results. It deletes the results of an
 * upload that was deleted meanwhile.
 * @param handsOnTo the functions that it invokes: compose, or its versions.
 */
export function furtherPermissions(
  names: BucketNames,
  { uploadPrefix, onAws }: { readonly uploadPrefix: string; readonly onAws: StackEntry },
  handsOnTo: readonly Alias[],
): Permissions {
  const { uploads, results } = names;
  const written = onAws.results.map((prefix) => `${prefix}${any}`);
  return {
    objects: [
      { bucket: uploads, keys: [`${uploadPrefix}${any}`], actions: ['s3:GetObject'] },
      { bucket: results, keys: written, actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
    ],
    others: [
      mayListBuckets(uploads, results),
      ...handsOnTo.map(({ functionArn }) => mayInvoke(functionArn)),
      ...mayUseKey(names),
    ],
  };
}

/**
 * The API works on photos of the web form only. It signs uploads and downloads (a signature gives the signer's rights and no
 * more), reads and writes records, deletes photos, reads access codes, counts photos and wrong codes, and invokes compose.
 * @param finders the functions for whose pictures it also works, as under `objects/form/`.
 */
export function apiPermissions(names: BucketNames, compose: Alias, finders: readonly FinderName[]): Permissions {
  const { uploads, results } = names;
  const form = `${formPrefix}${any}`;
  return {
    objects: [
      { bucket: uploads, keys: [uploadKey(form)], actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [...cutoutKeys(form, formPrefix), ...oldCutoutKeys(form), resultKey(form, any), fingerprintKey(any)],
        actions: ['s3:GetObject', 's3:DeleteObject'],
      },
      { bucket: results, keys: [recordKey(form)], actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [accessCodeKey, photoCountKey(any), wrongTriesKey(any)],
        actions: ['s3:GetObject', 's3:PutObject'],
      },
      { bucket: results, keys: [namedCodesKey], actions: ['s3:GetObject'] },
      ...finders.flatMap((finder) => picturePermissions(names, finder)),
    ],
    others: [mayListBuckets(uploads, results), mayInvoke(compose.functionArn), ...mayUseKey(names)],
  };
}

/** The API signs, reads and deletes pictures of a function that finds something in them, and their results. */
function picturePermissions({ uploads, results }: BucketNames, finder: FinderName): Permissions['objects'] {
  const picture = `${pictureFunctionTable[finder].uploadPrefix}${formPrefix}${any}`;
  return [
    { bucket: uploads, keys: [picture], actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
    { bucket: results, keys: [resultKey(picture, any)], actions: ['s3:GetObject', 's3:DeleteObject'] },
  ];
}

/**
 * The set-up stores the first access code, on the condition that there is none. It reads nothing. It deletes the code when
 * nothing else is in the bucket.
 */
export function setUpPermissions(names: BucketNames): Permissions {
  const { results } = names;
  const objects = [{ bucket: results, keys: [accessCodeKey], actions: ['s3:PutObject', 's3:DeleteObject'] as const }];
  return { objects, others: [mayListBuckets(results), ...mayUseKey(names)] };
}

/** The brake takes the executions of one function away, and stores that it did. */
export function brakePermissions(names: BucketNames, matting: IFunction): Permissions {
  const { results } = names;
  const mayStop = { actions: ['lambda:PutFunctionConcurrency'], resources: [matting.functionArn] };
  return {
    objects: [{ bucket: results, keys: [brakeKey], actions: ['s3:PutObject'] }],
    others: [new PolicyStatement(mayStop), ...mayUseKey(names)],
  };
}

/** The check of matting uploads the test portrait, invokes the new version, reads what it made, and deletes it. */
export function mattingCheckPermissions(names: BucketNames, matting: IFunction): Permissions {
  const { uploads, results } = names;
  const preTraffic = preTrafficPhotoId(any);
  return {
    objects: [
      { bucket: uploads, keys: [preTrafficKey(preTraffic)], actions: ['s3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [...cutoutKeys(preTraffic, preTrafficPrefix), resultKey(preTraffic, any), recordKey(preTraffic)],
        actions: ['s3:GetObject', 's3:DeleteObject'],
      },
      { bucket: results, keys: oldCutoutKeys(preTraffic), actions: ['s3:DeleteObject'] },
    ],
    others: [mayListBuckets(results), mayInvoke(everyVersionOf(matting)), ...mayUseKey(names)],
  };
}

/**
 * The check of compose stores the test cutout and its record, invokes the new version, reads what it made, and deletes
 * everything.
 */
export function composeCheckPermissions(names: BucketNames, compose: IFunction): Permissions {
  const { results } = names;
  const preTraffic = preTrafficPhotoId(any);
  return {
    objects: [
      { bucket: results, keys: [cutoutKey(preTraffic)], actions: ['s3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [recordKey(preTraffic)],
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      },
      { bucket: results, keys: [resultKey(preTraffic, any)], actions: ['s3:GetObject', 's3:DeleteObject'] },
      { bucket: results, keys: oldCutoutKeys(preTraffic), actions: ['s3:DeleteObject'] },
    ],
    others: [mayListBuckets(results), mayInvoke(everyVersionOf(compose)), ...mayUseKey(names)],
  };
}

/**
 * Returns the ARN of all versions of a function. A permission for the newest version alone would be a moment old when it is
 * used, and might not hold yet.
 */
const everyVersionOf = ({ functionArn }: IFunction): string => `${functionArn}:${any}`;
