import type { AdapterName } from '../../core/models/adapter-profiles.ts';
import type { Adapter } from './adapter.ts';
import { adapterOf } from './adapter-of.ts';
import type { ProviderPorts } from './ports.ts';
import type { SpeakerLoader } from './speaker.ts';

/**
 * What speaks to each vendor, read from disk on first use: the packages of some of them are near a megabyte, and most
 * windows ask no model. The editor's own models are reached by the host, which registers their adapter.
 */
const SPEAKERS: readonly (readonly [name: AdapterName, load: SpeakerLoader])[] = [
  ['openai-compatible', async () => (await import('./openai-compatible.ts')).openaiCompatible],
];

/**
 * The shipped adapters by name. A new vendor needs one speaker in a file of its own, its profile in
 * `core/models/adapter-profiles.ts` and a line above.
 */
export function providers(ports: ProviderPorts): ReadonlyMap<string, Adapter> {
  return new Map(SPEAKERS.map(([name, load]) => [name, adapterOf(name, load, ports)]));
}
