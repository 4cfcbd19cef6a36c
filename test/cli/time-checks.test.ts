import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/check.js';
import { noFindings } from '../../src/cli/findings.js';
import type { Findings } from '../../src/cli/findings.js';
import { timeChecks } from '../../src/cli/time-checks.js';

const since = 1_800_000_000_000;

/** What the checks of time make of findings, by name. */
function checked(write: (findings: Findings) => void): Readonly<Record<string, Check>> {
  const findings = noFindings(['ticker', 'trades'], since);
  findings.open.readyAt = since + 50;
  write(findings);
  const all = timeChecks({ findings, elapsed: 10_000, isCutShort: false, hasChecksum: false });
  return Object.fromEntries(all.map(check => [check.name, check]));
}

/** Values of a kind whose stamps lie `lag` before their arrival. */
function heard(findings: Findings, kind: 'ticker' | 'trades', lagAt: (i: number) => number, count = 100): void {
  for (let i = 1; i <= count; i++) {
    const receivedAt = since + i * 97;
    findings.kinds.get(kind)?.lags.take(receivedAt - lagAt(i), receivedAt);
  }
}

describe('the clock', () => {
  it('is what the venue itself says', () => {
    const { clock } = checked(findings => {
      findings.clock = { offset: 40, within: 6 };
      heard(findings, 'ticker', () => 3_000);
    });
    expect(clock).toMatchObject({
      result: 'ok',
      sentence: "our clock is 40 ms behind the venue's, by its own word, within 6 ms",
      figures: { offset: 40, within: 6 },
    });
  });

  it.each([
    [-30, "our clock is 30 ms behind the venue's, by the quickest message and its way together"],
    [30, "our clock is 30 ms ahead of the venue's, by the quickest message and its way together"],
  ])('is reckoned from messages where it was not asked: least lag %i ms', (least, sentence) => {
    const { clock } = checked(findings => {
      heard(findings, 'ticker', i => least + (i % 7));
    });
    expect(clock).toMatchObject({ result: 'ok', sentence, figures: { offset: -least } });
  });

  it('fails where logins would be refused for it, and is unknown where nothing tells', () => {
    expect(checked(findings => (findings.clock = { offset: -5_001, within: 3 }))['clock']?.result).toBe('failed');
    expect(checked(() => {})['clock']).toMatchObject({
      result: 'not-applicable',
      sentence: "no message told the venue's time",
    });
  });
});

describe('the latency', () => {
  it('is corrected by the clock', () => {
    const { latency } = checked(findings => {
      findings.clock = { offset: 5_000, within: 4 };
      heard(findings, 'ticker', i => -5_000 + i);
    });
    expect(latency).toMatchObject({
      result: 'ok',
      sentence: 'p50 50 ms, p90 90 ms, p99 99 ms, of 100 values',
      figures: { p50: 50, p90: 90, p99: 99, values: 100 },
    });
  });

  it('is never below nothing: a message does not come before it was sent', () => {
    const { latency } = checked(findings => {
      findings.clock = { offset: 0, within: 30 };
      heard(findings, 'ticker', i => -20 + (i % 5));
    });
    expect(latency?.figures).toMatchObject({ p50: 2, p99: 4 });
  });

  it('is above the quickest where the clock is not known', () => {
    const { latency } = checked(findings => {
      heard(findings, 'ticker', i => 1_000 + i);
    });
    expect(latency?.sentence).toBe('p50 49 ms, p90 89 ms, p99 98 ms above the quickest, of 100 values');
  });

  it('leaves out what tells whole seconds, where something tells more', () => {
    const { latency } = checked(findings => {
      heard(findings, 'trades', () => 12);
      for (let i = 1; i <= 50; i++) findings.kinds.get('ticker')?.lags.take(since + i * 1_000, since + i * 1_000 + 700);
    });
    expect(latency?.figures).toMatchObject({ p99: 0, values: 100 });
  });

  it('fails where values come late, or later and later', () => {
    const late = checked(findings => {
      findings.clock = { offset: 0, within: 4 };
      heard(findings, 'ticker', () => 2_500);
    });
    expect(late['latency']).toMatchObject({
      result: 'failed',
      sentence: expect.stringMatching(/^values come late: p50 2500 ms/) as string,
    });
    const slower = checked(findings => {
      findings.clock = { offset: 0, within: 4 };
      heard(findings, 'ticker', i => 10 + Math.round(i * 9.7));
    });
    expect(slower['latency']).toMatchObject({ result: 'failed', figures: { slope: 100 } });
    expect(slower['latency']?.sentence).toMatch(/^values come later and later, by 100 ms each second: p50 /);
  });
});

describe('the heartbeat', () => {
  it.each([
    [
      { sent: 4, answered: 4, slowest: 30, lastAt: since + 8_000, asked: 0 },
      'ok',
      '4 pings answered, the slowest after 30 ms',
    ],
    // The last one may be under way.
    [
      { sent: 4, answered: 3, slowest: 30, lastAt: since + 9_500, asked: 0 },
      'ok',
      '3 pings answered, the slowest after 30 ms',
    ],
    [{ sent: 4, answered: 1, slowest: 30, lastAt: since + 8_000, asked: 0 }, 'failed', '1 of 4 pings answered'],
    [
      { sent: 1, answered: 0, slowest: 0, lastAt: since + 9_900, asked: 0 },
      'not-applicable',
      'nobody had to ask within 10 s',
    ],
    [
      { sent: 0, answered: 0, slowest: 0, lastAt: undefined, asked: 2 },
      'ok',
      'the venue asked 2 times, and was answered at once',
    ],
    [
      { sent: 0, answered: 0, slowest: 0, lastAt: undefined, asked: 0 },
      'not-applicable',
      'nobody had to ask within 10 s',
    ],
  ])('%o: %s', (pings, result, sentence) => {
    const { heartbeat } = checked(findings => Object.assign(findings.pings, pings));
    expect(heartbeat).toMatchObject({ result, sentence });
  });
});
