/**
 * Which of the venues' own options a simulated exchange can be switched by: in the others each client chooses for itself.
 * @module
 */
import type { Venue } from '../contract/venue.js';
import { counterparts } from '../simulator/index.js';
import type { SimulatedVenue } from '../simulator/index.js';
import type { CommandOption } from './command.js';
import { CommandError } from './command-error.js';
import { chosenFlags, requestOptions } from './request-options.js';
import type { Choices } from './request-options.js';

/** Makes the options of all venues; the help names those that some simulated exchange looks at. */
export function switchOptions(venues: readonly Venue[]): readonly CommandOption[] {
  const heeded = requestOptions(
    venues.map(venue => ({ ...venue, options: (venue.options ?? []).filter(({ name }) => isHeeded(venue.id, name)) })),
  );
  const named = new Set(heeded.map(({ flags }) => flags));
  const others = requestOptions(venues).filter(({ flags }) => !named.has(flags));
  return [...heeded, ...others.map(option => ({ ...option, hidden: true }))];
}

/**
 * Sees to it that what was chosen is looked at.
 *
 * @throws CommandError with exit code 2 where it makes no difference to the simulated exchange
 */
export function checkSwitches(venue: string, choices: Choices): void {
  for (const [name, value] of Object.entries(choices)) {
    if (isHeeded(venue, name)) continue;
    const flag = chosenFlags({ [name]: value }).trim();
    throw new CommandError(
      `simulated ${venue} takes every client as it comes: say ${flag} there, and leave it out here`,
      2,
    );
  }
}

/** A counterpart's switches are the venue's own, which no table lists: so it is seen what it looks at. */
function isHeeded(venue: string, name: string): boolean {
  let isRead = false;
  const watched = Object.defineProperty({}, name, {
    enumerable: true,
    get: () => {
      isRead = true;
      return undefined;
    },
  });
  (counterparts[venue as SimulatedVenue] as (switches: object) => unknown)(watched);
  return isRead;
}
