import { expect, test } from 'vitest';
import { wrapCaption } from '../../lib/src/figures/text.js';

test('captions that would lie on their neighbours are broken where words end', () => {
  expect(wrapCaption(['Bag', '→ Ankle boot', '→ T-shirt/top', '99.9 %'], 5)).toEqual([
    'Bag',
    '→ Ankle',
    'boot',
    '→ T-shirt/',
    'top',
    '99.9 %',
  ]);
});

test('captions of wide images stay in one line', () => {
  expect(wrapCaption(['→ Ankle boot and more'], 1)).toEqual(['→ Ankle boot and more']);
});

test('a word that is too long is cut, and a letter that is escaped counts as one', () => {
  expect(wrapCaption(['Rhododendron'], 5)).toEqual(['Rhododendro…']);
  expect(wrapCaption(['&amp;&lt;&gt;&#36;&amp;&lt;'], 5)).toEqual(['&amp;&lt;&gt;&#36;&amp;&lt;']);
});
