#!/usr/bin/env node
// Stands in for the desktop `code` binary, for stock @vscode/test-electron (`vscodeExecutablePath`). An executable
// file cannot ask for a loader in its first line on every system, so this one registers it and goes on in TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./code-shim-main.ts');
