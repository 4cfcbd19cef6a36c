/**
 * What one client is still to be sent, by time: one queue, one timer.
 * @module
 */
import { Subscription, timer } from 'rxjs';
import { now } from '../operators/clock.js';

/** A queue of things to do later. */
export interface Delivery {
  /**
   * Does something after `delay` ms. What shares a lane keeps its order, whatever the delays.
   */
  after(delay: number, run: () => void, lanes?: readonly string[]): void;
  /** Forgets everything. */
  stop(): void;
}

interface Parcel {
  readonly at: number;
  readonly run: () => void;
}

/** Makes an empty queue. */
export function createDelivery(): Delivery {
  let parcels: Parcel[] = [];
  let alarm = Subscription.EMPTY;
  let alarmAt = Infinity;
  let stopped = false;
  const latest = new Map<string, number>();

  function wake(): void {
    const first = parcels[0];
    if (stopped || first === undefined || first.at >= alarmAt) return;
    alarm.unsubscribe();
    alarmAt = first.at;
    alarm = timer(Math.max(0, first.at - now())).subscribe(() => {
      alarmAt = Infinity;
      const due = parcels.filter(parcel => parcel.at <= now());
      parcels = parcels.slice(due.length);
      for (const { run } of due) if (!isStopped()) run();
      wake();
    });
  }

  // A parcel may stop the queue while it is being emptied.
  function isStopped(): boolean {
    return stopped;
  }

  return {
    after(delay, run, lanes = []) {
      if (stopped) return;
      const at = Math.max(now() + delay, ...lanes.map(lane => latest.get(lane) ?? 0));
      for (const lane of lanes) latest.set(lane, at);
      const place = parcels.findLastIndex(parcel => parcel.at <= at) + 1;
      parcels.splice(place, 0, { at, run });
      wake();
    },
    stop() {
      stopped = true;
      parcels = [];
      latest.clear();
      alarm.unsubscribe();
    },
  };
}
