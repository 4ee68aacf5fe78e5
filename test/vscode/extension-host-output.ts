import { format } from 'node:util';

/**
 * `window.codeAutomationLog` gets what the extension host prints (mocha's report too) amid the workbench's own lines.
 */
const NOISE =
  /^(Canceled: |Creation of workbench contribution|Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|(Updating|Ignoring fetching) additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\]|Timed out waiting for authentication provider|DialogService: Dialog requested)/;

/** Stack traces about the two native modules of VS Code's logging that are not compiled here; nothing needs them. */
const ABSENT_NATIVE_MODULES = /Could not locate the bindings file|build\/Release\/watchdog/;

/** What to print, or undefined for the workbench's own lines; CONTEXT_BUDGET_CONSOLE shows those too. */
export function extensionHostLine(args: readonly unknown[]): string | undefined {
  // Console arguments as they were given: mocha's report is full of %s.
  const line = format(...args);
  if (process.env['CONTEXT_BUDGET_CONSOLE']) return line;
  return NOISE.test(line) || ABSENT_NATIVE_MODULES.test(line) ? undefined : line;
}
