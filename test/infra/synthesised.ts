/** The stack as `cdk synth` makes it, with cdk.json's flags, for the suites of this folder: one synthesis a suite. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readOptions } from '../../infra/options.ts';
import { StudioStack, studioStackId } from '../../infra/studio-stack.ts';

export const projectDir = resolve(import.meta.dirname, '../..');
const { context: flags } = JSON.parse(readFileSync(join(projectDir, 'cdk.json'), 'utf8'));

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** References read as `<LogicalId>` and `<LogicalId.Attribute>`, joined text as one text. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
}

export interface Synthesised {
  readonly template: Template;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  ofType(type: string): readonly Resource[];
  /** The one resource of a type whose logical id begins so. */
  find(type: string, prefix: string): Resource;
}

interface TemplateJson {
  readonly Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>;
  readonly Outputs?: Record<string, { Value: unknown }>;
}

/** @param given options as the command line gives them. */
export function synthesise(given: Readonly<Record<string, string>> = {}): Synthesised {
  const options = readOptions((name) => given[name]);
  return synthesiseStack((app) => new StudioStack(app, studioStackId(options), { options }));
}

/** @param create makes the stack in an app with the flags of cdk.json. */
export function synthesiseStack(create: (app: App) => Stack): Synthesised {
  return inScratch((outdir) => {
    const template = Template.fromStack(create(new App({ outdir, context: flags })));
    const { Resources, Outputs = {} } = template.toJSON() as TemplateJson;
    const resources = Object.entries(Resources).map(([logicalId, { Type, Properties = {}, DeletionPolicy }]) => ({
      logicalId,
      type: Type,
      properties: readable(Properties) as Record<string, unknown>,
      deletionPolicy: DeletionPolicy,
    }));
    const outputs = Object.entries(Outputs).map(([name, { Value }]) => [name, String(readable(Value))]);
    const ofType = (type: string) => resources.filter((resource) => resource.type === type);
    const find = (type: string, prefix: string) => {
      const [found, ...others] = ofType(type).filter(({ logicalId }) => logicalId.startsWith(prefix));
      if (!found || others.length > 0) throw new Error(`${others.length + 1} of ${type} are called ${prefix}...`);
      return found;
    };
    return { template, resources, outputs: Object.fromEntries(outputs), ofType, find };
  });
}

/** Paths inside the first staged asset that is wanted. */
export function assetFiles(isWanted: (dir: string) => boolean): readonly string[] {
  return inScratch((outdir) => {
    const app = new App({ outdir, context: flags });
    new StudioStack(app, 'Zerobooth', { options: readOptions(() => undefined) });
    const dirs = readdirSync(outdir)
      .filter((name) => name.startsWith('asset.'))
      .map((name) => join(outdir, name));
    const wanted = dirs.find(isWanted);
    if (!wanted) throw new Error('no such asset was staged');
    return readdirSync(wanted, { recursive: true }).map(String);
  });
}

/** The options that CDK passes to the builder of each image, by function. */
export function imageBuilds(given: Readonly<Record<string, string>> = {}): Readonly<Record<string, ImageBuild>> {
  return inScratch((outdir) => {
    const app = new App({ outdir, context: flags });
    new StudioStack(app, 'Zerobooth', { options: readOptions((name) => given[name]) });
    app.synth();
    const { dockerImages } = JSON.parse(readFileSync(join(outdir, 'Zerobooth.assets.json'), 'utf8'));
    const builds = Object.values(dockerImages as Record<string, { source: ImageBuild }>).map(({ source }) => source);
    return Object.fromEntries(builds.map((build) => [build.dockerBuildArgs?.FUNCTION ?? 'compose', build]));
  });
}

export interface ImageBuild {
  readonly dockerFile: string;
  readonly platform?: string;
  readonly dockerBuildArgs?: Readonly<Record<string, string>>;
}

/** CloudFormation's functions as text, so that a reference can be compared and searched. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 ? entries[0] : ['', undefined];
  if (name === 'Ref') return `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::Sub') return argument;
  if (name === 'Fn::Select') {
    const [at, from] = argument as [number, { 'Fn::Split': [string, unknown] }];
    return `${readable(from['Fn::Split'][1])}[${at}]`;
  }
  if (name === 'Fn::Join') return (readable((argument as unknown[])[1]) as string[]).join((argument as string[])[0]);
  return Object.fromEntries(entries.map(([key, inner]) => [key, readable(inner)]));
}

export interface Finding {
  readonly rule: string;
  /** Path of the construct. */
  readonly at: string;
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly violations: readonly { ruleName: string; violatingConstructs: readonly { constructPath: string }[] }[];
  }[];
}

/** Returns the findings of cdk-nag for the stack with these options, after `change`. */
export function findingsOf(
  change: (stack: Stack) => void = () => {},
  given: Readonly<Record<string, string>> = {},
): readonly Finding[] {
  return inScratch((outdir) => {
    const app = new App({ outdir, context: { ...flags, '@aws-cdk/core:failSynthOnValidationErrors': false } });
    const stack = new StudioStack(app, 'Zerobooth', { options: readOptions((name) => given[name]) });
    change(stack);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
    const { pluginReports }: ValidationReport = JSON.parse(
      readFileSync(join(outdir, 'validation-report.json'), 'utf8'),
    );
    return pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, at: constructPath })),
      );
  });
}

function inScratch<Result>(work: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), 'zerobooth-synth-'));
  try {
    return work(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
