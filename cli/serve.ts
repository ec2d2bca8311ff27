/** `npm start`: runs the studio with its page until Ctrl-C, and prints a command that uploads a photo over S3. */
import { resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { S3Client } from '@aws-sdk/client-s3';
import { cutoutsPrefix } from '../core/keys.ts';
import type { LicenceChoice } from '../core/model-card.ts';
import type { ModelVersion } from '../core/model-versions.ts';
import type { NetworkOptions } from '../local/function-url/network.ts';
import type { InvocationReport } from '../local/lambda/host.ts';
import { formatReport } from '../local/lambda/report.ts';
import { otlpTarget } from '../local/monitoring/otlp.ts';
import { dayMs, keepDays, removeExpired } from '../local/studio/expiry.ts';
import { loadWebhookSecret, resultsBucket, uploadsBucket } from '../local/studio/folder.ts';
import type { Webhook } from '../local/studio/options.ts';
import { type Studio, startStudio } from '../local/studio/studio.ts';
import { readCommand } from './arguments/read.ts';
import { enforcementOf, limitsOf } from './enforcement.ts';
import { readModelVersions } from './model-versions.ts';
import { readyModels, settingsOfModels } from './models.ts';
import { addressLines, readNetwork } from './network-options.ts';
import { defaultPorts, serveTable } from './tables/serve-table.ts';
import { UsageError } from './usage.ts';

/** A shorter secret, given by hand, could be guessed. */
const leastSecretLength = 16;

interface OpenedWebhook extends Webhook {
  /** True when the secret was made at this start. */
  readonly isNew: boolean;
}

const expiryEveryMs = 60 * 60 * 1000;

/** Runs until SIGINT or SIGTERM. @returns 0. @throws UsageError for a wrong option, or a port that is already in use. */
export async function runServe(args: string[]): Promise<number> {
  const given = readOptions(args);
  const dataDir = resolve(process.env.ZEROBOOTH_DATA_DIR ?? '.zerobooth');
  const modelIds = [...given.models, ...given.versions.map(({ modelId }) => modelId)];
  const modelDir = await readyModels(modelIds, given.licence);
  const onReport = (report: InvocationReport) => {
    stdout.write(`${report.functionName}  ${formatReport(report)}\n`);
  };
  const onLog = (functionName: string, line: string) => stdout.write(`${functionName}  ${line}\n`);
  const { access, licence, models, webhookUrl, webhookSecret, ...ports } = given;
  const webhook = webhookUrl === undefined ? undefined : await openWebhook(dataDir, webhookUrl, webhookSecret);
  const studio = await startStudio({
    ...{
      dataDir,
      modelDir,
      ...ports,
      settings: { access, licence, ...settingsOfModels(models) },
      onReport,
      onLog,
      traces: otlpTarget(process.env),
    },
    ...(webhook && { webhook }),
  }).catch(explainPortInUse);
  const expiry = keepExpiring(studio);
  stdout.write(
    `${addressLines(studio, given.network)}Data        ${dataDir}\nLimits      ${limitsOf(studio)}\nFunctions   ${enforcementOf(studio.host)}\n${webhookLines(webhook)}\n${uploadLine(studio)}\n\n`,
  );
  await stopSignal();
  clearInterval(expiry);
  await studio.close();
  stdout.write('\nStopped. Queued photos are processed after the next start.\n');
  return 0;
}

interface ServeOptions {
  readonly pagePort: number;
  readonly objectPort: number;
  readonly access: 'code' | 'none';
  readonly licence: LicenceChoice;
  /** Ids of models that are used instead of the defaults, or beside them. */
  readonly models: readonly string[];
  /** Undefined: this machine only. */
  readonly network: NetworkOptions | undefined;
  readonly versions: readonly ModelVersion[];
  readonly webhookUrl: string | undefined;
  /** Undefined: one is made and kept. */
  readonly webhookSecret: string | undefined;
}

/** @throws UsageError. */
function readOptions(args: string[]): ServeOptions {
  const { values } = readCommand(serveTable, args);
  const port = (value: string | undefined, defaultPort: number) => {
    const number = value === undefined ? defaultPort : Number(value);
    if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
    throw new UsageError(`Ports are whole numbers from 0 to 65535, not ${JSON.stringify(value)}.`);
  };
  const network = readNetwork(values);
  return {
    network,
    pagePort: port(values.port, defaultPorts.page),
    objectPort: port(values['s3-port'], defaultPorts.objects),
    access: values.access ?? (network ? 'code' : 'none'),
    licence: values.licence ?? 'any',
    models: values.model,
    versions: readModelVersions(values['model-version']),
    webhookUrl: readWebhookUrl(values.webhook),
    webhookSecret: values['webhook-secret'] ?? process.env.ZEROBOOTH_WEBHOOK_SECRET,
  };
}

/** @throws UsageError for anything but an address of http or https without user and password. */
function readWebhookUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return url.href;
  throw new UsageError(
    `--webhook must be an address such as https://example.org/photos, without user and password, not ${JSON.stringify(text)}.`,
  );
}

