/**
 * The command that records what a venue sends.
 * @module
 */
import {
  Subject,
  catchError,
  concat,
  defer,
  endWith,
  finalize,
  ignoreElements,
  merge,
  of,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { createFeeds, wsTransport } from '../../index.js';
import type { Feeds } from '../../feeds/feeds.js';
import type { venues } from '../../index.js';
import { TapeError, createTapeFile, taping } from '../../tape/index.js';
import type { TapeSize } from '../../tape/index.js';
import type { Args, Command } from '../command.js';
import { CommandError } from '../command-error.js';
import type { Io } from '../io.js';
import { newsOf, telling } from '../news.js';
import { positive } from '../number-option.js';
import { durationText } from '../render/time-text.js';
import { simulated } from '../simulated.js';
import { optionsBut, tapePlanOf, tapeWords } from '../tape-plan.js';
import type { TapePlan } from '../tape-plan.js';
import { bytesText, withProgress } from '../tape-progress.js';
import { accountShow, watchShow } from '../tape-show.js';

/** `rxtape record` */
export const recordCommand: Command = {
  name: 'record',
  summary: 'Record what a venue sends, to be played again with "rxtape replay".',
  parameters: '<kind> <venue> [symbol...]',
  options: [
    { flags: '--out <file>', summary: 'the tape: lines of JSON, packed where the name ends in .gz' },
    { flags: '--for <s>', summary: 'stop after so many seconds' },
    { flags: '--overwrite', summary: 'throw away what is in the file; without it, a file that exists is an error' },
    ...optionsBut(['json', 'raw', 'gaps', 'csv', 'timeout']),
  ],
  examples: [
    'rxtape record book bitget BTCUSDT --out btc.ndjson.gz --for 60',
    'rxtape record trades bitget BTCUSDT ETHUSDT --market usdt-futures --out trades.ndjson',
    'rxtape record orders bitget --out orders.ndjson.gz',
    'rxtape replay btc.ndjson.gz',
  ],
  notes: `A tape holds every frame that arrived, with its time, what was answered over HTTP, and each opening and loss of a
connection. It holds nothing that was sent, and no key: where a venue repeats one, it is replaced.

The kinds are those of the live commands. Ctrl-C and --for close the tape well; a tape of a process that was killed can
be read up to where it is torn.`,
  run: (args, io) =>
    defer(() => {
      const wishes = wishesOf(args, io);
      return addressesOf(wishes.plan).pipe(
        switchMap(addresses => recording(args, wishes, addresses, io).pipe(endWith('over'))),
        take(1),
      );
    }),
};

interface Wishes {
  readonly plan: TapePlan;
  readonly path: string;
  readonly over$: Observable<unknown>;
}

function wishesOf(args: Args, io: Io): Wishes {
  const { out, for: seconds } = args.options;
  if (typeof out !== 'string') {
    throw new CommandError('record needs --out <file>, for example: --out btc.ndjson.gz', 2);
  }
  const plan = tapePlanOf(args, io.variable, io.now());
  const length = typeof seconds === 'string' ? positive('for', seconds, 's') * 1_000 : undefined;
  return { plan, path: out, over$: length === undefined ? io.stop$ : merge(io.stop$, timer(length)) };
}

interface Addresses {
  readonly url: string | undefined;
  readonly restUrl: string | undefined;
}

function addressesOf({ plan, sort }: TapePlan): Observable<Addresses> {
  if (plan.simulate !== undefined) {
    return simulated(plan.venue.id, { seed: plan.simulate.seed }, plan.simulate.switches);
  }
  return of({ url: plan.url, restUrl: sort === 'account' ? plan.restUrl : undefined });
}

/** Records until it is over, and completes when the file is closed; where it is unsubscribed, that goes on by itself. */
function recording(args: Args, wishes: Wishes, addresses: Addresses, io: Io): Observable<never> {
  return defer(() => {
    const { plan: what, path, over$ } = wishes;
    const { id } = what.plan.venue;
    const since = io.now();
    const urls = addresses.url === undefined ? {} : { [id]: addresses.url };
    const credentials = what.sort === 'account' ? what.plan.credentials() : {};
    const tape = createTapeFile(path, {
      urls,
      words: tapeWords(args, what.plan.venue.options?.map(({ name }) => name) ?? []),
      secrets: Object.values(credentials),
      overwrite: args.options['overwrite'] === true,
    });
    const feeds = createFeeds({
      ...taping(wsTransport(), tape),
      urls,
      restUrls: addresses.restUrl === undefined ? {} : { [id]: addresses.restUrl },
      hosts: what.plan.host === undefined ? {} : { [id]: what.plan.host as 'demo' },
      credentials: what.sort === 'account' ? { [id]: credentials } : {},
      linger: 0,
    });
    const closed$ = defer(() => tape.close()).pipe(
      tap(size => io.stderr.write(`rxtape: recorded ${sizeText(size, io.now() - since)} to ${path}\n`)),
      ignoreElements(),
    );
    const recorded$ = merge(watched(what, feeds, io), tape.failure$).pipe(
      withProgress(io, 0, () => `recording ${sizeText(tape.size(), io.now() - since)}`),
      takeUntil(over$),
    );
    return concat(recorded$, closed$).pipe(
      catchError((cause: unknown) =>
        throwError(() => (cause instanceof TapeError ? new CommandError(cause.message, 1, cause) : cause)),
      ),
      finalize(() => {
        // What went wrong has been told already.
        tape.close().catch(() => {});
      }),
    );
  });
}

function watched(what: TapePlan, feeds: Feeds<typeof venues>, io: Io): Observable<never> {
  const said$ = new Subject<string>();
  const values$ =
    what.sort === 'watch'
      ? watchShow(what.plan).values$(feeds, sentence => {
          said$.next(sentence);
        })
      : accountShow(what.plan).values$(feeds, sentence => {
          said$.next(sentence);
        });
  const news$ = newsOf(feeds, what.plan.venue.id, what.plan.verbose, said$);
  return (values$ as Observable<unknown>).pipe(ignoreElements(), telling(io, news$));
}

function sizeText({ frames, characters }: TapeSize, elapsed: number): string {
  return `${frames} frame${frames === 1 ? '' : 's'}, ${bytesText(characters)}, ${durationText(elapsed)}`;
}
