import type { AdapterName } from '../../core/models/adapter-profiles.ts';
import { anthropic } from './anthropic.ts';
import { deepseek } from './deepseek.ts';
import { doubao } from './doubao.ts';
import { google } from './google.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { openai } from './openai.ts';
import { qwen } from './qwen.ts';
import type { Speaker } from './speaker.ts';

/** Every vendor's protocol. A file of its own in the package (`esbuild.js`): the vendors' libraries are near a megabyte. */
export const SPEAKERS: Readonly<Record<Exclude<AdapterName, 'vscode'>, Speaker>> = {
  qwen,
  deepseek,
  doubao,
  openai,
  anthropic,
  google,
  'openai-compatible': openaiCompatible,
};
