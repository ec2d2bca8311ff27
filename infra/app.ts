/** The program that `cdk` runs: it reads the options, creates the stack, and checks it with cdk-nag before a deployment. */
import { env, stderr } from 'node:process';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Fault } from '../core/errors.ts';
import { readOptions } from './options.ts';
import { StudioStack, studioStackId } from './studio-stack.ts';

try {
  const app = new App();
  const options = readOptions((name) => app.node.tryGetContext(name), Object.keys(app.node.getAllContext()));
  // The CDK command sets these when it has credentials. Bucket names are plain text then, so that buckets can be imported.
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = env;
  new StudioStack(app, studioStackId(options), { options, ...(account && region && { env: { account, region } }) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
