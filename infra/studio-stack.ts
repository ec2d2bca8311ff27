/** The stack of one studio in an account of your own: a PhotoStudio, its outputs and a tag. */
import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackOptions } from './options.ts';
import { PhotoStudio } from './photo-studio.ts';
import { onlyStudioId } from './studio-names.ts';

export interface StudioStackProps extends StackProps {
  readonly options: StackOptions;
}

/** Returns the id of the stack, which is its name in CloudFormation. */
export function studioStackId({ stage }: StackOptions): string {
  return stage === undefined ? 'Zerobooth' : `Zerobooth-${stage}`;
}

export class StudioStack extends Stack {
  readonly studio: PhotoStudio;

  constructor(scope: Construct, id: string, { options, ...props }: StudioStackProps) {
    super(scope, id, { description: 'Zerobooth: ID photos on demand, without cost while idle', ...props });
    Tags.of(this).add('project', 'zerobooth');
    if (options.stage !== undefined) Tags.of(this).add('stage', options.stage);
    this.studio = new PhotoStudio(this, onlyStudioId, { ...options, notification: 'custom-resource' });
    for (const [name, value] of Object.entries(this.studio.outputs)) new CfnOutput(this, name, { value });
  }
}
