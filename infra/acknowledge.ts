/** How a finding of cdk-nag is answered: on the one construct it is about, by its exact id, with the reason. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** @param reasons by rule id; a finding of a rule that has several carries its own, as in `AwsSolutions-IAM5[Resource::*]`. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}
