import { ADAPTER_ERRORS, type AdapterError } from '../../core/facts/model-response.ts';

/** How deep libraries wrap what they were thrown. */
const DEEPEST_CAUSE = 8;

/** An error that carries its cause in our own words through a library, which may wrap it but keeps the chain. */
export function callFailure(error: AdapterError): Error {
  return new Error(error.message, { cause: error });
}

/** The failure that a thrown value carries, or null. */
export function failureIn(thrown: unknown): AdapterError | null {
  let current: unknown = thrown;
  for (let depth = 0; depth < DEEPEST_CAUSE; depth++) {
    if (typeof current !== 'object' || current === null) return null;
    if (isAdapterError(current)) return current;
    current = (current as { readonly cause?: unknown }).cause;
  }
  return null;
}

/** Errors of the system have a code too, such as ECONNRESET. */
function isAdapterError(value: object): value is AdapterError {
  const { code } = value as { readonly code?: unknown };
  return typeof code === 'string' && Object.hasOwn(ADAPTER_ERRORS, code);
}

export function notUnderstood(provider: string): AdapterError {
  return {
    code: 'adapter_invalid_response',
    message: `${provider} answers in a form that is not understood.`,
  };
}
