/** Finds or creates the web ACL of AWS WAF that CloudFront asks about every request, if one is chosen. */
import { Stack, Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { Fault } from '../core/errors.ts';
import type { StackOptions } from './options.ts';

/** The region that keeps web ACLs for CloudFront. */
const globalRegion = 'us-east-1';

/**
 * Requests of one address in five minutes. A page that follows a photo sends one request a second, so a person with five
 * photos at a time stays below it. Photos do not pass through CloudFront.
 */
const requestsInFiveMinutes = 2000;

/**
 * Rules that AWS keeps, each with the rules in it that only count. Bodies above 8 kB are no attack here: an order has up to
 * 32 kB, which the API checks.
 */
const managedRules: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  AWSManagedRulesCommonRuleSet: ['SizeRestrictions_BODY'],
};

/** Returns the ARN of the web ACL; undefined without one. @throws Fault `bad-config` for a new one outside us-east-1. */
export function findWebAcl(scope: Construct, { webAcl }: StackOptions): string | undefined {
  if (webAcl === 'off') return undefined;
  if (webAcl !== 'new') return webAcl;
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region) && region !== globalRegion) {
    throw new Fault(
      'bad-config',
      `webAcl=new works in a stack of ${globalRegion} only, because AWS keeps web ACLs for CloudFront there; this stack is ` +
        `in ${region}. Create a web ACL in ${globalRegion} and give its ARN (docs/runbook.md).`,
    );
  }
  return createWebAcl(scope).attrArn;
}

function createWebAcl(scope: Construct): CfnWebACL {
  const managed = Object.entries(managedRules).map(([name, counted], priority) => ({
    ...{ name, priority: priority + 1, overrideAction: { none: {} }, visibilityConfig: visibility(name) },
    statement: {
      managedRuleGroupStatement: {
        ...{ vendorName: 'AWS', name },
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  }));
  const name = 'RateLimit';
  const limited = { rateBasedStatement: { limit: requestsInFiveMinutes, aggregateKeyType: 'IP' } };
  return new CfnWebACL(scope, 'WebAcl', {
    scope: 'CLOUDFRONT',
    description: 'Zerobooth: known attacks and too many requests of one address',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('WebAcl'),
    rules: [
      { name, priority: 0, action: { block: {} }, statement: limited, visibilityConfig: visibility(name) },
      ...managed,
    ],
  });
}

/** Returns the settings of a rule's metric. Samples of requests would show access codes, so none are kept. */
const visibility = (metricName: string) => ({
  ...{ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false },
});
