import { ADAPTER_NAMES } from '../../core/models/adapter-profiles.ts';
import type { Adapter } from './adapter.ts';
import { adapterOf } from './adapter-of.ts';
import type { ProviderPorts } from './ports.ts';

/**
 * The shipped adapters by name, all but `vscode`: the editor's own models are reached by the host, which registers
 * theirs. What speaks to the vendors is only read from disk when the first model is found ready or asked, because most
 * windows ask none. A new vendor needs one speaker in a file of its own, with a line in `speakers.ts` and its profile in
 * `core/models/adapter-profiles.ts`.
 *
 * @example providers(ports).get('qwen')?.call(call, { signal, timeoutMs: 30_000 })
 */
export function providers(ports: ProviderPorts): ReadonlyMap<string, Adapter> {
  const adapters = new Map<string, Adapter>();
  for (const name of ADAPTER_NAMES) {
    if (name === 'vscode') continue;
    const load = async () => (await import('./speakers.ts')).SPEAKERS[name];
    adapters.set(name, adapterOf(name, load, ports));
  }
  return adapters;
}
