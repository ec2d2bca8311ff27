import { describe, expect, it } from 'vitest';
import type { Check, CheckCode } from '../../../core/checks.ts';
import type { Edit } from '../../../core/edits.ts';
import { findStandard } from '../../../core/find-standard.ts';
import type { OutputNote } from '../../../core/notes.ts';
import { type JudgedFile, sheetVerdict, verdictOf, worstVerdict } from '../../../core/verdict.ts';

const check = (code: CheckCode, result: Check['result'], value: number | null = 1): Check => {
  return { code, value, unit: 'px', limit: null, result, source: 'an office', message: `${code}: ${result}.` };
};
const note = (code: OutputNote['code']): OutputNote => ({ code, message: `${code}.` });
const photo = (file: Partial<JudgedFile> = {}): JudgedFile => {
  return { kind: 'photo', profile: 'print', checks: [check('head-height', 'pass')], notes: [], edits: [], ...file };
};
const usPassport = findStandard('us-passport');
const turned: Edit[] = [{ kind: 'turned', value: 9 }];

describe('verdictOf', () => {
  it('gives ready only with the list of what was not checked', () => {
    const { verdict, reasons, notChecked } = verdictOf(photo(), [check('roll', 'pass')], usPassport);
    expect({ verdict, reasons }).toEqual({ verdict: 'ready', reasons: [] });
    expect(notChecked.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['glasses', 'head-cover', 'expression', 'photo-age', 'colours', 'print-quality']),
    );
    expect(notChecked.find(({ code }) => code === 'glasses')?.message).toContain('forbidden');
    expect(notChecked.find(({ code }) => code === 'photo-age')?.message).toContain('6 months');
  });

  it('refuses for a check that fails, and names the rule and its source', () => {
    const file = photo({ checks: [check('exposure', 'warn'), check('file-size', 'fail')] });
    expect(verdictOf(file, [], usPassport)).toMatchObject({
      verdict: 'will-be-refused',
      reasons: [
        { code: 'file-size', verdict: 'will-be-refused', source: 'an office', message: 'file-size: fail.' },
        { code: 'exposure', verdict: 'look-again' },
      ],
    });
  });

  it('asks to look again for a check of the picture that warns or could not measure', () => {
    const capture = [check('sharpness', 'warn', null)];
    expect(verdictOf(photo(), capture, usPassport)).toMatchObject({
      verdict: 'look-again',
      reasons: [{ code: 'sharpness' }],
    });
  });

  it('judges head covers by the rule of the office, and names its page', () => {
    const says = 'Hats only for religion or health.';
    const ruled = (rule: 'allowed' | 'religious' | 'forbidden') =>
      verdictOf(photo(), [check('head-cover', 'warn')], {
        ...usPassport,
        headCover: { rule, says, source: 'https://travel.state.gov' },
      });
    expect(ruled('allowed').verdict).toBe('ready');
    const [reason] = ruled('religious').reasons;
    expect(reason.source).toMatch(/travel\.state\.gov$/);
    expect(reason.message).toMatch(/religion or health only/);
    expect(ruled('forbidden')).toMatchObject({
      verdict: 'look-again',
      reasons: [{ message: expect.stringMatching(/forbids/) }],
    });
  });

  it('names the rules for small children for a small child only', () => {
    const infants = { says: 'Eyes need not be open.', source: 'https://travel.state.gov' };
    const codes = (infant: boolean) =>
      verdictOf(photo({ infant }), [], { ...usPassport, infants }).notChecked.map(({ code }) => code);
    expect(codes(true)).toContain('infants');
    expect(codes(false)).not.toContain('infants');
  });

  it('does not refuse a lean that was levelled', () => {
    const verdict = (edits: Edit[], result: Check['result']) =>
      verdictOf(photo({ edits }), [check('roll', result)], usPassport).verdict;
    expect(verdict([], 'fail')).toBe('will-be-refused');
    expect(verdict(turned, 'fail')).toBe('look-again');
    expect(verdict([], 'warn')).toBe('look-again');
    expect(verdict(turned, 'warn')).toBe('ready');
  });

  it('refuses for what the office forbids, with the source of the standard', () => {
    for (const code of ['backdrop-not-allowed', 'editing-not-allowed'] as const) {
      const { verdict, reasons } = verdictOf(photo({ notes: [note(code)] }), [], usPassport);
      expect(verdict).toBe('will-be-refused');
      expect(reasons[0].source).toContain('travel.state.gov');
    }
  });

  it('does not refuse for backdrops that are only the habit of studios', () => {
    const notes = [note('backdrop-not-allowed')];
    expect(verdictOf(photo({ notes }), [], findStandard('cn-marriage')).verdict).toBe('look-again');
  });

  it('names a note only when no check reports the same matter', () => {
    const file = photo({ notes: [note('low-resolution')], checks: [check('resolution', 'warn')] });
    expect(verdictOf(file, [], usPassport).reasons.map(({ code }) => code)).toEqual(['resolution']);
    const { reasons } = verdictOf({ ...file, checks: [] }, [], usPassport);
    expect(reasons.map(({ code }) => code)).toEqual(['low-resolution']);
  });

  it('lists unconfirmed figures as not checked', () => {
    const { verdict, notChecked } = verdictOf(photo({ notes: [note('unconfirmed')] }), [], findStandard('nz-passport'));
    expect(verdict).toBe('ready');
    expect(notChecked.map(({ code }) => code)).toContain('figures');
  });

  it('never calls a cutout ready', () => {
    expect(verdictOf(photo({ kind: 'cutout', profile: null }), [], null)).toMatchObject({
      verdict: 'look-again',
      reasons: [{ code: 'not-judged' }],
    });
  });
});

describe('the verdict on several files', () => {
  const named = (standard: string, file: JudgedFile) => {
    const output = { kind: 'photo', standard, backdrop: 'white', sheet: null } as const;
    return { ...output, ...verdictOf(file, [], findStandard(standard)) };
  };
  const good = named('cn-1-inch', photo());
  const bad = named('us-passport', photo({ checks: [check('head-height', 'fail')] }));

  it('is that of the worst output', () => {
    expect(worstVerdict([])).toBeNull();
    expect(worstVerdict([good, bad, good])).toBe('will-be-refused');
    expect(worstVerdict([good])).toBe('ready');
    const cutout = { kind: 'cutout', verdict: 'look-again' } as const;
    expect(worstVerdict([good, cutout])).toBe('ready');
    expect(worstVerdict([cutout])).toBe('look-again');
  });

  it('is that of the worst photo on a sheet', () => {
    const sheetOf = (...standards: string[]) => {
      return { sheet: { photos: standards.map((standard) => ({ standard, backdrop: 'white' })) }, notes: [] };
    };
    expect(sheetVerdict(sheetOf('cn-1-inch'), [good, bad]).verdict).toBe('ready');
    expect(sheetVerdict(sheetOf('cn-1-inch', 'us-passport'), [good, bad])).toMatchObject({
      verdict: 'will-be-refused',
      reasons: [{ code: 'head-height' }],
    });
  });
});
