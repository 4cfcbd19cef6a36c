/**
 * The operators, each usable alone with plain RxJS.
 * @module
 */
export { defaultBackoff, delayOf } from './backoff.js';
export type { Backoff } from './backoff.js';
export { createBudget } from './budget.js';
export type { Budget, BudgetWindow } from './budget.js';
export { conflate } from './conflate.js';
export { distinctRecent } from './distinct-recent.js';
export { heartbeat } from './heartbeat.js';
export type { Heartable, HeartbeatOptions } from './heartbeat.js';
export { rateLimit } from './rate-limit.js';
export type { RateLimitOptions } from './rate-limit.js';
export { reconnect } from './reconnect.js';
export type { Lost, ReconnectOptions } from './reconnect.js';
export { resubscribe } from './resubscribe.js';
export type { ResubscribeOptions } from './resubscribe.js';
export { rolling } from './rolling.js';
export type { RollingOptions } from './rolling.js';
export { toBars } from './to-bars.js';
export type { Bar, BarTrade, ToBarsOptions } from './to-bars.js';
export { watchdog } from './watchdog.js';
