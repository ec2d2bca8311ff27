/**
 * Creates the API: one small function behind a Function URL. It serves the page and the HTTP interface; photos go directly to
 * the buckets. The option `access` decides who may use it: people with the access code, or callers that IAM allows.
 */
import { Duration, Fn } from 'aws-cdk-lib';
import { type Alias, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FinderName } from '../core/functions.ts';
import { configToEnv } from '../functions/runtime/config.ts';
import type { BucketNames } from './bucket-names.ts';
import { cameraFolder, placeCameraNetworks } from './camera-networks.ts';
import { Domain } from './domain.ts';
import type { StackOptions } from './options.ts';
import { apiPermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

export interface ApiProps {
  readonly names: BucketNames;
  /** The function that the API invokes for a new order. */
  readonly compose: Alias;
  /** The functions of the stack that find something in pictures. */
  readonly finders: readonly FinderName[];
  readonly options: StackOptions;
}

export class Api extends Construct {
  readonly api: ZipFunction;
  /** The address of the page, with a slash at its end. */
  readonly url: string;
  /** The name that a domain of your own must point to; undefined without one. */
  readonly domainTarget: string | undefined;
  /** The `Origin` header that a browser sends from the page: the API's own, unless another site shows the page. */
  readonly pageOrigin: string;

  constructor(scope: Construct, id: string, { names, compose, finders, options }: ApiProps) {
    super(scope, id);
    const { access, uploadsDays, cutoutsDays = uploadsDays, resultsDays, domain, certificateArn } = options;
    const isBehindCloudFront = domain !== undefined;
    const hasNetworks = placeCameraNetworks();
    const settings = {
      ...{ access, uploadsDays, cutoutsDays, resultsDays, pageDir: '/var/task/web' },
      ...(isBehindCloudFront && { isBehindCloudFront }),
      ...(finders.length > 0 && { finders }),
      ...(hasNetworks && { modelDir: `/var/task/${cameraFolder}` }),
    };
    const buckets = { uploadsBucket: names.uploads, resultsBucket: names.results };
    this.api = new ZipFunction(this, 'Desk', {
      name: 'api',
      folders: ['web', ...(hasNetworks ? [cameraFolder] : [])],
      description: 'The page, upload tickets and download links',
      architecture: options.architecture,
      tracing: options.tracing,
      memoryMb: options.deskMemoryMb,
      // One call waits for the finished photo, at most `waitMs` of functions/api/one-call/lambda-limits.ts.
      timeout: Duration.seconds(30),
      env: configToEnv({ ...buckets, composeFunction: compose.functionArn, ...settings }),
      permissions: apiPermissions(names, compose, finders),
      reservedConcurrency: options.deskConcurrency,
    });
    // There is no CORS rule: a page of another site can neither read the API's answers nor send it JSON.
    const functionUrl = this.api.lambda.addFunctionUrl({
      // CloudFront signs its requests, so nobody can go around it.
      authType: access === 'iam' || isBehindCloudFront ? FunctionUrlAuthType.AWS_IAM : FunctionUrlAuthType.NONE,
    });
    const origin = `https://${domain ?? Fn.select(2, Fn.split('/', functionUrl.url))}`;
    this.url = isBehindCloudFront ? `${origin}/` : functionUrl.url;
    this.pageOrigin = options.siteOrigin ?? origin;
    this.domainTarget =
      domain !== undefined && certificateArn !== undefined
        ? new Domain(this, 'Domain', { domain, certificateArn, functionUrl, options }).target
        : undefined;
  }
}
