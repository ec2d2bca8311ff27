/**
 * The API and its address: one small function behind a Function URL, which serves page and interface and hands photos on to
 * the buckets. Who may come in is `access`: whoever has the code, or whoever IAM lets through.
 */
import { Duration, Fn } from 'aws-cdk-lib';
import { type Alias, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import type { BucketNames } from './bucket-names.ts';
import type { StackOptions } from './options.ts';
import { apiPermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

export interface ApiProps {
  readonly names: BucketNames;
  /** That new orders start. */
  readonly compose: Alias;
  readonly options: StackOptions;
}

export class Api extends Construct {
  readonly api: ZipFunction;
  /** With a slash at its end. */
  readonly url: string;
  /** What a browser sends as `Origin` from the page: of the API itself, unless another site shows the page. */
  readonly pageOrigin: string;

  constructor(scope: Construct, id: string, { names, compose, options }: ApiProps) {
    super(scope, id);
    const { access, uploadsDays, resultsDays } = options;
    const settings = { access, uploadsDays, resultsDays, pageDir: '/var/task/web' };
    const buckets = { uploadsBucket: names.uploads, resultsBucket: names.results };
    this.api = new ZipFunction(this, 'Desk', {
      name: 'api',
      folders: ['web'],
      description: 'The page, upload tickets and download links',
      architecture: options.architecture,
      memoryMb: options.deskMemoryMb,
      timeout: Duration.seconds(10),
      env: configToEnv({ ...buckets, composeFunction: compose.functionArn, ...settings }),
      permissions: apiPermissions(names, compose),
      reservedConcurrency: options.deskConcurrency,
    });
    // Without a rule for other sites: a page from elsewhere can neither read the API's answers nor send it JSON.
    const { url } = this.api.lambda.addFunctionUrl({
      authType: access === 'iam' ? FunctionUrlAuthType.AWS_IAM : FunctionUrlAuthType.NONE,
    });
    this.url = url;
    this.pageOrigin = options.siteOrigin ?? `https://${Fn.select(2, Fn.split('/', url))}`;
  }
}
