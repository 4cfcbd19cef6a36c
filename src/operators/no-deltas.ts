/**
 * Keeps streams of changes away from operators that leave values out.
 * @module
 */

/** A value that says what has changed only: whoever misses one is wrong from then on. */
export interface Delta {
  readonly type: 'book-delta' | 'ticker-patch' | 'balance-update' | 'order-update' | 'position-update';
}

/**
 * What the source of an operator that leaves values out must be beside an `Observable<T>`: nothing more, but for a
 * `T` that is, or may be, a {@link Delta}. Of those there is no such source, so the call does not compile.
 */
export type NoDeltas<T> = [Extract<T, Delta>] extends [never]
  ? unknown
  : { readonly 'changes build on each other, so none may be left out': never };
