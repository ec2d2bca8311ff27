/** What costs money while idle is chosen, and off otherwise: a domain with CloudFront, a web ACL, traces, a key of one's own. */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { optionalFunctions } from '../../core/functions.ts';
import { readOptions } from '../../infra/options.ts';
import { StudioStack } from '../../infra/studio-stack.ts';
import { findingsOf, type Synthesised, synthesise, synthesiseStack } from './synthesised.ts';

const domain = 'photos.example.org';
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const keyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';
const aclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/ours/0a1b2c3d-0000-4000-8000-000000000000';

const plain = synthesise();

/** Returns the types of the resources that an option adds, one entry for each resource. */
function addedBy(stack: Synthesised): readonly string[] {
  const before = plain.resources.map(({ type }) => type);
  return stack.resources
    .map(({ type }) => type)
    .filter((type) => {
      const at = before.indexOf(type);
      if (at >= 0) before.splice(at, 1);
      return at < 0;
    })
    .sort();
}

test('without the options there is nothing of them', () => {
  const text = JSON.stringify(plain.template.toJSON());
  expect(text).not.toMatch(/CloudFront|cloudfront|WAFv2|xray|TracingConfig|kms|KMS/);
});

describe('a domain', () => {
  const stack = synthesise({ domain, certificateArn });
  const config = stack.ofType('AWS::CloudFront::Distribution')[0].properties.DistributionConfig as DistributionConfig;
  const behaviors = [config.DefaultCacheBehavior, ...config.CacheBehaviors];

  interface Behavior {
    readonly PathPattern?: string;
    readonly AllowedMethods?: readonly string[];
    readonly CachePolicyId: string;
    readonly OriginRequestPolicyId?: string;
    readonly ViewerProtocolPolicy: string;
    readonly FunctionAssociations?: readonly { readonly EventType: string }[];
  }

  interface DistributionConfig {
    readonly DefaultCacheBehavior: Behavior;
    readonly CacheBehaviors: readonly Behavior[];
    readonly CustomErrorResponses: readonly { readonly ErrorCachingMinTTL: number }[];
    readonly Origins: readonly { readonly DomainName: string; readonly OriginAccessControlId: string }[];
    readonly WebACLId?: string;
  }

  test('adds CloudFront and its permissions, and takes those of everybody away', () => {
    expect(addedBy(stack)).toEqual([
      'AWS::CloudFront::Distribution',
      'AWS::CloudFront::Function',
      'AWS::CloudFront::OriginAccessControl',
    ]);
    const onApi = stack.ofType('AWS::Lambda::Permission').filter(({ logicalId }) => logicalId.startsWith('FrontDoor'));
    const SourceArn = expect.stringMatching(
      /:cloudfront::<AWS::AccountId>:distribution\/<FrontDoorDomainDistribution\w+>$/,
    );
    expect(onApi.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ Action: 'lambda:InvokeFunctionUrl', Principal: 'cloudfront.amazonaws.com', SourceArn }),
      expect.objectContaining({
        Action: 'lambda:InvokeFunction',
        Principal: 'cloudfront.amazonaws.com',
        InvokedViaFunctionUrl: true,
        SourceArn,
      }),
    ]);
    expect(stack.find('AWS::Lambda::Url', 'FrontDoor').properties.AuthType).toBe('AWS_IAM');
  });

  test('has its certificate, TLS 1.2 and later, and signed requests to the Function URL', () => {
    expect(config).toMatchObject({
      Aliases: [domain],
      HttpVersion: 'http2and3',
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    const url = stack.find('AWS::Lambda::Url', 'FrontDoor').logicalId;
    const control = stack.ofType('AWS::CloudFront::OriginAccessControl')[0];
    expect(config.Origins).toMatchObject([
      { DomainName: `<${url}.FunctionUrl>[2]`, OriginAccessControlId: `<${control.logicalId}.Id>` },
    ]);
    expect(control.properties.OriginAccessControlConfig).toMatchObject({
      OriginAccessControlOriginType: 'lambda',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
  });

  test('keeps the page, and no answer of the API, errors included', () => {
    // The ids of AWS's managed policies (Amazon CloudFront developer guide, "Use managed cache policies").
    const [cachingOptimized, cachingDisabled] = [
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
      '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    ];
    expect(behaviors.map(({ PathPattern, CachePolicyId }) => [PathPattern, CachePolicyId])).toEqual([
      [undefined, cachingOptimized],
      ['/api/*', cachingDisabled],
    ]);
    expect(new Set(config.CustomErrorResponses.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL))).toEqual(
      new Set([0]),
    );
    expect(behaviors[0].AllowedMethods ?? ['GET', 'HEAD']).toEqual(['GET', 'HEAD']);
    expect(behaviors[1].AllowedMethods).toContain('POST');
  });

  test('is the address of the page, and the only one from which a browser reaches the buckets', () => {
    expect(stack.outputs.FormUrl).toBe(`https://${domain}/`);
    expect(stack.outputs.DomainTarget).toMatch(/^<FrontDoorDomainDistribution\w+\.DomainName>$/);
    const origins = stack.ofType('AWS::S3::Bucket').map(({ properties }) => properties.CorsConfiguration);
    expect(origins).toMatchObject(Array(2).fill({ CorsRules: [{ AllowedOrigins: [`https://${domain}`] }] }));
  });

  test('hands the code and the address of the caller on, and nothing that a caller made up', () => {
    const [{ properties }] = stack.ofType('AWS::CloudFront::Function');
    expect(properties.FunctionConfig).toMatchObject({ Runtime: 'cloudfront-js-2.0' });
    const handle = (headers: Record<string, { value: string }>) =>
      runInNewContext(`${properties.FunctionCode}; handler(event)`, {
        event: { request: { method: 'POST', headers }, viewer: { ip: '203.0.113.7' } },
      }).headers;
    const address = { 'x-zerobooth-address': { value: '203.0.113.7' } };
    expect(handle({ authorization: { value: 'Bearer code' }, accept: { value: '*/*' } })).toEqual({
      ...{ 'x-zerobooth-authorization': { value: 'Bearer code' }, accept: { value: '*/*' } },
      ...address,
    });
    const madeUp = { 'x-zerobooth-authorization': { value: 'Bearer x' }, 'x-zerobooth-address': { value: '::1' } };
    expect(handle(madeUp)).toEqual(address);
    expect(behaviors[1].FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
  });

  test('tells the API that CloudFront is its only caller; without a domain it is not', () => {
    const environmentOf = (of: Synthesised) => of.find('AWS::Lambda::Function', 'FrontDoorDesk').properties.Environment;
    expect(environmentOf(stack)).toMatchObject({ Variables: { ZEROBOOTH_IS_BEHIND_CLOUD_FRONT: 'true' } });
    expect(environmentOf(plain)).not.toHaveProperty('Variables.ZEROBOOTH_IS_BEHIND_CLOUD_FRONT');
  });
});

describe('a web ACL', () => {
  test('that is new has managed rules, a rate limit and no samples of requests', () => {
    const stack = synthesise({ domain, certificateArn, webAcl: 'new' });
    expect(addedBy(stack)).toContain('AWS::WAFv2::WebACL');
    const [{ logicalId, properties }] = stack.ofType('AWS::WAFv2::WebACL');
    expect(properties).toMatchObject({
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      Rules: [
        { Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } } },
        { Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesAmazonIpReputationList' } } },
        { Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesKnownBadInputsRuleSet' } } },
        { Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesCommonRuleSet' } } },
      ],
    });
    expect(JSON.stringify(properties)).not.toContain('"SampledRequestsEnabled":true');
    const [{ properties: distribution }] = stack.ofType('AWS::CloudFront::Distribution');
    expect(distribution.DistributionConfig).toMatchObject({ WebACLId: `<${logicalId}.Arn>` });
  });

  test('that exists is used, and none is made', () => {
    const stack = synthesise({ domain, certificateArn, webAcl: aclArn });
    expect(addedBy(stack)).not.toContain('AWS::WAFv2::WebACL');
    const [{ properties }] = stack.ofType('AWS::CloudFront::Distribution');
    expect(properties.DistributionConfig).toMatchObject({ WebACLId: aclArn });
  });

  test.each([
    ['eu-central-1', 'webAcl=new works in a stack of us-east-1 only'],
    ['us-east-1', null],
  ])('that is new in %s', (region, refusal) => {
    const given: Record<string, string> = { domain, certificateArn, webAcl: 'new' };
    const create = () =>
      synthesiseStack((app) => {
        const env = { account: '123456789012', region };
        return new StudioStack(app, 'Zerobooth', { options: readOptions((name) => given[name]), env });
      });
    if (refusal === null) expect(create).not.toThrow();
    else expect(create).toThrow(refusal);
  });
});

test('traces: every function of ours sends them, and may do so', () => {
  expect(addedBy(synthesise({ tracing: 'on' }))).toEqual([]);
  const stack = synthesise({ tracing: 'on', brakeUsdPerDay: '5' });
  const functions = stack
    .ofType('AWS::Lambda::Function')
    // CDK's own function, which runs at deployments.
    .filter(({ logicalId }) => !logicalId.startsWith('BucketNotificationsHandler'));
  const untraced = functions.filter(
    ({ properties }) => (properties.TracingConfig as { Mode?: string } | undefined)?.Mode !== 'Active',
  );
  expect(untraced.map(({ logicalId }) => logicalId)).toEqual([]);
  const roles = functions.map(({ properties }) => String(properties.Role).slice(1, -'.Arn>'.length));
  const without = stack
    .ofType('AWS::IAM::Role')
    .filter(({ logicalId }) => roles.includes(logicalId))
    .filter(({ properties }) => !JSON.stringify(properties).includes('"xray:PutTraceSegments"'));
  expect(without.map(({ logicalId }) => logicalId)).toEqual([]);
});

describe.each([
  ['new', (stack: Synthesised) => `<${stack.ofType('AWS::KMS::Key')[0].logicalId}.Arn>`, ['AWS::KMS::Key']],
  [keyArn, () => keyArn, []],
])('the key %s', (kmsKey, arnIn, added) => {
  const stack = synthesise({ kmsKey });
  const withBrake = synthesise({ kmsKey, brakeUsdPerDay: '5' });
  const arn = arnIn(stack);

  test('encrypts both buckets and the dead letters', () => {
    expect(addedBy(stack)).toEqual(added);
    for (const { properties } of stack.ofType('AWS::S3::Bucket')) {
      expect(properties.BucketEncryption).toEqual({
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn },
          },
        ],
      });
    }
    expect(stack.find('AWS::SQS::Queue', 'DeadLetters').properties.KmsMasterKeyId).toBe(arn);
  });

  test('may be used by every function that reads or writes there', () => {
    const users = withBrake
      .ofType('AWS::IAM::Role')
      .filter(({ properties }) => JSON.stringify(properties).includes('s3:::zerobooth'));
    expect(users.length).toBeGreaterThanOrEqual(6);
    const grants = users.map(({ properties }) => {
      const [{ PolicyDocument }] = properties.Policies as { PolicyDocument: { Statement: { Action: unknown }[] } }[];
      return PolicyDocument.Statement.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
    });
    const grant = { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Resource: arn };
    expect(grants).toEqual(users.map(() => [grant]));
  });

  test('stays with the buckets, and changes each year', () => {
    for (const { logicalId, properties, deletionPolicy } of stack.ofType('AWS::KMS::Key')) {
      expect(properties.EnableKeyRotation).toBe(true);
      expect(deletionPolicy).toBe('RetainExceptOnCreate');
      expect(stack.template.toJSON().Resources[logicalId].UpdateReplacePolicy).toBe('Retain');
    }
  });
});

test('cdk-nag finds nothing in all of them together, with all further functions', () => {
  const extras = { domain, certificateArn, webAcl: 'new', tracing: 'on', kmsKey: 'new' };
  expect(findingsOf(() => {}, { ...extras, also: optionalFunctions.join(',') })).toEqual([]);
});
