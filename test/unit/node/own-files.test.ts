import assert from 'node:assert/strict';
import { isOwnAudit, ownPaths } from '../../../src/node/own-files.ts';

describe('our own files', () => {
  const audit = { budget: 1, included: [], excluded: [], candidatesConsidered: 0, packHash: 'ab' };

  it('are told by the keys that only our audit has', () => {
    assert.ok(isOwnAudit(JSON.stringify(audit)));
    assert.ok(isOwnAudit(`\ufeff\n ${JSON.stringify(audit, undefined, 2)}\n`));
    const others = [
      '',
      '{}',
      'null',
      '[]',
      JSON.stringify([audit]),
      JSON.stringify({ nested: audit }),
      JSON.stringify(audit).slice(0, -1),
      JSON.stringify({ packHash: 'ab', included: [] }),
      `// ${JSON.stringify(audit)}`,
      'const KEYS = ["packHash", "candidatesConsidered", "included", "excluded"];',
    ];
    for (const text of others) assert.equal(isOwnAudit(text), false, text);
  });

  it('are told by the paths we wrote', () => {
    const isOwn = ownPaths(['/w/out/../prompt.md', '/w/a.json']);
    assert.ok(isOwn('/w/prompt.md'));
    assert.ok(isOwn('/w/a.json'));
    assert.equal(isOwn('/w/out/prompt.md'), false);
    assert.equal(ownPaths([])('/w'), false);
  });
});
