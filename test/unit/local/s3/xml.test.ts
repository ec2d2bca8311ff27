import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childText, element, parseXml, xmlDocument } from '../../../../local/s3/xml.ts';

test('a batch in the form of the SDKs is read', () => {
  const root = parseXml(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
      <Object><Key>a &amp; b &lt;c&gt; &quot;&#x9;&#233;&apos;</Key></Object><Object><Key/></Object><!-- x --><Quiet>true</Quiet></Delete>`,
  );
  expect(root.name).toBe('Delete');
  expect(root.children.map((child) => child.name)).toEqual(['Object', 'Object', 'Quiet']);
  expect(root.children.map((child) => childText(child, 'Key'))).toEqual(['a & b <c> "\té\'', '', undefined]);
  expect(childText(root, 'Quiet')).toBe('true');
});

test('namespace prefixes are dropped', () => {
  expect(childText(parseXml('<s:Delete xmlns:s="x"><s:Quiet>false</s:Quiet></s:Delete>'), 'Quiet')).toBe('false');
});

test.each([
  '',
  'text',
  '<a>',
  '<a></b>',
  '</a>',
  '<a/><b/>',
  '<a/>tail',
  '<a><b></a></b>',
  '<a x=1/>',
  '<a></a',
  '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
  '<a><![CDATA[x]]></a>',
  '<a>&unknown;</a>',
  '<a>& b</a>',
  '<a>&#x110000;</a>',
  '<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>',
])('%j is refused', (source) => {
  expect(() => parseXml(source)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
});

test('any text survives writing and reading', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const source = xmlDocument('Root', element('Key', text), undefined);
      expect(childText(parseXml(source), 'Key')).toBe(text);
    }),
  );
});

test('control characters are written as references', () => {
  expect(element('Key', '\u0001\r').xml).toBe('<Key>&#x1;&#xd;</Key>');
});
