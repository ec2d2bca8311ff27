/** The options: defaults, the effect of each choice, the message for a wrong one, and their table in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../core/errors.ts';
import { describeOptions, readOptions } from '../../infra/options.ts';
import { projectDir, synthesise } from './synthesised.ts';

const read = (given: Record<string, unknown>) => readOptions((name) => given[name]);

function complaintAbout(given: Record<string, unknown>): string {
  try {
    read(given);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    return (error as Fault).message;
  }
}

test('without any choice the stack suits a new account', () => {
  expect(read({})).toMatchObject({
    architecture: 'x86_64',
    mattingMemoryMb: 2048,
    composeMemoryMb: 512,
    deskMemoryMb: 512,
    deskConcurrency: undefined,
    also: [],
    bucketPrefix: undefined,
    bucketNames: 'account-regional',
    stage: undefined,
    access: 'code',
    canary: '5',
    mattingConcurrency: undefined,
    composeConcurrency: undefined,
    uploadsDays: 1,
    cutoutsDays: undefined,
    events: 'on',
    resultsDays: 7,
    modelId: '',
    comicModelId: '',
    licence: 'any',
    dailySpendUsd: 1,
    brakeUsdPerDay: undefined,
    alarmEmail: undefined,
    siteOrigin: undefined,
  });
});

test('numbers come as text from the command line and as numbers from cdk.json', () => {
  expect(read({ mattingMemoryMb: '2048' }).mattingMemoryMb).toBe(2048);
  expect(read({ mattingMemoryMb: 2048 }).mattingMemoryMb).toBe(2048);
  expect(read({ canary: 10 }).canary).toBe('10');
});

test('further functions come as text with commas or as a list', () => {
  expect(read({ also: 'objects' }).also).toEqual(['objects']);
  expect(read({ also: ' objects, objects' }).also).toEqual(['objects', 'objects']);
  expect(read({ also: ['objects'] }).also).toEqual(['objects']);
});

test.each([
  ['architecture', 'ARM64', 'architecture must be x86_64 or arm64; it is "ARM64".'],
  ['mattingMemoryMb', '3 GB', 'mattingMemoryMb must be a whole number of MB from 1024 to 10240; it is "3 GB".'],
  ['mattingMemoryMb', '512', 'from 1024 to 10240'],
  ['mattingMemoryMb', '2048.5', 'whole number'],
  ['mattingMemoryMb', true, 'it is true.'],
  ['composeMemoryMb', '', 'composeMemoryMb must be a whole number of MB from 256 to 10240; it is "".'],
  ['mattingConcurrency', '0', 'from 1 to 100000'],
  ['composeConcurrency', 'none', 'from 1 to 100000'],
  ['deskMemoryMb', '128', 'from 256 to 10240'],
  ['deskConcurrency', '-3', 'from 1 to 100000'],
  ['also', 'objects,chairs', 'also must be one or more of objects'],
  ['also', 'matting', 'with commas between them; it is "matting".'],
  ['bucketPrefix', 'Photos', '3 to 20 lower-case letters, digits and dashes'],
  ['bucketPrefix', 'a-name-that-is-far-too-long', '3 to 20'],
  ['bucketNames', 'local', 'bucketNames must be account-regional or global; it is "local".'],
  ['stage', 'Prod', '1 to 14 lower-case letters, digits and dashes'],
  ['stage', 'a-stage-too-long', '1 to 14'],
  ['access', 'none', 'access must be code or iam; it is "none".'],
  ['canary', '7', 'canary must be 5, 10, 15, 30 or off; it is "7".'],
  ['uploadsDays', '0', 'from 1 to 365'],
  ['resultsDays', '366', 'from 1 to 365'],
  ['modelId', 'best', 'one of isnet-general, isnet-general-int8, selfie-segmentation-matting, u2net'],
  // A face model is in the manifest, but it is not a matting model.
  ['modelId', 'face-landmarks-468', 'one of isnet-general, isnet-general-int8, selfie-segmentation-matting, u2net'],
  ['comicModelId', 'u2netp', 'a model in layers/model/manifest.json whose task is comic; it is "u2netp".'],
  ['licence', 'free', 'licence must be any or clear; it is "free".'],
  ['inferenceSidePx', '500', 'a multiple of 64'],
  ['workingSidePx', '9000', 'from 512 to 4096'],
  ['alarmEmail', 'me', 'an e-mail address'],
  ['dailySpendUsd', '-1', 'a number of US dollars'],
  ['brakeUsdPerDay', '0', 'a number of US dollars from 0.01 to 100000'],
  ['domain', 'https://photos.example.org', 'domain must be a domain such as photos.example.org, in lower case'],
  ['certificateArn', 'arn:aws:acm:eu-central-1:123456789012:certificate/0a', 'a certificate of ACM in us-east-1'],
  ['webAcl', 'on', 'off, new, or the ARN of a web ACL of the scope CLOUDFRONT'],
  ['tracing', 'xray', 'tracing must be off or on; it is "xray".'],
  ['kmsKey', 'alias/photos', 'kmsKey must be new, or the ARN of a key'],
  ['siteOrigin', 'https://photos.example.org/', 'without path or closing slash'],
  ['siteOrigin', 'http://photos.example.org', 'https://photos.example.org'],
  ['siteOrigin', '*', 'an origin'],
])('%s=%s is refused with a sentence', (name, value, sentence) => {
  expect(complaintAbout({ [name]: value })).toContain(sentence);
});

test('every wrong value gets its sentence at once', () => {
  const lines = complaintAbout({ architecture: 'mips', uploadsDays: 'soon' }).split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['architecture', 'uploadsDays']);
});

test('with clear licences each choice of another model is refused', () => {
  const given = { modelId: 'u2netp', also: 'objects,tags', modelVersions: 'tags@small=nanodet-g-320' };
  expect(complaintAbout({ ...given, licence: 'clear' }).split('\n')).toEqual([
    'modelId names u2netp, whose licence is not clear; licence must be any.',
    'modelVersions names nanodet-g-320, whose licence is not clear; licence must be any.',
    'also names objects, for which no model has a clear licence; licence must be any.',
  ]);
  const clear = { licence: 'clear', modelId: 'selfie-segmentation-matting', also: 'tags' };
  expect(readOptions((name) => clear[name as keyof typeof clear])).toMatchObject({ ...clear, also: ['tags'] });
});

test('a prefix and a stage that make a bucket name too long are refused', () => {
  const tooLong = { bucketPrefix: 'passport-photos', stage: 'production' };
  expect(complaintAbout(tooLong)).toBe(
    'bucketPrefix and stage must have at most 23 characters together; passport-photos-production is too long.',
  );
  expect(complaintAbout({ bucketPrefix: 'passport-photo', stage: 'staging-1' })).toBe('');
});

test.each([
  [{ domain: 'photos.example.org' }, 'domain and certificateArn must be given together.'],
  [{ webAcl: 'new' }, 'webAcl needs domain: a web ACL works in CloudFront.'],
  [
    {
      ...{ domain: 'photos.example.org', access: 'iam' },
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b',
    },
    'access=iam does not work with domain: CloudFront signs the requests of all callers. Give access=code.',
  ],
])('%j is refused, because the options do not go together', (given, sentence) => {
  expect(complaintAbout(given)).toBe(sentence);
});

test('a misspelt name is not passed over; settings of CDK are', () => {
  const given = ['uploadDays', 'accesS', 'uploadsDays', 'cli-telemetry', '@aws-cdk/core:x', 'aws:cdk:y'];
  const said = (() => {
    try {
      return readOptions(() => undefined, given);
    } catch (error) {
      return (error as Fault).message.split('\n').map((line) => line.slice(0, line.indexOf('.')));
    }
  })();
  expect(said).toEqual(['uploadDays is not an option', 'accesS is not an option']);
});

describe('each choice arrives in the template', () => {
  const chosen = synthesise({
    architecture: 'arm64',
    mattingMemoryMb: '2560',
    composeMemoryMb: '1024',
    deskMemoryMb: '1769',
    deskConcurrency: '3',
    bucketPrefix: 'studio-2',
    access: 'iam',
    canary: '30',
    mattingConcurrency: '5',
    composeConcurrency: '6',
    uploadsDays: '2',
    events: 'off',
    cutoutsDays: '5',
    resultsDays: '30',
    modelId: 'u2netp',
    inferenceSidePx: '768',
    workingSidePx: '3000',
    alarmEmail: 'keeper@example.org',
    dailySpendUsd: '2.5',
    siteOrigin: 'https://photos.example.org',
  });
  const matting = chosen.find('AWS::Lambda::Function', 'Matting').properties;
  const compose = chosen.find('AWS::Lambda::Function', 'Compose').properties;

  test('functions', () => {
    expect(matting).toMatchObject({ Architectures: ['arm64'], MemorySize: 2560, ReservedConcurrentExecutions: 5 });
    expect(compose).toMatchObject({ Architectures: ['arm64'], MemorySize: 1024, ReservedConcurrentExecutions: 6 });
    const api = chosen.find('AWS::Lambda::Function', 'FrontDoorDesk').properties;
    expect(api).toMatchObject({ Architectures: ['arm64'], MemorySize: 1769, ReservedConcurrentExecutions: 3 });
    expect(matting.Environment).toMatchObject({
      Variables: {
        ZEROBOOTH_MODEL_ID: 'u2netp',
        ZEROBOOTH_INFERENCE_SIDE_PX: '768',
        ZEROBOOTH_WORKING_SIDE_PX: '3000',
        ZEROBOOTH_DECODE_MB: '2370',
        NODE_OPTIONS: '--max-old-space-size=1536',
      },
    });
  });

  test('another model is another image, another processor too', () => {
    const image = (given: Record<string, string>) =>
      synthesise(given).find('AWS::Lambda::Function', 'Matting').properties.Code;
    const images = [image({}), image({ modelId: 'u2netp' }), image({ architecture: 'arm64' })];
    expect(new Set(images.map((code) => JSON.stringify(code))).size).toBe(3);
  });

  test('expiry, of dead letters as well, which never outlive what SQS allows', () => {
    const days = (prefix: string) => chosen.find('AWS::S3::Bucket', prefix).properties.LifecycleConfiguration;
    expect(days('PhotosUploads')).toMatchObject({ Rules: [{}, { ExpirationInDays: 2 }] });
    expect(days('PhotosResults')).toMatchObject({
      Rules: [{}, ...[5, 30, 30, 30].map((ExpirationInDays) => ({ ExpirationInDays }))],
    });
    expect(chosen.find('AWS::Lambda::Function', 'FrontDoorDesk').properties.Environment).toMatchObject({
      Variables: { ZEROBOOTH_UPLOADS_DAYS: '2', ZEROBOOTH_CUTOUTS_DAYS: '5', ZEROBOOTH_RESULTS_DAYS: '30' },
    });
    expect(chosen.find('AWS::SQS::Queue', 'DeadLetters').properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test('the page of one site, and nothing else, reaches the buckets from a browser', () => {
    const origins = chosen.ofType('AWS::S3::Bucket').map(({ properties }) => {
      const { CorsRules } = properties.CorsConfiguration as { CorsRules: { AllowedOrigins: string[] }[] };
      return CorsRules.flatMap(({ AllowedOrigins }) => AllowedOrigins);
    });
    expect(origins).toEqual([['https://photos.example.org'], ['https://photos.example.org']]);
  });

  test('names as 0.1 and 0.2 made them', () => {
    const old = synthesise({ bucketNames: 'global' });
    const { properties } = old.find('AWS::S3::Bucket', 'PhotosUploads');
    expect(properties.BucketName).toBe('zerobooth-uploads-<AWS::AccountId>-<AWS::Region>');
    expect(properties).not.toHaveProperty('BucketNamespace');
  });

  test('names of the buckets, everywhere the same', () => {
    expect(chosen.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName).toMatch(/^studio-2-uploads-/);
    expect(JSON.stringify(chosen.template.toJSON())).not.toContain('zerobooth-uploads');
  });

  test('who may use the API', () => {
    expect(chosen.find('AWS::Lambda::Url', 'FrontDoor').properties.AuthType).toBe('AWS_IAM');
    // Whom IAM lets in, it lets in by the caller's own policy.
    const open = chosen.ofType('AWS::Lambda::Permission').filter(({ properties }) => properties.Principal === '*');
    expect(open).toEqual([]);
    expect(chosen.outputs).not.toHaveProperty('AccessCode');
    expect(chosen.find('AWS::Lambda::Function', 'FrontDoorDesk').properties.Environment).toMatchObject({
      Variables: { ZEROBOOTH_ACCESS: 'iam' },
    });
  });

  test('how long a new version is tried', () => {
    const configs = chosen
      .ofType('AWS::CodeDeploy::DeploymentGroup')
      .map(({ properties }) => properties.DeploymentConfigName);
    expect(configs).toEqual(Array(2).fill('CodeDeployDefault.LambdaCanary10Percent30Minutes'));
  });

  test('alarms', () => {
    chosen.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'keeper@example.org',
    });
    expect(chosen.find('AWS::CloudWatch::Alarm', 'AlarmsDailySpend').properties.Threshold).toBe(2.5);
    expect(JSON.stringify(chosen.find('AWS::CloudWatch::Alarm', 'AlarmsDailySpend').properties)).toContain(
      'gbSeconds * 0.0000133334',
    );
  });
});

test('the runbook lists every option as it is', () => {
  const runbook = readFileSync(join(projectDir, 'docs/runbook.md'), 'utf8');
  const rows = runbook.split('\n').filter((line) => line.startsWith('| `') && line.split('|').length === 6);
  const said = rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  const listed = said.map(([, name, fallback, allowed, purpose]) => ({ name, fallback, allowed, purpose }));
  expect(listed).toEqual(describeOptions());
});
