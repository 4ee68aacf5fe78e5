/**
 * What a door and the engine's thread say to each other is one typed object per message (JSON-RPC over the worker's
 * port), in a file for each family of messages. Events go up, whole snapshots come down; contents stay in the engine.
 */
import { NotificationType, RequestType0 } from 'vscode-jsonrpc';
import type { Result } from '../core/facts/result.ts';

/** A line for the log, without file contents. */
export const engineLog = new NotificationType<{
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}>('log');

/** Saves what was learnt; to be sent before the thread is ended. */
export const shutDown = new RequestType0<Result<null>, void>('shutdown');
