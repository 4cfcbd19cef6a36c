import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => name.replaceAll('\\', '/'))
  .sort();
const textOf = new Map(files.map(file => [file, readFileSync(join(root, file), 'utf8')]));

/** The floors, ground first. Within a floor no room imports another. */
const floors: readonly (readonly string[])[] = [
  ['model', 'wire', 'sinks'],
  ['operators', 'state', 'contract'],
  ['transport', 'venues'],
  ['session', 'simulator'],
  ['feeds'],
  ['face'],
  ['tape'],
  ['index', 'browser'],
  ['cli'],
];

/** What a room may import beside what lies below it, where that is less than everything. */
const walls: readonly { readonly room: RegExp; readonly may: RegExp; readonly why: string }[] = [
  { room: /^(model|wire)\//, may: /^(model|wire)\/|^@noble\/|^fflate$/, why: 'the ground needs nobody' },
  { room: /^sinks\//, may: /^sinks\/|^rxjs$|^node:|^csv-stringify/, why: 'sinks take any Observable' },
  { room: /^state\//, may: /^(state|model)\//, why: 'reducers are pure' },
  { room: /^operators\//, may: /^(operators|model)\/|^rxjs$/, why: 'operators know no venue' },
  { room: /^contract\//, may: /^(contract|model)\/|^zod$/, why: 'a contract has no effects' },
  {
    room: /^venues\//,
    may: /^(venues|contract|model|wire)\/|^zod$/,
    why: 'a venue is a table of pure data and functions',
  },
  { room: /^(transport|session|feeds|simulator)\//, may: /^(?!cli|index|browser|tape)/, why: 'nobody looks up' },
  {
    room: /^tape\/(?!index|tape-file|read-tape)/,
    may: /^(tape|feeds|session|transport|venues|operators|contract|model|wire)\/|^rxjs$/,
    why: 'a tape can be played where there are no files',
  },
];

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const arrows: readonly Arrow[] = files.flatMap(from =>
  [
    ...(textOf.get(from) ?? '').matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map(match => ({ from, to: resolve(from, match[1] ?? match[2] ?? '') })),
);

function resolve(from: string, to: string): string {
  return to.startsWith('.')
    ? normalize(join(dirname(from), to))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts')
    : to;
}

const roomOf = (file: string): string => file.split('/')[0]?.replace(/\.ts$/, '') ?? '';
const floorOf = (file: string): number => floors.findIndex(floor => floor.includes(roomOf(file)));
const isOurs = (file: string): boolean => textOf.has(file);
const told = ({ from, to }: Arrow): string => `${from} → ${to}`;
/** Text without comments, where a banned word would be no use of it. */
const codeOf = (file: string): string => (textOf.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

describe('the house', () => {
  it('has arrows to judge', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(arrows.filter(({ to }) => isOurs(to)).length).toBeGreaterThan(150);
  });

  it('imports only what exists', () => {
    expect(arrows.filter(({ to }) => to.endsWith('.ts') && !isOurs(to)).map(told)).toEqual([]);
  });

  it('has a floor for every room', () => {
    expect(files.filter(file => floorOf(file) === -1)).toEqual([]);
  });

  it('imports only downwards, and no neighbour on the same floor', () => {
    const wrong = arrows.filter(
      ({ from, to }) => isOurs(to) && roomOf(from) !== roomOf(to) && floorOf(to) >= floorOf(from),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it.each(walls)('keeps $room behind its wall: $why', ({ room, may }) => {
    expect(arrows.filter(({ from, to }) => room.test(from) && !may.test(to)).map(told)).toEqual([]);
  });

  it('has no circles', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of arrows) if (isOurs(to)) next.set(from, [...(next.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const to of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it('has no venue that knows another, or its own counterpart from its index', () => {
    const venueOf = (file: string): string | undefined => /^venues\/([^/]+)\//.exec(file)?.[1];
    const wrong = arrows.filter(({ from, to }) => {
      const own = venueOf(from);
      const other = venueOf(to);
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(wrong.map(told)).toEqual([]);
    const reach = (file: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const { from, to } of arrows) if (from === file && isOurs(to)) reach(to, seen);
      return seen;
    };
    for (const index of files.filter(file => /^venues\/[^/]+\/index\.ts$/.test(file))) {
      expect([...reach(index)].filter(file => file.includes('counterpart'))).toEqual([]);
    }
    expect(
      [...reach('index.ts')].filter(file => file.includes('counterpart') || file.startsWith('simulator/')),
    ).toEqual([]);
  });

  it('names no venue in a shared file', () => {
    const names = readdirSync(join(root, 'venues'), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name);
    expect(names).toContain('bitget');
    const wrong = files
      .filter(file => !/^(venues|cli)\//.test(file))
      .filter(file => names.some(name => new RegExp(`\\b${name}\\b`, 'i').test(codeOf(file))));
    expect(wrong).toEqual([]);
  });

  it('has ws behind one door', () => {
    const users = arrows.filter(({ to }) => to === 'ws').map(({ from }) => from);
    expect([...new Set(users)]).toEqual(['simulator/server.ts', 'transport/ws-transport.ts']);
    const browser = new Set<string>();
    const reach = (file: string): void => {
      if (browser.has(file)) return;
      browser.add(file);
      for (const { from, to } of arrows) if (from === file && isOurs(to)) reach(to);
    };
    reach('browser.ts');
    reach('tape/browser.ts');
    expect(
      arrows.filter(({ from, to }) => browser.has(from) && (to === 'ws' || to.startsWith('node:'))).map(told),
    ).toEqual([]);
  });

  it('has one clock', () => {
    const wrong = files.filter(
      file =>
        file !== 'operators/clock.ts' &&
        /\bDate\.now\b|\bperformance\.now\b|\bsetTimeout\b|\bsetInterval\b/.test(codeOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('has console and process in the command line only', () => {
    const wrong = files.filter(file => !file.startsWith('cli/') && /\bconsole\.|\bprocess\./.test(codeOf(file)));
    expect(wrong).toEqual([]);
  });

  it('has no default exports, no any, no silenced compiler, no mutable module state', () => {
    const wrong = files.filter(
      file =>
        /export default|\bas any\b|: any\b|<any>|^(export )?let /m.test(codeOf(file)) ||
        /@ts-(ignore|nocheck|expect-error)/.test(textOf.get(file) ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('has no drawers', () => {
    expect(files.filter(file => /\b(utils?|helpers?|common|misc|manager|types)\b/.test(file))).toEqual([]);
  });

  it('has files that say what they are for, 250 lines at most', () => {
    expect(files.filter(file => !/^(#!.*\n)?\/\*\*\n \* [^\n]+\n[\s\S]*?@module/.test(textOf.get(file) ?? ''))).toEqual(
      [],
    );
    expect(files.filter(file => (textOf.get(file) ?? '').split('\n').length > 251)).toEqual([]);
  });
});

describe('the registries', () => {
  const folders = readdirSync(join(root, 'venues'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
  const imported = (file: string): string[] =>
    arrows
      .filter(({ from }) => from === file)
      .map(({ to }) => /^venues\/([^/]+)\//.exec(to)?.[1])
      .filter(name => name !== undefined)
      .sort();

  it.each(['venues/index.ts', 'venues/counterparts.ts'])('%s has every venue', file => {
    expect(imported(file)).toEqual(folders);
  });
});
