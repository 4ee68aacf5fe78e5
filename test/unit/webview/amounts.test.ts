import assert from 'node:assert/strict';
import { amountsIn } from '../../../src/webview/amounts.ts';

describe('webview: amounts', () => {
  const en = amountsIn('en');

  it('shows short figures as every view of the product does', () => {
    assert.deepEqual([0, 950, 1200, 24_112, 32_000, 1_304_000].map(en.short), [
      '0',
      '950',
      '1.2k',
      '24.1k',
      '32k',
      '1.3M',
    ]);
  });

  it('follows the locale of the user in marks and groups', () => {
    const de = amountsIn('de-DE');
    assert.equal(de.short(24_112), '24,1k');
    assert.equal(de.exact(1_304_000), '1.304.000');
    assert.equal(de.percent(0.0013), '0,1\u00A0%');
  });

  it('keeps small prices apart from nothing', () => {
    assert.equal(en.dollars(51_200), '$0.05');
    assert.equal(en.dollars(1_250_000), '$1.25');
    assert.equal(en.dollars(2640), '$0.0026');
    assert.equal(en.dollars(3), '$0.000003');
  });

  it('writes a band without needless decimals', () => {
    assert.equal(en.plainPercent(0.12), '12\u00A0%');
    assert.equal(en.plainPercent(0.025), '2.5\u00A0%');
  });

  it('reads as English where the tag is unknown or no tag at all', () => {
    assert.equal(amountsIn('xx-nowhere-_').exact(1234), '1,234');
    assert.equal(amountsIn('').exact(1234), '1,234');
  });
});
