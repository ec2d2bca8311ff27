/** The command line of `npm run ops`, and its output for log lines and dead letters: no name may be shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOpsOptions } from '../../../cli/ops-options.ts';
import { UsageError } from '../../../cli/usage.ts';
import { photoReference } from '../../../functions/runtime/log.ts';
import { lineOf, readDeadLetter } from '../../../ops/dead-letter.ts';
import { formatLine, isWanted, type Line, lineToJson } from '../../../ops/filter.ts';
import { presentName } from '../../../ops/function-names.ts';
import { readLogLine } from '../../../ops/log-line.ts';
import { onAlias } from '../../../ops/redrive.ts';
import { deployedFunctionsOf, logGroupsOf } from '../../../ops/stack-target.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const hourMs = 3600 * 1000;

describe('options', () => {
  it('have defaults', () => {
    expect(readOpsOptions(['tail'], now)).toMatchObject({
      ...{ command: 'tail', local: false, stackName: 'Zerobooth', follow: false, keys: false },
      filter: { sinceMs: now - hourMs, status: undefined },
    });
    expect(readOpsOptions(['dead-letters', '--local'], now)).toMatchObject({ local: true, filter: { sinceMs: 0 } });
    expect(readOpsOptions(['history'], now).filter.sinceMs).toBe(now - 7 * 24 * hourMs);
  });

  it.each([
    ['90s', now - 90_000],
    ['15m', now - 900_000],
    ['2h', now - 2 * hourMs],
    ['3d', now - 72 * hourMs],
    ['2026-02-28T00:00Z', Date.parse('2026-02-28T00:00:00Z')],
  ])('reads --since %s', (text, sinceMs) => {
    expect(readOpsOptions(['tail', '--since', text], now).filter.sinceMs).toBe(sinceMs);
  });

  it.each([
    [[]],
    [['tails']],
    [['tail', 'x']],
    [['tail', '--since', 'yesterday']],
    [['tail', '--nope']],
    [['tail', '--photo', 'jane.jpg']],
    [['history', '--limit', '0']],
    [['tail', '--local', '--stack', 'X']],
    [['access', 'add', 'shop', '--photos-per-day', '0']],
    // A redrive without a choice must not redrive everything.
    [['redrive']],
  ])('refuses %j', (args) => {
    expect(() => readOpsOptions(args, now)).toThrow(UsageError);
  });

  it.each([[['--all']], [['--id', 'a', '--id', 'b']], [['--status', 'Sandbox.Timedout']], [['--since', '1h']]])(
    'redrives %j',
    (choice) => {
      expect(readOpsOptions(['redrive', ...choice], now)?.command).toBe('redrive');
    },
  );
});

it('reads the words and the limit of access', () => {
  expect(readOpsOptions(['access', 'add', 'shop', '--photos-per-day', '20', '--local'], now)).toMatchObject({
    ...{ command: 'access', words: ['add', 'shop'], photosPerDay: 20, local: true, limit: 50 },
  });
  expect(readOpsOptions(['access', 'list'], now)).toMatchObject({ words: ['list'], photosPerDay: null });
  expect(readOpsOptions(['versions', 'use', 'matting', '4'], now)?.words).toEqual(['use', 'matting', '4']);
});

describe('names of functions', () => {
  it.each([
    ['desk', 'api'],
    ['golden', 'pre-traffic'],
    ['api', 'api'],
    ['pre-traffic', 'pre-traffic'],
    ['matting', 'matting'],
  ])('reads --function %s as %s', (name, present) => {
    expect(readOpsOptions(['tail', '--function', name], now).filter.functionName).toBe(present);
    expect(presentName(name)).toBe(present);
  });

  it('reads log groups from the outputs of a stack, whose names are those of version 0.1', () => {
    const outputs = { MattingLogs: 'm', ComposeLogs: 'c', DeskLogs: 'd', GoldenLogs: 'g', ResultsBucket: 'r' };
    expect(logGroupsOf(new Map(Object.entries(outputs)))).toEqual([
      { functionName: 'matting', logGroupName: 'm' },
      { functionName: 'compose', logGroupName: 'c' },
      { functionName: 'api', logGroupName: 'd' },
      { functionName: 'pre-traffic', logGroupName: 'g' },
    ]);
  });

  it('reads the functions of a stack from its outputs, further ones with dashes in their names, too', () => {
    const outputs = { MattingFunction: 'm-1', MyTagsFunction: 't-1', MyTagsLogs: 't', ResultsBucket: 'r' };
    const read = new Map(Object.entries(outputs));
    expect(deployedFunctionsOf(read)).toEqual({ matting: 'm-1', 'my-tags': 't-1' });
    expect(logGroupsOf(read)).toEqual([{ functionName: 'my-tags', logGroupName: 't' }]);
  });
});

describe('log lines', () => {
  const own = {
    ...{ level: 'info', event: 'photo', function: 'matting', requestId: 'r-1', coldStart: true },
    ...{ photo: '0123456789abcdef', outcome: 'composing', timings: { decode: 6.3 }, peakMemoryMb: 395 },
  };

  it('reads our own lines', () => {
    const line = readLogLine('matting', now, `${JSON.stringify(own)}\n`);
    expect(line).toMatchObject({ status: 'composing', photos: ['0123456789abcdef'], functionName: 'matting' });
    expect(formatLine(line as Line)).toBe(
      '2026-03-01 12:00:00.000  matting  composing   photo=0123456789abcdef  requestId=r-1  coldStart  decode=6.3  peakMemoryMb=395',
    );
  });

  it('has the code of a failure as its status, and is found as an error', () => {
    const failed = { level: 'error', event: 'failed', errorKind: 'Fault', errorCode: 'bad-config' };
    const line = readLogLine('compose', now, JSON.stringify(failed)) as Line;
    expect(line.status).toBe('bad-config');
    for (const status of ['bad-config', 'error', 'failed']) expect(isWanted(line, { ...all, status })).toBe(true);
    expect(isWanted(line, { ...all, status: 'done' })).toBe(false);
  });

  it("reads Lambda's REPORT", () => {
    const report =
      'REPORT RequestId: r-1\tDuration: 814.20 ms\tBilled Duration: 1339 ms\tMemory Size: 2048 MB\tMax Memory Used: 395 MB\tInit Duration: 524.10 ms\tStatus: timeout';
    expect(readLogLine('matting', now, report)).toMatchObject({
      status: 'report',
      codes: ['timeout', 'error'],
      details: { durationMs: 814.2, billedMs: 1339, initMs: 524.1, peakMemoryMb: 395, memoryMb: 2048 },
    });
  });

  it.each(['START RequestId: r-1 Version: 3', 'END RequestId: r-1', 'INIT_START Runtime Version: nodejs:24.v1', ' '])(
    'leaves out %j',
    (text) => {
      expect(readLogLine('matting', now, text)).toBeNull();
    },
  );

  it('shows only the type of an uncaught error, not its message', () => {
    const text =
      '2026-03-01T12:00:00.000Z\tr-1\tERROR\tInvoke Error \t{"errorType":"NoSuchKey","errorMessage":"uploads/jane-doe.jpg","stack":["x"]}';
    const line = readLogLine('matting', now, text) as Line;
    expect(line.status).toBe('NoSuchKey');
    expect(formatLine(line) + lineToJson(line)).not.toContain('jane');
  });

  it('never shows text that neither we nor the platform wrote', () => {
    const secret = fc.stringMatching(/^[a-z]{12,24}$/);
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, name, after) => {
        const text = `${before}${name}.jpg${after}`;
        fc.pre(!/^(REPORT|START|END|INIT|EXTENSION|TELEMETRY|\s*\{)/.test(text) && !text.includes('"errorType"'));
        const line = readLogLine('matting', now, text);
        if (line) expect(formatLine(line) + lineToJson(line)).not.toContain(name);
      }),
    );
  });

  it('sends no control character to the terminal', () => {
    const line = readLogLine('matting', now, JSON.stringify({ ...own, requestId: '\u001b[2Jx' })) as Line;
    expect(formatLine(line)).not.toContain('\u001b');
  });
});

describe('dead letters', () => {
  const upload = {
    Records: [
      {
        ...{ eventVersion: '2.1', eventName: 'ObjectCreated:Put', eventTime: '2026-03-01T11:00:00Z' },
        s3: {
          bucket: { name: 'u' },
          object: { key: 'uploads/us-passport%2Bwhite/jane+doe.jpg', size: 1, eTag: 'e', sequencer: '1' },
        },
      },
    ],
  };
  const record = {
    version: '1.0',
    timestamp: '2026-03-01T12:00:00.000Z',
    requestContext: {
      ...{ requestId: 'r-9', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:Zerobooth-Matting5A3F-9xK:$LATEST',
    },
    requestPayload: upload,
    responseContext: { statusCode: 200, executedVersion: '4', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' },
  };
  const deadLetter = readDeadLetter(JSON.stringify(record));

  it('show the function, the reason and the digest of the photo', () => {
    if (!deadLetter) throw new Error('the dead letter was not parsed');
    const line = lineOf(deadLetter, ['matting', 'compose'], false);
    expect(line).toMatchObject({
      ...{ functionName: 'matting', status: 'Sandbox.Timedout', codes: ['RetriesExhausted'] },
      photos: [photoReference('us-passport+white/jane doe.jpg')],
      details: { tries: 3, id: 'r-9' },
    });
    expect(formatLine(line) + lineToJson(line)).not.toContain('jane');
    expect(lineToJson(lineOf(deadLetter, [], true))).toContain('us-passport+white/jane doe.jpg');
  });

  it.each([
    ['Zerobooth-Desk1B2C-9xK', 'api'],
    ['Zerobooth-Golden1B2C-9xK', 'pre-traffic'],
    ['api', 'api'],
    ['Zerobooth-ObjectsFunction1B2C-9xK', 'objects'],
    ['Zerobooth-MyObjectsFunction1B2C-9xK', 'my-objects'],
  ])('name the function of %s as %s', (name, present) => {
    const functionArn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}:live`;
    const named = readDeadLetter(
      JSON.stringify({ ...record, requestContext: { ...record.requestContext, functionArn } }),
    );
    if (!named) throw new Error('the dead letter was not parsed');
    const known = ['matting', 'compose', 'api', 'pre-traffic', 'objects', 'my-objects'];
    expect(lineOf(named, known, false).functionName).toBe(present);
  });

  it('may be about an order for compose, or an event that became too old without an answer', () => {
    const { responsePayload: _, responseContext: __, ...old } = record;
    const expired = readDeadLetter(
      JSON.stringify({
        ...old,
        requestContext: { ...record.requestContext, condition: 'EventAgeExceeded' },
        requestPayload: { photoId: 'jane.jpg', placedAt: '', order: {} },
      }),
    );
    if (!expired) throw new Error('the dead letter was not parsed');
    expect(lineOf(expired, [], true).details.keys).toEqual(['jane.jpg']);
    expect(lineOf(expired, [], false).status).toBe('EventAgeExceeded');
  });

  it('may be about an event that Lambda gave up without a try, for a reason that we do not know', () => {
    const { approximateInvokeCount: _, ...context } = record.requestContext;
    const { responsePayload: __, ...rest } = record;
    const unknown = { ...rest, requestContext: { ...context, condition: 'ZeroConcurrency' } };
    const given = readDeadLetter(JSON.stringify(unknown));
    if (!given) throw new Error('the dead letter was not parsed');
    expect(lineOf(given, [], false)).toMatchObject({ status: 'ZeroConcurrency', details: { tries: 0 } });
  });

  it.each(['', 'x', '{}', '{"timestamp":"now"}', 'null'])('does not read %j as a dead letter', (body) => {
    expect(readDeadLetter(body)).toBeUndefined();
  });

  it.each(['', ':$LATEST', ':17', ':live'])('are sent to the alias, whichever version failed: %j', (qualifier) => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:Matting';
    expect(onAlias(arn + qualifier)).toBe(`${arn}:live`);
  });
});

const all = { sinceMs: 0, status: undefined, photo: undefined, functionName: undefined };
