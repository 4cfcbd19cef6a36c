/**
 * Child processes that talk.
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';

const here = new URL('./', import.meta.url);

/**
 * @typedef {{
 *   send(message: object): void,
 *   next(type: string, patience?: number): Promise<any>,
 *   end(): Promise<void>,
 * }} Talker
 */

/**
 * Starts a script of this folder.
 *
 * @param {string} script
 * @param {readonly (string | number)[]} args
 * @param {{ execArgv?: string[], heard?: (message: any) => void }} options
 * @returns {Talker}
 */
export function start(script, args, { execArgv = [], heard } = {}) {
  const child = fork(new URL(script, here), args.map(String), { execArgv });
  const ended = once(child, 'exit');
  let code;
  /** @type {any[]} */
  const inbox = [];
  /** @type {Set<() => void>} */
  const waiting = new Set();
  child.on('message', message => {
    heard?.(message);
    inbox.push(message);
    for (const look of waiting) look();
  });
  child.on('exit', status => {
    code = status;
    for (const look of waiting) look();
  });
  return {
    send: message => {
      if (child.connected) child.send(message);
    },
    /** The next message of a type; undefined when it did not come in time. */
    next: (type, patience = 60_000) =>
      new Promise((resolve, reject) => {
        const settle = () => {
          waiting.delete(look);
          clearTimeout(timer);
        };
        const look = () => {
          const at = inbox.findIndex(message => message.type === type);
          if (at !== -1) {
            settle();
            resolve(inbox.splice(at, 1)[0]);
          } else if (code !== undefined) {
            settle();
            reject(new Error(`${script} ended with ${code} before it said "${type}"`));
          }
        };
        const timer = setTimeout(() => {
          settle();
          resolve(undefined);
        }, patience);
        waiting.add(look);
        look();
      }),
    end: async () => {
      if (code === undefined) child.kill();
      await ended;
    },
  };
}
