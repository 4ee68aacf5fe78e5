import assert from 'node:assert/strict';
import { hostElsewhere } from '../../../src/core/models/base-url.ts';

describe('where an address leads', () => {
  it('is told by its host, unless it is this machine', () => {
    for (const [url, host] of [
      ['https://models.example/v1', 'models.example'],
      ['https://MODELS.example:8443', 'models.example'],
      ['https://[2001:db8::1]/v1', '[2001:db8::1]'],
      ['https://localhost.models.example/v1', 'localhost.models.example'],
      ['http://localhost:11434/v1', null],
      ['http://127.0.0.1:1234', null],
      ['https://[::1]:1234/v1', null],
    ] as const)
      assert.equal(hostElsewhere(url), host, url);
  });
});
