/**
 * A doctor's check of the keys.
 * @module
 */
import { LoginError } from '../model/errors.js';
import { failed, notApplicable, ok } from './check.js';
import type { Check } from './check.js';
import type { DoctorPlan } from './doctor-plan.js';
import { counted, textOf } from './stream-checks.js';
import type { Examined } from './stream-checks.js';
import { durationText } from './render/time-text.js';

/** Checks the private door: no sentence shows a key. */
export function accountCheck({ account, venue }: DoctorPlan, { findings, elapsed, isCutShort }: Examined): Check {
  if (account.type === 'none') return (account.isWrong ? failed : notApplicable)('account', account.sentence);
  const found = findings.account;
  const { guarded, since } = findings;
  const { kind } = account;
  if (found?.refusal !== undefined) return failed('account', textOf(found.refusal));
  const isRefused = guarded.cause instanceof LoginError;
  if (isRefused && !guarded.isReady) return failed('account', textOf(guarded.cause));
  if (guarded.readyAt === undefined) {
    if (guarded.losses > 0) return failed('account', textOf(guarded.cause), { losses: guarded.losses });
    if (isCutShort) return notApplicable('account', 'the venue had not answered the login yet, when it was ended');
    return failed('account', `the venue did not answer the login within ${durationText(elapsed)}`);
  }
  const after = guarded.readyAt - since;
  const values = found?.count ?? 0;
  const told = values === 0 ? `${kind} asked for, nothing refused` : `${counted(values, 'value')} of ${kind} came`;
  if (guarded.losses > 0 && !isRefused) {
    return failed('account', `${counted(guarded.losses, 'connection')} lost: ${textOf(guarded.cause)}`, { after });
  }
  const isLoggedIn = Object.values(venue.endpoints).some(door => (door.protocol ?? venue.protocol).login !== undefined);
  const before = isRefused ? `, though first: ${textOf(guarded.cause)}` : '';
  const entered = isLoggedIn ? `logged in after ${durationText(after)}${before}` : 'each request is signed, no login';
  return ok('account', `${entered}; ${told}`, { after, values });
}
