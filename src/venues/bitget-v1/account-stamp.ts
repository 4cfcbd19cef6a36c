/**
 * Where the rows of an account come from, and when.
 * @module
 */
import type { ReadContext } from '../../contract/channel.js';
import type { AccountStamp } from '../../model/account.js';

/** Makes the stamp of one push: its time is that of the latest row, undefined where no row tells one. */
export function accountStamp(
  { venue, market, receivedAt }: ReadContext,
  rows: readonly { readonly timestamp: number | undefined }[],
): AccountStamp {
  let timestamp: number | undefined;
  for (const row of rows) {
    if (row.timestamp !== undefined && !(timestamp !== undefined && timestamp >= row.timestamp))
      timestamp = row.timestamp;
  }
  return { venue, market, timestamp, receivedAt };
}