/** Returns the webhook. @throws UsageError when the given secret is too short to be safe. */
async function openWebhook(dataDir: string, url: string, given: string | undefined): Promise<OpenedWebhook> {
  if (given === undefined) return { url, ...(await loadWebhookSecret(dataDir)) };
  if (given.length >= leastSecretLength) return { url, secret: given, isNew: false };
  throw new UsageError(`The secret of the webhook must have at least ${leastSecretLength} characters.`);
}

/** The webhook's address and secret as lines of the start. A secret that was just made is shown this once. */
function webhookLines(webhook: OpenedWebhook | undefined): string {
  if (!webhook) return '';
  const secret = webhook.isNew ? `Secret      ${webhook.secret} (of the webhook; shown once)\n` : '';
  return `Webhook     ${webhook.url}\n${secret}`;
}

/**
 * Resolves at SIGINT (Ctrl-C) or SIGTERM. A second signal, which process managers send, does not interrupt the closing.
 */
function stopSignal(): Promise<unknown> {
  return new Promise((stop) => {
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

function explainPortInUse(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE') throw error;
  throw new UsageError(
    'A port is already in use, perhaps by another studio. Choose other ports: npm start -- --port N --s3-port M',
  );
}

/**
 * Returns shell commands that upload a photo and download the result. The folder of the key is the order:
 * `cn-1-inch+blue`.
 */
function uploadLine({ endpoint, region, credentials }: Studio): string {
  const { accessKeyId, secretAccessKey } = credentials;
  return [
    `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_REGION=${region} \\`,
    `  aws s3 cp photo.jpg s3://${uploadsBucket}/uploads/cn-1-inch+blue/photo.jpg --endpoint-url ${endpoint}`,
    '',
    `The finished photo, with the same key pair:`,
    `  aws s3 cp s3://${resultsBucket}/results/cn-1-inch+blue/photo.jpg/ . --recursive --endpoint-url ${endpoint}`,
  ].join('\n');
}

/** Removes expired objects and dead letters, now and every hour. */
function keepExpiring({ endpoint, region, credentials, host }: Studio): NodeJS.Timeout {
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const sweep = async () => {
    try {
      await removeExpired(s3, uploadsBucket, keepDays.uploads, Date.now());
      await removeExpired(s3, resultsBucket, keepDays.cutouts, Date.now(), cutoutsPrefix);
      await removeExpired(s3, resultsBucket, keepDays.results, Date.now());
      await host.discardDeadLettersBefore(new Date(Date.now() - keepDays.results * dayMs));
    } catch (error) {
      stderr.write(`expiry: ${(error as Error).message}\n`);
    }
  };
  void sweep();
  return setInterval(sweep, expiryEveryMs);
}
