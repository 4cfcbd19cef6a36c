/**
 * The command that examines whether a venue's streams are well.
 * @module
 */
import { concat, defer, of, switchMap, take, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { accountCheck } from '../account-check.js';
import type { Addresses } from '../account-watching.js';
import type { Command } from '../command.js';
import { CommandError } from '../command-error.js';
import { doctorPlanOf, examinedKinds } from '../doctor-plan.js';
import type { DoctorPlan } from '../doctor-plan.js';
import { examination } from '../examination.js';
import { noFindings } from '../findings.js';
import type { Findings } from '../findings.js';
import type { Io } from '../io.js';
import { checkLine, verdictLine } from '../render/doctor-lines.js';
import type { Verdict } from '../render/doctor-lines.js';
import { createPaint } from '../render/paint.js';
import { durationText } from '../render/time-text.js';
import { simulated } from '../simulated.js';
import { bookChecks, counted, streamChecks } from '../stream-checks.js';
import type { Examined } from '../stream-checks.js';
import { barOf, withProgress } from '../tape-progress.js';
import { timeChecks } from '../time-checks.js';
import { optionsOf } from '../watch-words.js';

/** `rxtape doctor` */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Examine whether the streams of a symbol are well: connection, data, numbering, clock, latency, login.',
  parameters: '<venue> <symbol>',
  options: [
    { flags: '--for <s>', summary: 'how long to look, in seconds', fallback: '10' },
    { flags: '--no-account', summary: 'leave the private door alone, even where keys are set' },
    ...optionsOf(['market', 'json', 'url', 'host', 'rest-url', 'no-check-symbols', 'simulate', 'seed']),
  ],
  examples: [
    'rxtape doctor bitget BTCUSDT',
    'rxtape doctor bybit BTCUSDT --market linear --for 60',
    'rxtape doctor backpack SOL_USDC --simulate',
    'rxtape doctor bitget BTCUSDT --json | jq -c "[.name, .result]"',
  ],
  notes: `It listens to ${examinedKinds.join(', ')} of the symbol, as far as the venue has them, and asks nothing that the other
commands would not ask; where keys are set in the environment, or in a file .env, it opens the private door as well.
No key is ever shown. Each check is a line: ok, failed, or not applicable.

Exit code 0: healthy. 1: at least one check has failed. 2: a wrong word on the command line. Ctrl-C ends it with what is
known by then.`,
  run: (args, io) =>
    defer(() => {
      if (args.positional.length > 2) {
        throw new CommandError('doctor examines one symbol: "rxtape health" watches several', 2);
      }
      const plan = doctorPlanOf(args, io.variable);
      const addresses$ =
        plan.simulate === undefined
          ? of<Addresses>(plan)
          : simulated(plan.venue.id, { seed: plan.simulate.seed }, plan.simulate.switches);
      return addresses$.pipe(
        switchMap(addresses => consultation(plan, addresses, io)),
        take(1),
      );
    }),
};

/** Looks, then reports; emits once where the venue is healthy. */
function consultation(plan: DoctorPlan, addresses: Addresses, io: Io): Observable<boolean> {
  return defer(() => {
    const { venue, symbol, topics, length } = plan;
    const since = io.now();
    const findings = noFindings(
      topics.map(({ kind }) => kind),
      since,
    );
    if (io.stderr.isTTY !== true) {
      io.stderr.write(`rxtape: looking at ${venue.id} ${symbol} for ${durationText(length)}\n`);
    }
    return concat(
      examination(plan, addresses, findings, io).pipe(
        withProgress(io, 0, () => progressText(findings, io.now() - since, length)),
        takeUntil(io.stop$),
      ),
      defer(() => {
        const { healthy, lines } = report(plan, findings, io.now() - since, io);
        io.stdout.write(`${lines.join('\n')}\n`);
        return healthy ? of(true) : throwError(() => new CommandError('', 1));
      }),
    );
  });
}

function report(
  plan: DoctorPlan,
  findings: Findings,
  elapsed: number,
  io: Io,
): { readonly healthy: boolean; readonly lines: readonly string[] } {
  const { venue, market, symbol, length, json } = plan;
  const cutShort = elapsed < length;
  const examined: Examined = {
    findings,
    elapsed,
    isCutShort: cutShort,
    hasChecksum: venue.channels.book?.verify !== undefined,
  };
  const checks = [
    ...streamChecks(examined),
    ...bookChecks(examined),
    ...timeChecks(examined),
    accountCheck(plan, examined),
  ];
  const count = (result: string): number => checks.filter(check => check.result === result).length;
  const failed = count('failed');
  const healthy = failed === 0;
  const verdict: Verdict = {
    type: 'verdict',
    venue: venue.id,
    market,
    symbol,
    healthy,
    ok: count('ok'),
    failed,
    notApplicable: count('not-applicable'),
    elapsed: Math.round(elapsed),
    cutShort,
  };
  if (json) return { healthy, lines: [...checks, verdict].map(one => JSON.stringify(one)) };
  const paint = createPaint(io.colour);
  return { healthy, lines: [...checks.map(check => checkLine(check, paint)), '', verdictLine(verdict, paint)] };
}

/** What is going on, in one line. */
function progressText({ open, messages }: Findings, elapsed: number, length: number): string {
  const place = open.readyAt === undefined ? 'connecting' : counted(messages, 'message');
  return `${barOf(elapsed / length)} ${place}`;
}
