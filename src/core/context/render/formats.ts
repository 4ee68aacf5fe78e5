import type { Format } from '../fit-settings.ts';
import type { PromptFormat } from './format.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { plain } from './plain.ts';
import { xml } from './xml.ts';

/** How each format is written; a new one is a name in `FORMATS` and an entry here. */
export const PROMPT_FORMATS: Readonly<Record<Format, PromptFormat>> = { markdown, xml, json, plain };
