/** A thousand photos at once, and a attackResult of both servers meanwhile: all done, in bounded memory, and the API still answers. */
import { join } from 'node:path';
import { drawSoundFiles } from '../fuzz/sound-files.ts';
import { type Photo, withOwnBytes } from '../performance/photos.ts';
import type { Findings, Table } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';
import { type FloodResult, runFlood } from './flood-run.ts';

/** From the issue. */
export const apiLimitMs = 200;
const attackers = 8;

export async function benchFloods({ options, modelDir, workDir, say }: Workbench): Promise<Findings> {
  const count = options.count ?? (options.quick ? 60 : 1000);
  const photos = await drawFlood(count);
  const result = await runFlood({ modelDir, dataDir: join(workDir, 'data'), photos, attackers, say });
  return describe(result, count);
}

/** Small portraits, each file its own. */
export async function drawFlood(count: number): Promise<readonly Photo[]> {
  const { jpeg } = await drawSoundFiles('bob');
  return Array.from({ length: count }, (_, at) => ({
    name: `${String(at).padStart(5, '0')}.jpg`,
    bytes: withOwnBytes(jpeg, `flood ${at}`),
  }));
}

const share = (values: readonly number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? Number.NaN;

function describe(result: FloodResult, count: number): Findings {
  const { done, wallMs, idleMb, peakMb, mostQueued, waitsMs, api, deadLetters, enforcement } = result;
  const answers = api.map(({ ms }) => ms);
  const pile: readonly (readonly [string, number, number | null])[] = [
    ['photos done', done, count],
    ['dead letters', deadLetters, 0],
    ['s to the last photo', wallMs / 1000, null],
    ['photos/s', done / (wallMs / 1000), null],
    ['most events queued', mostQueued, null],
    ['wait in the queue, median s', share(waitsMs, 0.5) / 1000, null],
    ['wait in the queue, longest s', share(waitsMs, 1) / 1000, null],
    ['host memory before MB', idleMb, null],
    ['host memory at most MB', peakMb, null],
  ];
  return {
    title: 'Floods',
    method: [
      `${count} small portraits dropped at once on two matting instances of 512 MB and 1 CPU, in a studio whose host is a process of its own; ${attackers} connections of each kind of attack at each server all the while.`,
      'Another process sent ten requests a second to the API: settings, the status of a photo, and upload tickets, with its access code.',
    ],
    tables: [
      { title: 'The photos', columns: ['', 'found', 'right'], rows: pile },
      apiTable(result),
      attackTable(result),
      codeTable(result),
    ],
    notes: [`Memory sizes were held by ${enforcement.memory}, CPU shares by ${enforcement.cpu}.`],
    plot: {
      title: 'Answers of the API during the flood',
      unit: 'ms',
      bars: [0.5, 0.9, 0.99, 1].map((part) => ({
        label: part === 1 ? 'slowest' : `${part * 100} % within`,
        value: share(answers, part),
        series: 'api',
      })),
      target: { value: apiLimitMs, label: `limit ${apiLimitMs} ms` },
    },
  };
}

function apiTable({ api }: FloodResult): Table {
  const kinds = [...new Set(api.map(({ what }) => what))];
  const row = (what: string, list: FloodResult['api']): Table['rows'][number] => {
    const times = list.map(({ ms }) => ms);
    const late = times.filter((ms) => ms > apiLimitMs).length;
    const failed = list.filter(({ status }) => status === 0 || status >= 400).length;
    return [what, list.length, failed, share(times, 0.5), share(times, 0.99), share(times, 1), late];
  };
  return {
    title: 'Answers of the API meanwhile',
    columns: [
      'question',
      'asked',
      'not answered',
      'median ms',
      '99 % within ms',
      'slowest ms',
      `later than ${apiLimitMs} ms`,
    ],
    rows: [
      ...kinds.map((what) =>
        row(
          what,
          api.filter((one) => one.what === what),
        ),
      ),
      row('all', api),
    ],
  };
}

function attackTable({ attackResults }: FloodResult): Table {
  return {
    title: 'Cut off by limits',
    columns: ['server', 'attack', 'connections cut', 'longest s', 'most MB taken', 'answers'],
    rows: attackResults.map(({ target, attack, durationsMs, statusLines, mostBytes }) => [
      ...[target, attack, durationsMs.length, share(durationsMs, 1) / 1000, mostBytes / 2 ** 20],
      [...statusLines].map((line) => line.replace('HTTP/1.1 ', '')).join(', ') || 'nothing',
    ]),
  };
}

function codeTable({ wrongCodes, retryAfter, rightCodeMeanwhile }: FloodResult): Table {
  const first = wrongCodes.filter((status) => status === 401).length;
  return {
    title: 'Wrong access codes, one after the other',
    columns: ['tried', 'looked at', 'sent away (429)', 'last wait asked for, s', 'the right code meanwhile'],
    rows: [
      [wrongCodes.length, first, wrongCodes.filter((status) => status === 429).length, retryAfter, rightCodeMeanwhile],
    ],
  };
}
