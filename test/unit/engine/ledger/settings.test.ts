import assert from 'node:assert/strict';
import { DEFAULT_LEDGER_SETTINGS, readSettings } from '../../../../src/engine/ledger/settings.ts';

describe('engine: zone of limits that say local', () => {
  const zone = (localZone: string) => readSettings({ ...DEFAULT_LEDGER_SETTINGS, localZone }).localZone;

  it('is the one that is named, the machine’s where none is, and UTC for what is no zone', () => {
    assert.equal(zone('Europe/Berlin'), 'Europe/Berlin');
    assert.equal(zone(''), Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.equal(zone('Nowhere/Else'), 'UTC');
  });
});
