/**
 * What one client is still to be sent, by time: one queue, one timer.
 * @module
 */
import { Subscription, timer } from 'rxjs';
import { now } from '../operators/clock.js';

/** A queue of things to do later. */
export interface Delivery {
  /**
   * Does something after `delay` ms. What is of one lane keeps its order, whatever the delays.
   */
  after(delay: number, run: () => void, lane?: string): void;
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
  const lanes = new Map<string, number>();

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
    after(delay, run, lane) {
      if (stopped) return;
      const at = Math.max(now() + delay, (lane === undefined ? undefined : lanes.get(lane)) ?? 0);
      if (lane !== undefined) lanes.set(lane, at);
      const place = parcels.findLastIndex(parcel => parcel.at <= at) + 1;
      parcels.splice(place, 0, { at, run });
      wake();
    },
    stop() {
      stopped = true;
      parcels = [];
      lanes.clear();
      alarm.unsubscribe();
    },
  };
}
