/**
 * A simulated exchange for as long as somebody is subscribed.
 * @module
 */
import { Observable } from 'rxjs';
import { simulate } from '../simulator/index.js';
import type { SimulatedVenue, SimulateOptions, Simulation } from '../simulator/index.js';
import { CommandError } from './command-error.js';
import type { Choices } from './request-options.js';

/** What a simulation in place of the venue is to be. */
export interface SimulationPlan {
  readonly seed: number;
  /** What the venue's own options are set to; the other side's switches bear the same names. */
  readonly switches: Choices;
}

/**
 * Starts a simulation and emits it; closes it with the unsubscription. Errors with a {@link CommandError}, exit code 2
 * where an option makes no sense, else 1.
 *
 * @param venue - one that can be simulated, else the error names those
 * @param switches - of the venue's own, by name
 */
export function simulated(venue: string, options: SimulateOptions, switches: Choices = {}): Observable<Simulation> {
  return new Observable(subscriber => {
    // A switch that the venue does not have is not looked at.
    simulate(venue as SimulatedVenue, { ...options, ...(switches as SimulateOptions) }).then(
      simulation => {
        subscriber.add(() => void simulation.close());
        subscriber.next(simulation);
      },
      (cause: unknown) => {
        subscriber.error(new CommandError(sentenceOf(cause), cause instanceof RangeError ? 2 : 1, cause));
      },
    );
  });
}

function sentenceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code, port } = cause as NodeJS.ErrnoException & { readonly port?: number };
  return code === 'EADDRINUSE'
    ? `port ${port ?? ''} is taken: choose another one, or none to get one that is free`
    : cause.message;
}
