/** Finds a function of a studio on AWS, for the commands that change its configuration. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { Fault } from '../core/errors.ts';
import type { OpsTarget } from './target.ts';

/** @param name the present name. @throws Fault `not-allowed` for a local studio, or a stack that an earlier version deployed. */
export function deployedFunction(
  { lambda, deployed }: Pick<OpsTarget, 'lambda' | 'deployed'>,
  name: string,
): { readonly lambda: LambdaClient; readonly functionName: string } {
  if (!lambda || !deployed)
    throw new Fault('not-allowed', 'this command works on a studio on AWS only, without --local');
  const functionName = deployed[name];
  if (functionName !== undefined) return { lambda, functionName };
  throw new Fault('not-allowed', `the stack does not name its function ${name}; deploy it again (npx cdk deploy)`);
}
