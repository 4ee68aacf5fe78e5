import { balanced } from './balanced.ts';
import { greedy } from './greedy.ts';
import { optimal } from './optimal.ts';
import type { Strategy } from './strategy.ts';

/** Spec F4. A strategy is one entry here; adding one changes no other file. */
export const STRATEGIES = { greedy, balanced, optimal } as const satisfies Readonly<Record<string, Strategy>>;

export type StrategyName = keyof typeof STRATEGIES;
