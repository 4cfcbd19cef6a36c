import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as rxtape from 'rxtape';
import * as operators from 'rxtape/operators';
import * as reducers from 'rxtape/reducers';
import { FAULTS } from 'rxtape/simulator';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../src/cli/capabilities.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const documents = readdirSync(root).filter(name => name.endsWith('.md'));
const textOf = (document: string): string => readFileSync(`${root}${document}`, 'utf8');

interface Snippet {
  /** As if it were a file beside its document. */
  readonly file: string;
  readonly code: string;
}

const snippets: readonly Snippet[] = documents.flatMap(document =>
  [...textOf(document).matchAll(/^```ts\n(.*?)^```/gms)].map((match, i) => ({
    file: `${root}${document}.${i + 1}.ts`,
    // A module of its own, also where it imports nothing.
    code: `${match[1] ?? ''}\nexport {};\n`,
  })),
);

/** What the compiler says of all snippets, each as a sentence with its place. */
function complaints(): readonly string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, path => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // A snippet shows what there is, and need not use it.
  const settings: ts.CompilerOptions = { ...options, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const virtual = new Map(snippets.map(({ file, code }) => [file, code]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = file => virtual.has(file) || fileExists(file);
  host.readFile = file => virtual.get(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const code = virtual.get(file);
    return code === undefined
      ? getSourceFile(file, language, ...rest)
      : ts.createSourceFile(file, code, language, true);
  };
  const program = ts.createProgram([...virtual.keys()], settings, host);
  return [...virtual.keys()].flatMap(file => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${file.slice(root.length)}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}

describe('the snippets of the documents', () => {
  it('are there', () => {
    expect(snippets.filter(({ file }) => file.includes('README.md')).length).toBeGreaterThan(5);
  });

  it('compile', () => {
    expect(complaints()).toEqual([]);
  }, 120_000);
});

describe('the README', () => {
  const readme = textOf('README.md');
  const missing = (words: readonly string[]): readonly string[] => words.filter(word => !readme.includes(word));

  it('begins with two commands', () => {
    const commands = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map(match => match[1]?.trim());
    expect(commands.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });

  it('has every factory, error, operator and measure', () => {
    const names = Object.keys(rxtape).filter(name => name.endsWith('$') || name.endsWith('Error'));
    expect(names.length).toBeGreaterThan(15);
    expect(missing(names.map(name => `\`${name}`))).toEqual([]);
    expect(missing(Object.keys(operators).map(name => `\`${name}`))).toEqual([]);
    const measures = Object.keys(reducers).filter(name => /^(.*Of|lastTrades)$/.test(name));
    expect(missing(measures.map(name => `\`${name}`))).toEqual([]);
  });

  it('has every fault with its sentence, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` \| ([A-Z].*\.) \|$/gm)].map(([, name, does]) => [name, does]);
    expect(rows).toEqual(Object.entries(FAULTS).map(([name, { does }]) => [name, does]));
  });

  it('has what each venue can', () => {
    for (const venue of Object.values(rxtape.venues)) {
      const { id, kinds, intervals, depths, hosts } = capabilitiesOf(venue);
      expect(missing([`\`${id}\``, ...Object.keys(hosts).map(host => `\`${host}\``)])).toEqual([]);
      for (const { kind, markets } of kinds) expect(readme).toContain(`| \`${kind}$\` | ${markets.join(', ')} |`);
      const told = [...readme.matchAll(/`((?:\d+[smhdwM](?:utc)? ?)+)`/g)].flatMap(match => match[1]?.split(' ') ?? []);
      expect(intervals.filter(interval => !told.includes(interval))).toEqual([]);
      expect(readme).toContain(`| \`${id}\` | ${depths.length === 0 ? 'none' : depths.join(', ')} (`);
    }
  });

  it('leads to files that exist', () => {
    const there = new Set(readdirSync(root, { recursive: false }) as readonly string[]);
    for (const document of documents) {
      const links = [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(match => match[1] ?? '');
      const wrong = links.filter(link => !there.has(link.replace(/\/$/, '')) && !ts.sys.fileExists(`${root}${link}`));
      expect(wrong).toEqual([]);
    }
  });
});

describe('the meanings', () => {
  const declared = ['model/market', 'model/account', 'model/gap', 'feeds/topic-status'].flatMap(name => {
    const model = ts.createSourceFile(`${name}.ts`, textOf(`src/${name}.ts`), ts.ScriptTarget.Latest);
    return model.statements
      .filter(statement => ts.isInterfaceDeclaration(statement))
      .map(({ name, members }) => [name.text, members.map(member => member.name?.getText(model) ?? '')] as const);
  });
  const sections = new Map(
    textOf('MEANINGS.md')
      .split(/^## /m)
      .map(section => [section.split('\n')[0] ?? '', section]),
  );

  it.each(declared)('have every field of %s, and no other', (name, fields) => {
    const section = sections.get(name) ?? '';
    // The first table tells what they mean, the others what they are made from.
    const [meanings = [], ...sources] = tablesOf(section);
    if (meanings.length > 0) expect(meanings).toEqual(fields);
    else for (const field of fields) expect(section).toContain(`\`${field}\``);
    for (const source of sources) expect(source).toEqual(fields.filter(field => source.includes(field)));
  });
});

/** The fields that the lines of each table begin with; several may share a line. */
function tablesOf(section: string): readonly (readonly string[])[] {
  const tables = [...section.matchAll(/^\|[- |]+\n((?:\|.*\n)*)/gm)].map(([, rows = '']) => rows.split('\n'));
  return tables.map(rows =>
    rows.flatMap(row => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, n = '']) => n)),
  );
}
