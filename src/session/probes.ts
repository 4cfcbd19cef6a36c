/**
 * When a topic may be asked for alone, to see whether it is the one that an error means.
 * @module
 */

/** The turn of the probes: one at a time, for an error does not say which one it means. */
export interface Probes {
  /** Whether the next one must wait. */
  readonly isBusy: boolean;
  /** Whether errors of what went before may still be on their way. */
  readonly isSettling: boolean;
  /** When the next one may go, by the clock that was given. */
  readonly until: number;
  /** There is something to be probed. */
  begin(): void;
  /** A probe went out. */
  sent(key: string): void;
  /** A topic was answered; tells whether the next probe may go for that. */
  answered(key: string): boolean;
}

/** An error comes at once; data of what is quiet may not. So long the next probe waits, ms. */
export const errorPatience = 2_000;
/** So long probes wait for errors that are still on their way, ms. */
const settling = 500;

/** Makes the turn of one connection's probes; `time` must never go back. */
export function createProbes(time: () => number): Probes {
  let current: { readonly key: string | undefined; readonly until: number } | undefined;
  const isBusy = (): boolean => current !== undefined && current.until > time();
  return {
    get isBusy() {
      return isBusy();
    },
    get isSettling() {
      return isBusy() && current?.key === undefined;
    },
    get until() {
      return current?.until ?? 0;
    },
    begin: () => {
      if (!isBusy()) current = { key: undefined, until: time() + settling };
    },
    sent: key => {
      current = { key, until: time() + errorPatience };
    },
    answered: key => {
      if (current?.key !== key) return false;
      current = undefined;
      return true;
    },
  };
}
