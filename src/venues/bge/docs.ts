/**
 * Where BGE's interface is described: the venue's own repository, read at its last state of February 2024.
 * @module
 */
const pages = 'https://github.com/bg-docs/openapi/blob/21f441c/source/includes';

/** Connections, pings, limits and errors. */
export const basePage = `${pages}/tc/_ws-base.md`;
/** The channels of the market. */
export const publicPage = `${pages}/_ws-public-v2.md`;
/** The login, and the channels of an account. */
export const privatePage = `${pages}/_ws-private-v2.md`;
