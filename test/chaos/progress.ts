/**
 * How far a long run is: one line in place on a terminal, elsewhere a line each quarter.
 * @module
 */

/** Where it is shown. */
export interface Progress {
  /** @param share - from 0 to 1; more while the end is waited for */
  show(name: string, share: number): void;
  clear(): void;
}

/** Makes it. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  const isTerminal = output.isTTY;
  let shown = '';
  let quarter = 0;
  return {
    show(name, share) {
      const part = Math.min(1, share);
      const percent = `${Math.floor(part * 100)}`.padStart(3);
      const state = share > 1 ? 'waiting until all is right' : `${percent} %`;
      if (!isTerminal) {
        const reached = Math.floor(part * 4);
        if (reached > quarter) output.write(`${name}: ${percent} %\n`);
        quarter = Math.max(quarter, reached);
        return;
      }
      const full = Math.round(part * 24);
      const line = `${name} ${'█'.repeat(full)}${'░'.repeat(24 - full)} ${state}`;
      if (line === shown) return;
      shown = line;
      output.write(`\r\u001b[2K${line}`);
    },
    clear() {
      quarter = 0;
      if (isTerminal && shown !== '') output.write('\r\u001b[2K');
      shown = '';
    },
  };
}
