/**
 * Puts CloudFront with a domain of your own before page and API. Only this distribution may call the Function URL (origin
 * access control), and a web ACL may check the requests. Photos go from and to the buckets directly, as without it.
 */
import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IFunctionUrl } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { viewerHeaders } from '../core/viewer-headers.ts';
import { acknowledge } from './acknowledge.ts';
import type { StackOptions } from './options.ts';
import { findWebAcl } from './web-acl.ts';

export interface DomainProps {
  readonly domain: string;
  /** The ARN of the domain's certificate in us-east-1. */
  readonly certificateArn: string;
  readonly functionUrl: IFunctionUrl;
  readonly options: StackOptions;
}

/** The answers that CloudFront would keep for ten seconds, although the API forbids it. They may concern one photo only. */
const keptErrors = [404, 405, 414, 500, 501, 502, 503, 504];

export class Domain extends Construct {
  /** The name that the domain must point to, as a CNAME or an alias record. */
  readonly target: string;

  constructor(scope: Construct, id: string, { domain, certificateArn, functionUrl, options }: DomainProps) {
    super(scope, id);
    const origin = FunctionUrlOrigin.withOriginAccessControl(functionUrl);
    const common = { origin, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
    const page: BehaviorOptions = { ...common, cachePolicy: CachePolicy.CACHING_OPTIMIZED };
    const api: BehaviorOptions = {
      ...common,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The Function URL answers to its own host name only.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [{ function: createViewerFunction(this), eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    const webAclId = findWebAcl(this, options);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Zerobooth: ${domain}`,
      domainNames: [domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      defaultBehavior: page,
      additionalBehaviors: { '/api/*': api },
      errorResponses: keptErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      ...(webAclId !== undefined && { webAclId }),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'People order photos for the documents of every country from every country.',
      'AwsSolutions-CFR3': 'Access logs would keep the addresses of people and the ids of their photos.',
      ...(webAclId === undefined && {
        'AwsSolutions-CFR2': 'A web ACL costs nine dollars a month, so it is an option (webAcl).',
      }),
    });
    this.target = distribution.distributionDomainName;
  }
}

/** Creates the function that runs in CloudFront before a request of the API is signed. */
function createViewerFunction(scope: Construct): CloudFrontFunction {
  const { authorization, address } = viewerHeaders;
  return new CloudFrontFunction(scope, 'ViewerRequest', {
    comment: 'Keeps the access code and the address of the caller for the API',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(`function handler(event) {
  const { request, viewer } = event;
  const { headers } = request;
  delete headers['${authorization}'];
  if (headers.authorization) headers['${authorization}'] = { value: headers.authorization.value };
  delete headers.authorization;
  headers['${address}'] = { value: viewer.ip };
  return request;
}`),
  });
}
