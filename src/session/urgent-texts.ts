/**
 * What goes out before all requests: signs of life first, then what follows an acceptance.
 * @module
 */

/** The texts of one connection that wait for nothing but the limits. */
export interface UrgentTexts {
  /** Before everything else. */
  urgent(text: string): void;
  /** After what is urgent, and not while the connection pauses. */
  followUp(text: string): void;
  /** Sends what may go; returns the ms until the rest of it may, 0 when nothing is left. */
  speak(): number;
}

/** What they need. */
export interface UrgentTextsOptions {
  send(text: string): void;
  /** In how many ms the limits bear another message; 0 = now. */
  wait(): number;
  /** A message goes out now. */
  take(): void;
  /** How long the connection pauses still, ms; 0 or less where it does not. */
  paused(): number;
}

/** Makes the two lanes: many follow-ups may wait for a minute, and an answer to a ping must not wait behind them. */
export function createUrgentTexts({ send, wait, take, paused }: UrgentTextsOptions): UrgentTexts {
  const urgentTexts: string[] = [];
  const followUps: string[] = [];

  const speakOf = (texts: string[]): number => {
    for (let text = texts[0]; text !== undefined; text = texts[0]) {
      const ms = wait();
      if (ms > 0) return ms;
      take();
      texts.shift();
      send(text);
    }
    return 0;
  };

  return {
    urgent: text => {
      urgentTexts.push(text);
    },
    followUp: text => {
      followUps.push(text);
    },
    speak: () => {
      const ms = speakOf(urgentTexts);
      if (ms > 0 || followUps.length === 0) return ms;
      return paused() > 0 ? paused() : speakOf(followUps);
    },
  };
}
