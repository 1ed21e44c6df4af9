import { describe, expect, it } from 'vitest'
import { type Elements, readPlain } from './read-plain.ts'
import { readXml } from './read-xml.ts'

/** Everything that is told of a document, as one text; texts are wanted in `t` alone. */
function collector(): Elements & { readonly told: string[] } {
  const told: string[] = []
  const open: string[] = []
  const wanted = () => open.at(-1) === 't'
  return {
    told,
    open: (name, attributes) => {
      open.push(name)
      told.push(`<${name} ${JSON.stringify(Object.entries(attributes))}`)
      return wanted()
    },
    text: (text) => told.push(text),
    close: () => {
      told.push(`/${open.pop()}`)
      return wanted()
    },
  }
}

const plainly = (xml: string) => {
  const elements = collector()
  return readPlain(xml, elements) ? elements.told : null
}
const anyhow = (xml: string) => {
  const elements = collector()
  readXml(xml, elements)
  return elements.told
}

describe('XML of the plain kind', () => {
  it.each([
    '<v/>',
    '\uFEFF<v />\r\n',
    '<v><t>a &amp; b &lt;&gt;&quot;&apos;</t><u>not &amp; wanted</u></v>',
    '<v>\r\n  <t a="1"\r\n\tb = "2"/>\r\n</v>'.replaceAll(' = ', '='),
    '<v><t a="x &amp; y\r\nz\tw&lt;"> one\r\ntwo\rthree\n </t></v>',
    '<v><t>before<t>in</t>after</t></v>',
    '<v><t>日本 \u{1F3A5}</t><t_2 a1="é"/><t></t></v>',
    "<v><t>' ]] > \u0001</t></v>",
    '<v a="constructor" toString="b" __proto__="c"/>',
  ])('is read as the parser of all of XML reads it: %j', (xml) => {
    expect(plainly(xml)).toEqual(anyhow(xml))
  })

  it.each([
    '',
    'text',
    ' <v/>',
    '<?xml version="1.0"?><v/>',
    '<v><!-- c --></v>',
    '<v><![CDATA[x]]></v>',
    '<v><t>&#65;</t></v>',
    '<v><u>&unknown;</u></v>',
    '<v><t>a & b</t></v>',
    '<v><t>]]></t></v>',
    "<v a='1'/>",
    '<v a=1/>',
    '<v a/>',
    '<v a="1"b="2"/>',
    '<v a="1" a="2"/>',
    '<v a="<"/>',
    '<v a="1/>',
    '<v',
    '<v a="1"',
    '<v>',
    '<v></u>',
    '<v></v',
    '</v>',
    '<v/><v/>',
    '<v/>x',
    '<v><t></v></t>',
    '<1/>',
    '<v:w/>',
    '<v / >',
    '<v><t>\ud800</t></v>',
  ])('and no other kind: %j', (xml) => {
    expect(plainly(xml)).toBeNull()
  })
})
