/**
 * An extension for `bench:host`: watches the extension host from inside. It answers by HTTP on 127.0.0.1 and writes
 * its address into the file that CONTEXT_BUDGET_PROBE names.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Profiler, Session } from 'node:inspector';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { extensions } from 'vscode';
import type { ContextBudgetApi } from '../../src/host/api.ts';

export interface Measured {
  /** The longest that a timer of 1 ms had to wait. */
  readonly longestWaitMs: number;
  readonly ours: {
    /** The longest unbroken run of samples with our bundle on the stack, as far as the thread was running. */
    readonly longestMs: number;
    /** What it was spent on: the first functions of others that ours called, by their time. */
    readonly spentOn: readonly string[];
    readonly over: number;
    /** Of all samples' time. */
    readonly share: number;
  };
}

const SAMPLING_US = 250;
const LONGEST_GAP = 8;
const LIMIT_MS = 16;
const OURS = /context-budget\.context-budget[^/]*\/dist\/extension\.cjs/;

const session = new Session();
session.connect();
const post = <T>(method: string, params: object = {}): Promise<T> =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error: Error | null, result?: unknown) =>
      error === null ? resolve(result as T) : reject(error),
    );
  });
const delay = monitorEventLoopDelay({ resolution: 1 });

async function start(): Promise<null> {
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  await post('Profiler.start');
  delay.enable();
  delay.reset();
  return null;
}

async function stop(): Promise<Measured> {
  delay.disable();
  const { profile } = await post<{ profile: Profiler.Profile }>('Profiler.stop');
  return { longestWaitMs: delay.max / 1e6, ours: oursIn(profile) };
}

function oursIn({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Measured['ours'] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  );
  const isOurs = new Map<number, boolean>();
  const ours = (id: number): boolean => {
    const known = isOurs.get(id);
    if (known !== undefined) return known;
    const parent = parents.get(id);
    const found = OURS.test(byId.get(id)?.callFrame.url ?? '') || (parent !== undefined && ours(parent));
    isOurs.set(id, found);
    return found;
  };
  const isOurCode = (id: number): boolean => OURS.test(byId.get(id)?.callFrame.url ?? '');
  /** The function of others that our code called, or our own where it called none. */
  const blamed = (id: number): string => {
    let name = byId.get(id)?.callFrame.functionName ?? '';
    for (let at: number | undefined = id; at !== undefined && !isOurCode(at); at = parents.get(at))
      name = byId.get(at)?.callFrame.functionName || '(anonymous)';
    if (!isOurCode(id)) return name;
    const at = byId.get(id)?.callFrame;
    return `ours: ${name} at ${at?.lineNumber}:${at?.columnNumber}`;
  };
  let block = { ms: 0, spent: new Map<string, number>() };
  let longest = block;
  let over = 0;
  let total = 0;
  let all = 0;
  const finish = (): void => {
    if (block.ms > LIMIT_MS) over++;
    if (block.ms > longest.ms) longest = block;
    if (block.ms > 0) block = { ms: 0, spent: new Map() };
  };
  samples.forEach((id, at) => {
    // A sample lasts until the next one; a thread that runs is sampled, so a longer gap is time it waited for a core.
    const ms = Math.min(timeDeltas[at + 1] ?? 0, LONGEST_GAP * SAMPLING_US) / 1000;
    all += ms;
    // The collector runs on whoever's account: it belongs to what it interrupts.
    const isCollector = byId.get(id)?.callFrame.functionName === '(garbage collector)';
    if (!ours(id) && !(isCollector && block.ms > 0)) {
      finish();
      return;
    }
    const name = isCollector ? 'garbage collector' : blamed(id);
    block.ms += ms;
    block.spent.set(name, (block.spent.get(name) ?? 0) + ms);
    total += ms;
  });
  finish();
  const spentOn = [...longest.spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
  return { longestMs: longest.ms, spentOn, over, share: all === 0 ? 0 : total / all };
}

function plan(): { counted: boolean; ticked: number; ranked: number; activationMs: number } {
  const api = extensions.getExtension<ContextBudgetApi>('context-budget.context-budget')?.exports;
  const now = api?.plan() ?? null;
  return {
    counted: now !== null && now.indexing === null && now.files.candidates > 0,
    ranked: now?.ranking?.indexing === false ? now.ranking.files : 0,
    ticked: now?.settled === true ? now.files.ticked : 0,
    activationMs: api?.activationMs ?? Number.NaN,
  };
}

const ANSWERS: Readonly<Record<string, () => unknown>> = { '/start': start, '/stop': stop, '/plan': plan };

export function activate(): void {
  const server = createServer((request, response) => {
    Promise.resolve(ANSWERS[request.url ?? '']?.())
      .then((answer) => response.end(JSON.stringify(answer ?? null)))
      .catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    writeFileSync(process.env['CONTEXT_BUDGET_PROBE'] ?? '', `http://127.0.0.1:${port}`);
  });
}
