/**
 * Goes through a tape, event by event, as fast as it may.
 * @module
 */
import { from, timer } from 'rxjs';
import type { ObservableInput } from 'rxjs';
import { now } from '../operators/clock.js';
import type { TapeEvent } from './format.js';

/** Who is driven. */
export interface Driven {
  /** When the next timer is due, by the tape; undefined where none waits. */
  next(): number | undefined;
  /** Lets the time pass up to a moment of the tape. */
  pass(to: number): void;
  /** Lets an event happen; false: no more is wanted. */
  play(event: TapeEvent): boolean;
}

/** How fast. */
export interface Pace {
  /** 1: as it was; 10: ten times as fast; undefined: as fast as the machine can. */
  readonly factor: number | undefined;
  /** Asked before each event: what it returns is waited for. */
  readonly wait: (() => ObservableInput<unknown> | undefined) | undefined;
}

/** Stops the drive. */
export interface Brake {
  isOn(): boolean;
  /** Ends the wait that is on, if one is. */
  release(): void;
}

/** So long nothing else of the process has its turn, ms. */
const TURN = 15;
/** The clock is looked at after so many events. */
const LOOK = 64;
/** What a timer can wait for, ms. */
const LONGEST = 2 ** 31 - 1;

/** Drives through all events; resolves when they are over, or the brake is on. */
export async function drive(events: AsyncIterable<TapeEvent>, driven: Driven, pace: Pace, brake: Brake): Promise<void> {
  const pause = (wait$: ObservableInput<unknown>): Promise<void> =>
    new Promise((resolve, reject) => {
      const waiting = from(wait$).subscribe({
        next: () => {
          brake.release();
        },
        error: reject,
        complete: resolve,
      });
      brake.release = () => {
        waiting.unsubscribe();
        resolve();
      };
    });
  const until = async (due: number, begun: Begun): Promise<void> => {
    for (;;) {
      const wait = begun.real + (due - begun.taped) / (pace.factor ?? Infinity) - now();
      if (wait <= 0 || brake.isOn()) return;
      await pause(timer(Math.min(Math.ceil(wait), LONGEST)));
    }
  };

  let begun: Begun | undefined;
  let turn = now();
  let count = 0;
  /** Waits until a moment of the tape may come; lets others have their turn. */
  const come = async (due: number): Promise<void> => {
    if (pace.factor !== undefined) {
      begun ??= { real: now(), taped: due };
      await until(due, begun);
    } else if ((count += 1) % LOOK === 0 && now() - turn >= TURN) {
      await pause(timer(0));
      turn = now();
    }
  };

  for await (const event of events) {
    if (brake.isOn()) return;
    const wait$ = pace.wait?.();
    if (wait$ !== undefined) await pause(wait$);
    // One moment after the other, so that whoever has enough can stop in between.
    for (let due = driven.next(); due !== undefined && due < event.at; due = driven.next()) {
      await come(due);
      if (brake.isOn()) return;
      driven.pass(due);
    }
    await come(event.at);
    if (brake.isOn() || !driven.play(event)) return;
  }
}

interface Begun {
  readonly real: number;
  readonly taped: number;
}
