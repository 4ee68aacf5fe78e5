import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What a fake model says; without one it says "an answer". */
export interface FakeAnswer {
  readonly pieces?: readonly string[];
  readonly pauseMs?: number;
  /** Thrown after the pieces: a factory of LanguageModelError. */
  readonly error?: 'NotFound' | 'NoPermissions' | 'Blocked';
  /** Thrown after the pieces, as any extension may. */
  readonly fault?: string;
  /** Never ends, and listens to nobody. */
  readonly hangs?: boolean;
}

export interface FakeModels {
  /** Every text that a model was asked to count. */
  readonly counted: readonly string[];
  readonly asked: {
    readonly model: string;
    readonly text: string;
    readonly options: Readonly<Record<string, unknown>> | undefined;
    readonly cancelled: boolean;
  }[];
  readonly answers: Map<string, FakeAnswer>;
}

/** The models of test/fixtures/fake-models: `fake-one`, `fake-two`, `fake-three`. */
export async function fakeModels(): Promise<FakeModels> {
  const found = vscode.extensions.getExtension<FakeModels>('context-budget-tests.fake-models');
  assert.ok(found, 'test/fixtures/fake-models is not loaded: the runner names it as a development path.');
  return found.activate();
}
