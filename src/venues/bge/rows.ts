/**
 * The rows of a message, which BGE writes with a list around them or without.
 * @module
 */

/** A list of what is a list or one row. */
export function listOf<Row extends object>(data: Row | readonly Row[]): readonly Row[] {
  return isList(data) ? data : [data];
}

function isList<Row extends object>(data: Row | readonly Row[]): data is readonly Row[] {
  return Array.isArray(data);
}
