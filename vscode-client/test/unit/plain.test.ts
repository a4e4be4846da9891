import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as plain from '../../src/plain.ts';

test('in Markdown a name is no link, no code, no icon, and no line of its own', () => {
  assert.equal(plain.markdown('[x](command:evil)'), '\\[x\\]\\(command:evil\\)');
  assert.equal(plain.markdown('a`b` $(flame) <b>'), 'a\\`b\\` \\$\\(flame\\) \\<b\\>');
  assert.equal(plain.markdown('one\n\n# two\r\n---'), 'one \\# two \\-\\-\\-');
  assert.equal(plain.markdown('\\[x](y)'), '\\\\\\[x\\]\\(y\\)');
});

test('in a label a name is no icon, and one line', () => {
  assert.equal(plain.label('$(flame) a $(loading~spin)\n$(no icon) $HOME'), '\\$(flame) a \\$(loading~spin) $(no icon) $HOME');
  assert.equal(plain.label('.venv (3.13.0)'), '.venv (3.13.0)');
});

test('in a message a name is no link', () => {
  assert.equal(plain.message('/w/[x](command:evil)'), '/w/[x] (command:evil)');
});
