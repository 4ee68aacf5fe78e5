import { callFailure } from './call-failure.ts';
import { jsonOrNull, refusalWord, refusedBy } from './refusal.ts';
import { retryAfterMs } from './retry-after.ts';

/** The connection of one call: where it goes, with which key, and what it came to. */
export interface Line {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null: none is sent. */
  readonly key: string | null;
  readonly provider: string;
  readonly signal: AbortSignal;
  /** What no error may tell on: key and prompt. */
  readonly secrets: readonly string[];
  /** `fetch` under the rules of `openLine`; throws only what `failureIn` reads, or an abort. */
  readonly fetch: typeof globalThis.fetch;
  readonly state: LineState;
}

export interface LineState {
  /** The server has the request, and may bill it. */
  sent: boolean;
  /** The body ends where the connection does, so that nobody can tell its end from a cut. */
  endUnsure: boolean;
}

/** More than any model answers, and no more than memory bears. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;
/** Where the word of a refusal is looked for. */
const LARGEST_REFUSAL_BYTES = 64 * 1024;
const MOST_REDIRECTS = 5;

/** Where the packages put a key, and something in its place when there is none. */
const KEY_HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key'];

/** Of them the request cannot have reached anybody. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * A line whose `fetch` holds for every vendor, library or not: a status that is not 2xx is thrown in our words;
 * trouble of the connection is `adapter_network`, also in the middle of a body; a redirect is followed within the
 * same origin only, because the headers carry the key and the body the prompt; an endless body is cut.
 */
export function openLine(
  options: Omit<Line, 'fetch' | 'state' | 'secrets'> & {
    /** Of the body; more is cut. */
    readonly mostBytes?: number;
    /** Texts of the request. */
    readonly texts: readonly string[];
    readonly now: () => number;
  },
): Line {
  const { texts, now, mostBytes = LARGEST_ANSWER_BYTES, ...rest } = options;
  const state: LineState = { sent: false, endUnsure: false };
  const secrets = [...texts, options.key ?? ''].filter((text) => text !== '');
  const line: Line = {
    ...rest,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    secrets,
    state,
    fetch: async (input, init) => {
      const response = await follow(line, input instanceof Request ? input.url : String(input), init ?? {});
      if (!response.ok) {
        state.sent = false;
        throw callFailure(await refusalOf(line, response, now()));
      }
      state.endUnsure = !response.headers.has('transfer-encoding') && !response.headers.has('content-length');
      return new Response(response.body === null ? null : guarded(line, response.body, mostBytes), {
        status: response.status,
        headers: response.headers,
      });
    },
  };
  return line;
}

async function follow(line: Line, first: string, init: RequestInit): Promise<Response> {
  let url = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await send(line, url, init);
    const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (to === null) return response;
    await response.body?.cancel();
    // the other codes turn a POST into a GET
    const isKept = response.status === 307 || response.status === 308;
    const next = URL.canParse(to, url) ? new URL(to, url) : null;
    if (!isKept || next?.origin !== new URL(url).origin) {
      line.state.sent = false;
      throw callFailure({
        code: 'adapter_request',
        message: `${line.provider} sends the request elsewhere (HTTP ${response.status}): set the address it is to go to.`,
        status: response.status,
      });
    }
    url = next.href;
  }
  throw callFailure({
    code: 'adapter_request',
    message: `${line.provider} redirects without end: check its address.`,
  });
}

async function send(line: Line, url: string, init: RequestInit): Promise<Response> {
  line.state.sent = true;
  try {
    const headers = new Headers(init.headers);
    if (line.key === null) for (const name of KEY_HEADERS) headers.delete(name);
    return await fetch(url, { ...init, headers, redirect: 'manual', signal: line.signal });
  } catch (thrown) {
    throw networkFailure(line, thrown);
  }
}

function networkFailure(line: Line, thrown: unknown): Error {
  const code = systemCode(thrown);
  if (code !== null && NEVER_CONNECTED.has(code)) line.state.sent = false;
  const sign = code === null ? '' : ` (${code})`;
  return callFailure({
    code: 'adapter_network',
    message: `The connection to ${line.provider} failed${sign}: check the network and the address.`,
  });
}

/** Messages of the system may quote headers, and with them the key; their codes do not. */
function systemCode(thrown: unknown): string | null {
  let current = thrown;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
    const { code, cause } = current as { readonly code?: unknown; readonly cause?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
    current = cause;
  }
  return null;
}

async function refusalOf(line: Line, response: Response, now: number) {
  const text = response.body === null ? '' : await beginningOf(response.body);
  return refusedBy(line.provider, {
    status: response.status,
    word: refusalWord(jsonOrNull(text), line.secrets),
    retryAfterMs: retryAfterMs(response.headers, now),
  });
}

/** A status is enough to know the failure: a body that breaks, or is long, is let go. */
async function beginningOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > LARGEST_REFUSAL_BYTES) break;
    }
  } catch {
    return text;
  }
  return text;
}

function guarded(
  line: Line,
  body: ReadableStream<Uint8Array>,
  mostBytes: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        bytes += value.byteLength;
        if (bytes <= mostBytes) controller.enqueue(value);
        else {
          controller.error(
            callFailure({
              code: 'adapter_invalid_response',
              message: `${line.provider} answers without end.`,
            }),
          );
          await reader.cancel();
        }
      } catch (thrown) {
        controller.error(networkFailure(line, thrown));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
