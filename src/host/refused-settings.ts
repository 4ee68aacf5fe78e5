import type { Disposable } from 'vscode';
import type { EngineClient } from './engine-client.ts';

/** Tells the user which settings were refused, each by its name, once until something else is wrong. */
export function refusedSettings(
  engine: Pick<EngineClient, 'onAskSettingsRefused'>,
  tell: (sentence: string) => void,
): Disposable {
  let told = '';
  return engine.onAskSettingsRefused((failures) => {
    const sentence = failures.map(({ message }) => message).join(' ');
    if (sentence === told) return;
    told = sentence;
    if (sentence !== '') tell(sentence);
  });
}
