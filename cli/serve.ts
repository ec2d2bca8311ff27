/** `npm start`: the studio stays up until Ctrl-C, with its status page and the line that drops a photo into it. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { S3Client } from '@aws-sdk/client-s3';
import { keepDays, removeExpired } from '../local/expiry.ts';
import type { InvocationReport } from '../local/function-host.ts';
import { formatReport } from '../local/invocation-report.ts';
import { startStatusPage } from '../local/status-page.ts';
import { resultsBucket, type Studio, startStudio, uploadsBucket } from '../local/studio.ts';
import { readyModels } from './models.ts';
import { UsageError } from './usage.ts';

const pagePort = 7860;
const objectPort = 7861;
/** How many reports the status page can show; more would only grow. */
const keptReports = 100;
const expiryEveryMs = 60 * 60 * 1000;

/** Runs until SIGINT or SIGTERM. @throws UsageError when a port or the data folder is taken. */
export async function runServe(): Promise<number> {
  const dataDir = resolve(process.env.ZEROBOOTH_DATA_DIR ?? '.zerobooth');
  const reports: InvocationReport[] = [];
  const modelDir = await readyModels();
  const onReport = (report: InvocationReport) => {
    reports.push(report);
    if (reports.length > keptReports) reports.shift();
    stdout.write(`${report.functionName}  ${formatReport(report)}\n`);
  };
  const onLog = (functionName: string, line: string) => stdout.write(`${functionName}  ${line}\n`);
  const studio = await startStudio({ dataDir, modelDir, objectPort, onReport, onLog }).catch(explainTaken);
  const uploadCommand = uploadLine(studio);
  const page = await startStatusPage({ host: studio.host, reports, uploadCommand }, pagePort).catch(explainTaken);
  const expiry = keepExpiring(studio);
  stdout.write(
    `Studio      http://127.0.0.1:${pagePort}\nS3 endpoint ${studio.endpoint}\nData        ${dataDir}\n\n${uploadCommand}\n\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(expiry);
  page.close();
  page.closeAllConnections();
  await studio.close();
  stdout.write('\nStopped. What was queued goes on at the next start.\n');
  return 0;
}

function explainTaken(error: NodeJS.ErrnoException): never {
  if (error.code === 'EADDRINUSE') {
    throw new UsageError(
      `Ports ${pagePort} and ${objectPort} of 127.0.0.1 must be free; another studio may be running.`,
    );
  }
  throw error;
}

/** One folder names the order; see the README for others. */
function uploadLine({ endpoint, region, credentials }: Studio): string {
  return [
    `AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey} AWS_REGION=${region} \\`,
    `  aws s3 cp photo.jpg s3://${uploadsBucket}/uploads/cn-1-inch+blue/photo.jpg --endpoint-url ${endpoint}`,
    `  aws s3 cp s3://${resultsBucket}/results/cn-1-inch+blue/photo.jpg/ . --recursive --endpoint-url ${endpoint}`,
  ].join('\n');
}

/** Removes what is too old, now and every hour. */
function keepExpiring({ endpoint, region, credentials }: Studio): NodeJS.Timeout {
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const sweep = async () => {
    try {
      await removeExpired(s3, uploadsBucket, keepDays.uploads, Date.now());
      await removeExpired(s3, resultsBucket, keepDays.results, Date.now());
    } catch (error) {
      stderr.write(`expiry: ${(error as Error).message}\n`);
    }
  };
  void sweep();
  return setInterval(sweep, expiryEveryMs);
}
