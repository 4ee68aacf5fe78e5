import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { AdapterError } from '../../core/facts/model-response.ts';
import { fail, ok } from '../../core/facts/result.ts';
import { adapterProfile, type AdapterName } from '../../core/models/adapter-profiles.ts';
import { isAllowedBaseUrl, mayCarry } from '../../core/models/base-url.ts';
import type { Adapter, AdapterCall } from './adapter.ts';
import { attempt } from './attempt.ts';
import { type Line, openLine } from './line.ts';
import type { ProviderPorts } from './ports.ts';
import type { SpeakerLoader } from './speaker.ts';

/** Where a model is reached, and with which key. */
interface Reach {
  readonly baseUrl: string;
  readonly key: string | null;
}

/** The port to one vendor, made of what speaks its protocol. */
export function adapterOf(name: AdapterName, load: SpeakerLoader, ports: ProviderPorts): Adapter {
  const profile = adapterProfile(name);
  const findLine = async (call: AdapterCall, signal: AbortSignal): Promise<Line | AdapterError> => {
    const reach = await reachOf(call.model, profile.baseUrl, ports);
    if ('code' in reach) return reach;
    const texts = [call.prompt, call.system ?? ''];
    return openLine({ ...reach, provider: call.model.name, signal, texts, now: ports.now });
  };
  return {
    name,
    provider: profile.provider,
    defaultTimeoutMs: profile.timeoutMs,
    call: (call, limits) => attempt(load, ports, findLine, call, limits),
    async ready(model) {
      const reach = await reachOf(model, profile.baseUrl, ports);
      if (!('code' in reach)) {
        // who asks this asks the model next: what the first call would wait for is read meanwhile
        void load().catch(() => null);
        return ok(null);
      }
      return fail(reach.code === 'adapter_request' ? 'adapter_unavailable' : reach.code, reach.message);
    },
  };
}

async function reachOf(
  { name, baseUrl: ownUrl, keyName }: AskableModel,
  defaultUrl: string | null,
  ports: ProviderPorts,
): Promise<Reach | AdapterError> {
  const baseUrl = ownUrl ?? defaultUrl;
  if (baseUrl === null) {
    return { code: 'adapter_request', message: `${name} has no address: set its "baseUrl".` };
  }
  if (!isAllowedBaseUrl(baseUrl)) {
    return {
      code: 'adapter_request',
      message: `${name} is not asked over an open line: its "baseUrl" must be https, or on this machine.`,
    };
  }
  if (keyName === null) return { baseUrl, key: null };
  if (!mayCarry(keyName, baseUrl)) {
    return {
      code: 'adapter_missing_key',
      message: `${keyName} is not sent to the address of ${name}: give it a "keyName" of its own.`,
    };
  }
  const key = (await ports.keyOf(keyName).catch(() => null))?.trim() ?? '';
  // what no header can carry is no key; the error of the system would quote it
  return /^[\x21-\x7e]+$/.test(key)
    ? { baseUrl, key }
    : { code: 'adapter_missing_key', message: `${name} needs the key ${keyName}: set it.` };
}
