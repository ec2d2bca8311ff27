/** The program that `cdk` runs: it reads the options, creates the stack, and checks it with cdk-nag before a deployment. */
import { stderr } from 'node:process';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Fault } from '../core/errors.ts';
import { readOptions } from './options.ts';
import { StudioStack } from './studio-stack.ts';

try {
  const app = new App();
  const options = readOptions((name) => app.node.tryGetContext(name), Object.keys(app.node.getAllContext()));
  new StudioStack(app, 'Zerobooth', { options });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
