/**
 * The operators, each usable alone with plain RxJS.
 * @module
 */
export { backfill } from './backfill.js';
export type { Around, BackfillOptions, Recoverable, Recovered } from './backfill.js';
export { defaultBackoff, delayOf } from './backoff.js';
export type { Backoff } from './backoff.js';
export { createBudget } from './budget.js';
export type { Budget, BudgetWindow } from './budget.js';
export { closedOnly } from './closed-only.js';
export type { Closed } from './closed-only.js';
export { conflate } from './conflate.js';
export { consumeAll } from './consume-all.js';
export type { ConsumeAllOptions } from './consume-all.js';
export { consumeLatest } from './consume-latest.js';
export type { ConsumeLatestOptions } from './consume-latest.js';
export { distinctRecent } from './distinct-recent.js';
export { heartbeat } from './heartbeat.js';
export type { Heartable, HeartbeatOptions } from './heartbeat.js';
export type { Delta, NoDeltas } from './no-deltas.js';
export { OverflowError } from './overflow-error.js';
export { rateLimit } from './rate-limit.js';
export type { RateLimitOptions } from './rate-limit.js';
export { reconnect } from './reconnect.js';
export type { Lost, ReconnectOptions } from './reconnect.js';
export { redundant } from './redundant.js';
export type { BothTellGaps, RedundantOptions } from './redundant.js';
export { requireSynced } from './require-synced.js';
export type { RequireSyncedOptions } from './require-synced.js';
export { resubscribe } from './resubscribe.js';
export type { ResubscribeOptions } from './resubscribe.js';
export { rolling } from './rolling.js';
export type { RollingOptions } from './rolling.js';
export { toBars } from './to-bars.js';
export type { Bar, BarTrade, ToBarsOptions } from './to-bars.js';
export { watchdog } from './watchdog.js';
