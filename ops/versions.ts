/**
 * `ops versions`: lists the versions of the functions that are deployed step by step, and makes the studio use another one at once. Earlier
 * versions stay after a deployment (infra/image-function.ts).
 */
import {
  GetAliasCommand,
  type LambdaClient,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { Fault } from '../core/errors.ts';
import { deployedFunction } from './deployed-function.ts';
import { liveAlias, type OpsTarget } from './target.ts';

/** One version of a function. */
export interface FunctionVersion {
  readonly number: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The share of the work that the version gets, 0..1. */
  readonly share: number;
}

/** Returns the versions of a function, oldest first. @throws Fault `not-allowed` for a local studio. */
export async function listVersions(target: OpsTarget, name: string): Promise<readonly FunctionVersion[]> {
  const { lambda, functionName } = deployedFunction(target, name);
  const shares = await readShares(lambda, functionName);
  const found: FunctionVersion[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction(
    { client: lambda },
    { FunctionName: functionName },
  )) {
    for (const { Version = '', LastModified = '' } of Versions) {
      const number = Number(Version);
      // The version $LATEST is the function as it was built last; no alias may have it.
      if (Number.isInteger(number)) found.push({ number, createdAt: LastModified, share: shares.get(Version) ?? 0 });
    }
  }
  return found.sort((one, other) => one.number - other.number);
}

/**
 * Makes the studio use a version at once.
 * @param wanted a version number; undefined: the last one before the present one.
 * @returns the numbers of the version before and of the version now.
 * @throws Fault `not-allowed` when there is no such version, or while a deployment shifts the work.
 */
export async function useVersion(
  target: OpsTarget,
  name: string,
  wanted: number | undefined,
): Promise<{ readonly before: number; readonly now: number }> {
  const { lambda, functionName: FunctionName } = deployedFunction(target, name);
  const versions = await listVersions(target, name);
  const [current, ...others] = versions.filter(({ share }) => share > 0);
  if (!current || others.length > 0) {
    throw new Fault(
      'not-allowed',
      'a deployment is shifting the work; stop it in CodeDeploy, which brings the old version back',
    );
  }
  const before = current.number;
  const now = wanted ?? versions.findLast(({ number }) => number < before)?.number;
  if (now === undefined || !versions.some(({ number }) => number === now)) {
    const all = versions.map(({ number }) => number).join(', ');
    throw new Fault(
      'not-allowed',
      `there is no ${wanted ? `version ${wanted}` : `version before ${before}`} of ${name}; there are ${all}`,
    );
  }
  const alias = { FunctionName, Name: liveAlias, FunctionVersion: String(now) };
  if (now !== before) await lambda.send(new UpdateAliasCommand(alias));
  return { before, now };
}

/** Returns the share of each version that the alias uses. */
async function readShares(lambda: LambdaClient, FunctionName: string): Promise<ReadonlyMap<string, number>> {
  const command = new GetAliasCommand({ FunctionName, Name: liveAlias });
  const { FunctionVersion = '', RoutingConfig } = await lambda.send(command);
  const added = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  const rest = added.reduce((left, [, weight]) => left - weight, 1);
  return new Map([[FunctionVersion, rest], ...added]);
}
